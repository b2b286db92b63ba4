"""The pages of a document to look at: those of its file, or sheets that its text is set on."""

import hashlib
from dataclasses import dataclass

from ingest.documents import Document
from ingest.readers.pages import has_pictures
from ingest.spans import Span
from ingest.words import Box, Words, boxes_of

SHEET = 2600
"""Characters set on a sheet where a document has no pages of its own: about an A4 page in 13 pt."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to show: its number, its part of the text, whether its start is certain.

    ``own`` is false for a sheet that only we set: its number is nothing to cite.
    """

    number: int
    span: Span
    certain: bool = True
    own: bool = True


@dataclass(frozen=True, slots=True)
class Highlight:
    """What is marked: a span of the text and its boxes, page by page (none where there is no picture)."""

    span: Span
    boxes: dict[int, tuple[Box, ...]]


def pictured(document: Document) -> bool:
    """True where the pages can be shown as pictures."""
    return has_pictures(document.file_name) and bool(document.pages)


def sheets(document: Document) -> tuple[Sheet, ...]:
    """The pages of a document, which tile its text; at least one."""
    if document.pages:
        return tuple(Sheet(p.number, p.span, p.certain) for p in document.pages)
    return tuple(Sheet(n, span, own=False) for n, span in enumerate(_set(document), 1))


def _set(document: Document) -> list[Span]:
    text = document.text
    cuts, start = [0], 0
    while len(text) - start > SHEET * 1.3:
        # Behind a section, a paragraph, a line: whichever comes last on the sheet, in that order.
        section = max(
            (s.span.start for s in document.sections if start + SHEET * 0.6 < s.span.start <= start + SHEET),
            default=-1,
        )
        line = text.rfind("\n", start + SHEET // 2, start + SHEET) + 1
        start = section if section > 0 else line or text.rfind(" ", start, start + SHEET) + 1 or start + SHEET
        cuts.append(start)
    return [Span(a, b) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def sheet_at(document: Document, position: int) -> int:
    """The number of the page that shows a position of the text."""
    found = [s.number for s in sheets(document) if s.span.start <= position]
    return found[-1] if found else 1


def fingerprint(quote: str) -> str:
    """A short name of a quote's words, by which an address that marks it can be checked."""
    return hashlib.sha256(quote.encode("utf-8")).hexdigest()[:12]


def highlight(document: Document, words: Words, span: Span, quote: str) -> Highlight | None:
    """What to mark for a quote; None where the text no longer says it there: wrong words are never marked."""
    return checked_highlight(document, words, span, fingerprint(quote))


def checked_highlight(document: Document, words: Words, span: Span, check: str) -> Highlight | None:
    """As ``highlight``, by the fingerprint of the quote."""
    if span.end > len(document.text) or not len(span) or fingerprint(span.of(document.text)) != check:
        return None
    return Highlight(span, boxes_of(document, words, span) if pictured(document) else {})
