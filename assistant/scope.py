"""The sections that a question names by their headings: "mục tiêu tổng quát", "phần tổ chức thực hiện"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Quote
from assistant.knowledge import Knowledge
from assistant.mentions import is_register
from assistant.question import Question, understand_question
from ingest.documents import Document, Section
from ingest.headings import ROMANS
from ingest.vietnamese import fold, tokens
from vectorstore.filters import Filters

_NUMBERED = re.compile(r"^\s*(?:[\w|!]{1,6}\s*[-–.:)]+|Điều\s+\w+\.?|Chương\s+\w+\.?|Mục\s+\w+\.?)\s*")
# What stands before the name of a part: "trong phần nhiệm vụ", "ở nhóm giải pháp về …".
_PART = r"(?:(?:o|trong|theo|tai|thuoc|ca o|ca) )?(?:phan|muc|nhom|chuong)(?: cac| nhung)?"
_PARTS = r"(?<!\w)(?P<part>muc tieu|nhiem vu|to chuc thuc hien|muc dich)(?= va | tuong ung| cung | lan | ve | cung cap| phat trien|,|$| cho )"
_COVERED = 0.6  # of a heading's words in "nhóm giải pháp về …"


@dataclass(frozen=True, slots=True)
class Scope:
    """A section with all that is under it; ``start`` and ``end`` are where the question's syllables name it."""

    document: Document
    label: str
    heading: str
    start: int = 0
    end: int = 0

    def holds(self, quote: Quote) -> bool:
        """True if a quote stands in it."""
        return quote.document.id == self.document.id and self.holds_label(quote.section)

    def holds_label(self, label: str) -> bool:
        return label == self.label or label.startswith(self.label + ".")


def filters_of(scopes: Sequence[Scope]) -> Filters:
    """A search in these sections only."""
    return Filters(
        documents=frozenset(s.document.name for s in scopes), sections=frozenset(s.label for s in scopes)
    )


def scopes_named(question: Question, knowledge: Knowledge) -> list[Scope]:
    """The sections that the question names by heading, in the order named; of nested ones the inner."""
    documents = knowledge.documents_named(question) or [
        d for d in knowledge.corpus.documents if not is_register(d)
    ]
    asked = f" {' '.join(fold(t) for t in tokens(question.query.text))} "
    found: list[tuple[int, int, Scope]] = []
    for document in documents:
        for section in document.sections:
            place = _named_at(asked, section) if section.heading else None
            if place:
                start, end = (asked[:p].count(" ") for p in place)
                found.append((*place, Scope(document, section.label, section.heading, start, end)))
        found += _parts_named(asked, document)
    found.sort(key=lambda item: (item[0], -item[1]))
    chosen: list[Scope] = []
    for start, end, scope in found:
        if any(
            o is not scope and o_start <= start and end <= o_end and (o_end - o_start) > (end - start)
            for o_start, o_end, o in found
        ):
            continue
        chosen.append(scope)
    # The same heading in several documents names none of them.
    headings = [_words(s.heading) for s in chosen]
    return [s for s, words in zip(chosen, headings, strict=True) if headings.count(words) == 1]


def _parts_named(asked: str, document: Document) -> Iterator[tuple[int, int, Scope]]:
    """The parts of a plan that a question asks about together: "mục tiêu và nhiệm vụ về thủy lợi"."""
    named = list(re.finditer(_PARTS, asked))
    if len({m["part"] for m in named}) < 2:
        return
    for match in named:
        for section in document.sections:
            if section.label in ROMANS and f" {match['part']} " in f" {_words(section.heading)} ":
                start, end = (asked[:p].count(" ") for p in match.span())
                yield match.start(), match.end(), Scope(document, section.label, section.heading, start, end)
                break


def without_scopes(question: Question, scopes: Sequence[Scope]) -> Question:
    """The question without the words that name the scopes; itself if nothing else is left."""
    syllables = tokens(question.query.text)
    kept = [t for n, t in enumerate(syllables) if not any(s.start - 1 <= n < s.end for s in scopes)]
    rest = understand_question(" ".join(kept))
    return rest if rest.content else question


@lru_cache(maxsize=1 << 15)
def _words(heading: str) -> str:
    return " ".join(w for w in (fold(t) for t in tokens(_NUMBERED.sub("", heading))) if w.isalpha())


def _named_at(asked: str, section: Section) -> tuple[int, int] | None:
    """Where a question names a section: by its whole heading, by "phần …" with its beginning, or by "nhóm … về …"."""
    words = _words(section.heading)
    # The short title of an article is also what a question may speak of: "thể thức văn bản".
    least = 6 if section.label.startswith(("Điều", "Chương", "Mục")) else 3
    if len(words.split()) >= least and (start := asked.find(f" {words} ")) >= 0:
        return start, start + len(words)
    if least > 3:
        return None
    heads = [h for h in re.split(r" va |, ", words) if len(h.split()) >= 2][:2]
    for head in heads:
        if match := re.search(rf"(?<!\w){_PART} {re.escape(' '.join(head.split()[:4]))}(?!\w)", asked):
            return match.span()
    if "." not in section.label:
        return None
    own = set(words.split())
    for match in re.finditer(
        rf"(?<!\w){_PART}(?: nhiem vu| giai phap|,)* ve (?P<topic>(?:\w+ ){{2,12}}?)(?=va o |va nhom |$|thi |la |co )",
        asked,
    ):
        topic = match["topic"].split()
        if sum(w in own for w in topic) / len(topic) >= _COVERED:
            return match.span()
    return None
