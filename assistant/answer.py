"""What a conversation is made of: turns, answers, and the citations that carry them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.documents import Document
from ingest.headings import HEADER, RECIPIENTS
from ingest.spans import Span

# The one sentence for "the documents don't say", shared by composing, prompts and tests.
NOT_FOUND = "Không tìm thấy trong các tài liệu hiện có."


_NAMED_SECTIONS = {HEADER: "phần mở đầu", RECIPIENTS: "nơi nhận"}


def section_name(label: str) -> str:
    """A section as people call it: "mục III.5", "Điều 7", "phần mở đầu"; "" where there is none."""
    if not label or label in _NAMED_SECTIONS:
        return _NAMED_SECTIONS.get(label, "")
    return label if " " in label else f"mục {label}"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim passage: a span of a stored document. It can't be wrong, only ill chosen."""

    document: Document
    span: Span

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)

    @property
    def section(self) -> str:
        found = self.document.section_at(self.span.start)
        return found.label if found else ""

    @property
    def page(self) -> int | None:
        found = self.document.page_at(self.span.start)
        return found.number if found else None

    @property
    def place(self) -> str:
        """Where it stands in its document, shortly: "mục IV.3, trang 7", "Điều 5"."""
        page = f"trang {self.page}" if self.page else ""
        return ", ".join(part for part in (section_name(self.section), page) if part)


def places_of(quotes: Iterable[Quote]) -> str:
    """The sections that quotes stand in, each once: "mục I, mục III.3"; of several documents each with its title."""
    sections: dict[str, dict[str, None]] = {}
    titles: dict[str, str] = {}
    for quote in quotes:
        titles[quote.document.id] = quote.document.title
        sections.setdefault(quote.document.id, {})[section_name(quote.section)] = None
    if len(sections) == 1:
        return ", ".join(filter(None, next(iter(sections.values()))))
    return "; ".join(", ".join(filter(None, (titles[i], *names))) for i, names in sections.items())


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote as users and scripts see it.

    ``quote`` is ``document.text[span]``; ``scanned`` is what the source said there, where
    cleaning changed it, else "". ``page_certain`` is false where the page start was inferred.
    """

    number: int
    document_id: str
    document: str
    title: str
    section: str
    detail: str
    path: tuple[str, ...]
    page: int | None
    page_certain: bool
    span: Span
    quote: str
    scanned: str = ""

    def to_json(self) -> dict[str, Any]:
        """The citation by the command lines' contract."""
        return {
            "number": self.number,
            "document": self.document,
            "section": self.section,
            "page": self.page,
            "quote": self.quote,
            "span": [self.span.start, self.span.end],
            "title": self.title,
            "detail": self.detail,
            "path": list(self.path),
            "scanned": self.scanned,
        }


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one statement before it leaves: ``problem`` is "" where it holds."""

    statement: str
    citations: tuple[int, ...]
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "statement": self.statement,
            "citations": list(self.citations),
            "ok": not self.problem,
            "problem": self.problem,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to be shown.

    ``text`` is light Markdown whose ``[1]`` markers name ``citations``; ``related`` are the
    nearest passages of an answer that found nothing: marked as no answer. ``resolved`` is the
    question with what a follow-up left out, or "" where nothing was missing. ``more`` is what goes
    beyond the short answer, in the same Markdown and numbering, to be folded away; "" if nothing does.
    """

    question: str
    text: str
    abstained: bool = False
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    resolved: str = ""
    kind: str = ""
    warnings: tuple[str, ...] = ()
    checks: tuple[Check, ...] = field(default=())
    more: str = ""

    def to_json(self) -> dict[str, Any]:
        """The answer by the command lines' contract."""
        return {
            "answer": self.text,
            "abstained": self.abstained,
            "citations": [c.to_json() for c in self.citations],
            "related": [c.to_json() for c in self.related],
            "resolved": self.resolved,
            "kind": self.kind,
            "warnings": list(self.warnings),
            "more": self.more,
            "checks": [c.to_json() for c in self.checks],
        }
