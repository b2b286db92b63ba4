"""The agencies and organisations to which documents give duties, and which of them a question names."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.tables.duties import Duty
from ingest.vietnamese import fold, tokens
from vectorstore.query import expand

_EVERY = frozenset({"cac", "nhung", "moi", "tat", "ca"})
_OPENING = frozenset(
    [
        "tinh",
        "mat",
        "uy",
        "hoi",
        "doan",
        "ban",
        "so",
        "bo",
        "cong",
        "thanh",
        "huyen",
        "dang",
        "toa",
        "vien",
        "cuc",
        "chi",
        "lien",
    ]
)
_LEVELS = frozenset({"tinh", "huyen", "xa", "phuong", "quan", "bo", "so", "thanh", "trung"})
_LEAST_RUN = 2  # syllables of a body's name that a question must repeat
# Words that many bodies share; alone they name none.
_GENERAL = frozenset(
    [
        "cac",
        "co",
        "quan",
        "don",
        "vi",
        "to",
        "chuc",
        "dang",
        "tinh",
        "dia",
        "phuong",
        "ban",
        "thuong",
        "vu",
        "uy",
        "nguoi",
        "dung",
        "dau",
        "cap",
        "nha",
        "nuoc",
        "ca",
        "nhan",
        "doanh",
        "nghiep",
        "nhan",
        "dan",
        "hoi",
        "dong",
        "truong",
        "bo",
        "so",
        "cong",
        "ty",
        "vien",
        "cong",
        "chuc",
        "can",
        "bo",
        "lanh",
        "dao",
        "quan",
        "ly",
    ]
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body with all its duties. ``name`` as first written, ``words`` its name's folded syllables."""

    name: str
    words: tuple[str, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A body that a question names, and which of the question's syllables name it."""

    body: Body
    start: int
    end: int

    @property
    def whole(self) -> bool:
        """True if the question has the whole name."""
        return self.end - self.start >= len(self.body.words)


def plain_words(text: str) -> tuple[str, ...]:
    """The folded syllables of a text, abbreviations written out; "cấp tỉnh" is the same as "tỉnh"."""
    return tuple(word for t in tokens(expand(text)) if (word := fold(t)) != "cap")


def find_bodies(duties: Iterable[Duty]) -> tuple[Body, ...]:
    """The bodies of duties, each once, in the order of first mention."""
    grouped: dict[tuple[str, ...], list[Duty]] = {}
    for duty in duties:
        words = plain_words(duty.name)
        while len(words) > 1 and words[0] in _EVERY:
            words = words[1:]
        grouped.setdefault(words, []).append(duty)
    return tuple(Body(found[0].name, words, tuple(found)) for words, found in grouped.items())


def named_bodies(asked: Sequence[str], bodies: Iterable[Body]) -> list[Named]:
    """The bodies that the folded syllables ``asked`` name, in the order named.

    A whole name counts before its beginning ("Ban Tuyên giáo") and that before its end ("Tỉnh
    đoàn"); of names at one place the longest run counts, then the shortest name.
    """
    found = [named for body in bodies if (named := _named(asked, body))]
    beginnings = Counter((n.start, n.end) for n in found if not n.whole)
    # A beginning that several bodies share names none of them.
    found = [n for n in found if n.whole or beginnings[n.start, n.end] == 1]
    found.sort(key=lambda n: (n.start - n.end, len(n.body.words)))
    chosen: list[Named] = []
    for named in found:
        if all(named.end <= other.start or other.end <= named.start for other in chosen):
            chosen.append(named)
    return sorted(chosen, key=lambda n: n.start)


def _named(asked: Sequence[str], body: Body) -> Named | None:
    words = body.words
    for length in range(len(words), _LEAST_RUN - 1, -1):
        runs = [words[:length]]
        # The end of a name stands for it where it is a name itself: "Ban Thường vụ Tỉnh đoàn".
        if words[-length] in _OPENING:
            runs.append(words[-length:])
        for run in runs:
            if all(word in _GENERAL for word in run):
                continue
            for start in range(len(asked) - length + 1):
                end = start + length
                if tuple(asked[start:end]) != run:
                    continue
                # "Chủ tịch UBND xã" is not "Chủ tịch UBND huyện"
                if length < len(words) and end < len(asked) and asked[end] in _LEVELS:
                    continue
                return Named(body, start, end)
    return None
