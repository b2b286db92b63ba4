"""How documents relate to each other: which cite, carry out, amend, replace or repeal which.

Read from the text around every mention of a decision. A link belongs to the document itself ("Quyết
định này thay thế …"), or to the decision named before the verb ("Nghị định số 09 sửa đổi Nghị định
số 110"). What is replaced in part only ("bãi bỏ Điều 7 Nghị định số …") stays in force.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from ingest.documents import DecisionRef, Document
from ingest.references import number_key
from ingest.register import REGISTER_KIND
from ingest.spans import Span
from ingest.vietnamese import fold


class LinkKind(Enum):
    """What one decision does to another, in the words that users read."""

    REPLACES = "thay thế"
    REPEALS = "bãi bỏ"
    AMENDS = "sửa đổi, bổ sung"
    IMPLEMENTS = "thực hiện"
    GUIDES = "hướng dẫn"
    BASED_ON = "căn cứ"
    CITES = "dẫn chiếu"


ENDING = (LinkKind.REPLACES, LinkKind.REPEALS)
"""Links that take a whole decision out of force, unless they are partial."""


@dataclass(frozen=True, slots=True)
class Link:
    """``source`` (a number, or "" for a document that has none) does ``kind`` to ``target`` (a number).

    ``document_id`` and ``span`` say where that is written: the mention of the target.
    """

    kind: LinkKind
    source: str
    target: str
    document_id: str
    span: Span
    section: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A decision that documents mention: what they say of it, who mentions it, and whether it is here.

    ``document_id`` is its own document's in the corpus; None where that is missing.
    """

    number: str
    kind: str
    date: str
    issuer: str
    subject: str
    document_id: str | None
    cited_by: tuple[str, ...]
    mentions: int


_VERBS = (
    (re.compile(r"thay the"), LinkKind.REPLACES),
    (re.compile(r"bai bo|huy bo|het hieu luc|cham dut hieu luc"), LinkKind.REPEALS),
    (re.compile(r"sua doi(?:, bo sung)?|bo sung|dieu chinh"), LinkKind.AMENDS),
    (re.compile(r"trien khai thuc hien|to chuc thuc hien|thuc hien|thi hanh|cu the hoa|quan triet"), LinkKind.IMPLEMENTS),
    (re.compile(r"huong dan|quy dinh chi tiet"), LinkKind.GUIDES),
    (re.compile(r"can cu"), LinkKind.BASED_ON),
)  # fmt: skip
_ENDS_BEHIND = re.compile(r"^[^.;]*?\b(?:het hieu luc|duoc thay the|bi thay the|bi bai bo|duoc bai bo)\b")
_IN_PART = re.compile(
    r"(?:mot so (?:dieu|noi dung|diem)|(?:dieu|khoan|diem|muc|chuong|phu luc)\s+[\divxlc]+|cum tu)"
)
_CLAUSE = re.compile(r"[.;:!?]\s|\n\s*\n|\n\s*(?:[-+•]|\d{1,3}[.)]|[a-zđ]\))\s")
_OWN = re.compile(r"\bnay\b")
_GOES_ON = re.compile(r"(?:\bva|\bhoac|,)\s*$")  # "thay thế A và bãi bỏ B": still this document
_CHANGES = (LinkKind.REPLACES, LinkKind.REPEALS, LinkKind.AMENDS)
_REACH = 400  # characters that a verb may stand before its decision
_FAR = 160  # between a verb and the first of the decisions that it governs


def links_of(document: Document) -> tuple[Link, ...]:
    """The links that a document's text states, in its order; its own number links to nothing."""
    if document.metadata.kind.value == REGISTER_KIND:
        return ()
    own = document.metadata.number.value
    references = [r for r in document.references if number_key(r.number) != number_key(own)]
    return tuple(_link(document, own, reference, references) for reference in references)


def _link(document: Document, own: str, reference: DecisionRef, others: Sequence[DecisionRef]) -> Link:
    text, span = document.text, reference.span
    start = max(0, span.start - _REACH)
    clauses = list(_CLAUSE.finditer(text, start, span.start))
    start = clauses[-1].end() if clauses else start
    before = fold(text[start : span.start])
    behind = _CLAUSE.split(fold(text[span.end : span.end + _REACH]), maxsplit=1)[0]
    kind, verb_at = _verb(before)
    source = own
    governs = before[verb_at:]
    if kind is not LinkKind.CITES:
        # "Nghị định số 09 … sửa đổi Nghị định số 110": the verb is that decision's, not this document's
        agent = next(
            (r for r in reversed(others) if start <= r.span.start and r.span.end <= start + verb_at), None
        )
        between = before[agent.span.end - start : verb_at] if agent else ""
        if agent and kind in _CHANGES and not _OWN.search(between) and not _GOES_ON.search(between):
            source = agent.number
    if _ENDS_BEHIND.match(behind) and source == own and kind not in ENDING:
        kind, governs = LinkKind.REPEALS, before
        source = "" if "duoc thay the" in behind or "bi thay the" in behind else own
        if source == "" and own and _OWN.search(behind):
            source = own
    elif _ENDS_BEHIND.match(behind) and kind is LinkKind.AMENDS:
        # "Nghị định A và Nghị định B sửa đổi Nghị định A hết hiệu lực": A as well, whatever B did to it
        kind, source, governs = LinkKind.REPEALS, own, ""
    partial = bool(_IN_PART.search(_since_last(governs, others, start, span)))
    return Link(kind, source, reference.number, document.id, span, reference.section, partial)


def _verb(before: str) -> tuple[LinkKind, int]:
    """The verb that governs what follows ``before`` (folded): the last one near enough, and its place."""
    found = [
        (match.end(), match.start(), kind)
        for pattern, kind in _VERBS
        for match in re.finditer(rf"\b(?:{pattern.pattern})\b", before)
        if len(before) - match.end() <= _FAR
    ]
    if not found:
        return LinkKind.CITES, len(before)
    _, start, kind = max(found, key=lambda item: item[:2])
    return kind, start


def _since_last(governs: str, others: Sequence[DecisionRef], start: int, span: Span) -> str:
    """The part of ``governs`` behind the decision named last: "Điều 7" of one is not of the next."""
    ends = [r.span.end for r in others if start <= r.span.start < span.start]
    length = span.start - max(ends) if ends else len(governs)
    return governs[-length:] if length and length < len(governs) else governs


@dataclass(frozen=True, slots=True)
class Relations:
    """The links of a corpus, and which documents are in it: ``ids`` maps number keys to document ids."""

    links: tuple[Link, ...]
    cited: tuple[Cited, ...]
    ids: dict[str, str]

    def missing(self) -> tuple[Cited, ...]:
        """What is cited and not here, the most cited first: the list of documents to get."""
        return tuple(item for item in self.cited if item.document_id is None)

    def cited_by(self, document_id: str) -> tuple[Cited, ...]:
        """What one document cites."""
        return tuple(item for item in self.cited if document_id in item.cited_by)

    def ended_by(self, number: str) -> Link | None:
        """The link that took the decision ``number`` out of force as a whole; None while it is in force.

        Only what the documents here say: None is no proof.
        """
        key = number_key(number)
        return next(
            (k for k in self.links if k.kind in ENDING and not k.partial and number_key(k.target) == key),
            None,
        )

    def amended_by(self, number: str) -> tuple[Link, ...]:
        """The links that change a decision or end a part of it."""
        key = number_key(number)
        changes = (
            k for k in self.links
            if number_key(k.target) == key and (k.kind is LinkKind.AMENDS or (k.kind in ENDING and k.partial))
        )  # fmt: skip
        return tuple({number_key(k.source): k for k in changes}.values())


def relations(documents: Iterable[Document]) -> Relations:
    """All links of ``documents`` and what they cite, most cited first."""
    listed = [d for d in documents if d.metadata.kind.value != REGISTER_KIND]
    ids = {number_key(d.metadata.number.value): d.id for d in listed if d.metadata.number.value}
    links = tuple(link for document in listed for link in links_of(document))
    mentions: dict[str, list[tuple[str, DecisionRef]]] = {}
    for document in listed:
        own = number_key(document.metadata.number.value)
        for reference in document.references:
            key = number_key(reference.number)
            if key != own:
                mentions.setdefault(key, []).append((document.id, reference))
    cited = [_cited(found, ids.get(key)) for key, found in mentions.items()]
    cited.sort(key=lambda item: (-len(item.cited_by), -item.mentions, item.number))
    return Relations(links, tuple(cited), ids)


def _cited(found: Sequence[tuple[str, DecisionRef]], document_id: str | None) -> Cited:
    references = [reference for _, reference in found]

    def first(values: Iterable[str]) -> str:
        return next((value for value in values if value), "")

    return Cited(
        references[0].number,
        first(r.kind for r in references),
        first(r.date for r in references),
        first(r.issuer for r in references),
        first(r.subject for r in references),
        document_id,
        tuple(dict.fromkeys(document_id for document_id, _ in found)),
        len(found),
    )
