"""The pages of a document to look at: those of its file, or sheets that its text is set on."""

import hashlib
from dataclasses import dataclass

from ingest.documents import Document
from ingest.readers.pages import has_pictures
from ingest.readers.several import SHEET
from ingest.spans import Span
from ingest.words import Box, Words, boxes_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to show: its number, its part of the text, whether its start is certain.

    ``own`` is false for a sheet that only we set: its number is nothing to cite. ``file`` names the file
    of several that it is from, and its page there: "trang 1.pdf, trang 2"; "" where there is one file.
    """

    number: int
    span: Span
    certain: bool = True
    own: bool = True
    file: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """What is marked: a span of the text and its boxes, page by page (none where there is no picture)."""

    span: Span
    boxes: dict[int, tuple[Box, ...]]


def pictured(document: Document, page: int) -> bool:
    """True where page ``page`` can be shown as a picture."""
    return 1 <= page <= len(document.pages) and has_pictures(document.place_of(page)[1])


def any_pictured(document: Document) -> bool:
    """True where some of the pages can be shown as pictures."""
    names = [part.file_name for part in document.parts] or [document.file_name]
    return bool(document.pages) and any(map(has_pictures, names))


def sheets(document: Document) -> tuple[Sheet, ...]:
    """The pages of a document, which tile its text; at least one."""
    if document.pages:
        return tuple(
            Sheet(p.number, p.span, p.certain, p.own, _file(document, p.number)) for p in document.pages
        )
    return tuple(Sheet(n, span, own=False) for n, span in enumerate(_set(document), 1))


def _file(document: Document, page: int) -> str:
    if not document.parts:
        return ""
    part, name, number = document.place_of(page)
    unit = "trang" if document.pages[page - 1].own else "tờ"
    return name if document.parts[part].pages == 1 else f"{name}, {unit} {number}"


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
    return Highlight(span, boxes_of(document, words, span) if any_pictured(document) else {})
