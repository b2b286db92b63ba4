"""The agencies and organisations to which documents give duties, and which of them a question names."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.tables.duties import Duty
from ingest.vietnamese import fold, tokens
from vectorstore.query import expand

_EVERY = frozenset({"các", "những", "mỗi", "mọi", "tất", "cả"})
# Around a name of one syllable ("Bộ"), so that it is no part of another word ("cán bộ").
_BEFORE_ONE, _BEHIND_ONE = (
    frozenset({"", "cua", "giao", "cac", "moi"}),
    frozenset({"", "co", "la", "lam", "phai"}),
)
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
_COMMON_NOUN = 2  # syllables of a common noun: "tổ chức", "cá nhân"
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
# What may stand before a name and makes it another body: "Chủ tịch UBND tỉnh", "Ban cán sự đảng UBND tỉnh".
_OF_ANOTHER = re.compile(
    r"(?:chu tich|van phong|thuong truc|lanh dao|dung dau|thu truong|giam doc|truong|pho|ban can su dang|dang doan|dang uy|"
    r"thanh tra|can bo|cong chuc|thanh vien|dang vien|truc thuoc|thuoc)$"
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
    words = [fold(t) for t in tokens(expand(text))]
    return tuple(
        w for w, after in zip(words, [*words[1:], ""], strict=True) if w != "cap" or after not in _LEVELS
    )


def find_bodies(duties: Iterable[Duty]) -> tuple[Body, ...]:
    """The bodies of duties, each once, in the order of first mention."""
    grouped: dict[tuple[str, ...], list[Duty]] = {}
    for duty in duties:
        written = tokens(duty.name)
        every = next((n for n, t in enumerate(written[:-1]) if t not in _EVERY), len(written) - 1)
        words = plain_words(" ".join(written[every:]) if every else duty.name)
        grouped.setdefault(words, []).append(duty)
    return tuple(Body(found[0].name, words, tuple(found)) for words, found in grouped.items())


def parts_of(body: Body, bodies: Iterable[Body]) -> list[Body]:
    """The other bodies whose longer names hold the body's: "Ban cán sự đảng UBND tỉnh" for "UBND tỉnh"."""
    name = f" {' '.join(body.words)} "
    return [other for other in bodies if other is not body and name in f" {' '.join(other.words)} "]


def named_bodies(asked: Sequence[str], bodies: Iterable[Body], general: bool = False) -> list[Named]:
    """The bodies that the folded syllables ``asked`` name, in the order named.

    Names of general words only ("các cơ quan, đơn vị", "UBND tỉnh") count where ``general`` and whole.

    A whole name counts before its beginning ("Ban Tuyên giáo") and that before its end ("Tỉnh
    đoàn"); of names at one place the longest run counts, then the shortest name.
    """
    found = [named for body in bodies if (named := _named(asked, body, general))]
    beginnings = Counter((n.start, n.end) for n in found if not n.whole)
    # A beginning that several bodies share names none of them.
    found = [n for n in found if n.whole or beginnings[n.start, n.end] == 1]
    if any(not _is_vague(n) for n in found):
        # "trong tổ chức thực hiện": beside a name of its own, a common noun is no body.
        found = [n for n in found if len(n.body.words) > _COMMON_NOUN or not _is_vague(n)]
    found.sort(key=lambda n: (n.start - n.end, len(n.body.words)))
    chosen: list[Named] = []
    for named in found:
        if all(named.end <= other.start or other.end <= named.start for other in chosen):
            chosen.append(named)
    return sorted(chosen, key=lambda n: n.start)


def _is_vague(named: Named) -> bool:
    return all(word in _GENERAL for word in named.body.words)


def _named(asked: Sequence[str], body: Body, general: bool) -> Named | None:
    words = body.words
    if general and len(words) == 1:
        return _named_alone(asked, body)
    said = f" {' '.join(asked)} "
    for length in range(len(words), _LEAST_RUN - 1, -1):
        runs = [words[:length]]
        # The end of a name stands for it where it is a name itself: "Ban Thường vụ Tỉnh đoàn".
        if words[-length] in _OPENING:
            runs.append(words[-length:])
        for run in runs:
            vague = all(word in _GENERAL for word in run)
            if (vague and not (general and length == len(words))) or f" {' '.join(run)} " not in said:
                continue
            for start in range(len(asked) - length + 1):
                end = start + length
                if tuple(asked[start:end]) != run:
                    continue
                # "Chủ tịch UBND xã" is not "Chủ tịch UBND huyện"
                if length < len(words) and end < len(asked) and asked[end] in _LEVELS:
                    continue
                if vague and _OF_ANOTHER.search(" ".join(asked[:start])):
                    continue
                return Named(body, start, end)
    return None


def _named_alone(asked: Sequence[str], body: Body) -> Named | None:
    """Where a question names a body of one syllable: "Bộ có trách nhiệm gì?"."""
    framed = ["", *asked, ""]
    for n, word in enumerate(asked):
        if word == body.words[0] and framed[n] in _BEFORE_ONE and framed[n + 2] in _BEHIND_ONE:
            return Named(body, n, n + 1)
    return None
