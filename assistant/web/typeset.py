"""Sets a text on a page: paragraphs, headings, the letterhead, with a span marked in it."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from ingest.documents import Document
from ingest.layout import lines_of
from ingest.spans import Span
from ingest.structure import HEADER


def set_text(document: Document, part: Span, marked: Span | None) -> str:
    """HTML of ``part`` of a document's text, one paragraph a line, with ``marked`` in ``<mark>``."""
    return "".join(
        f'<p class="{_style(document, line)}">{_marked(document.text, line, marked)}</p>'
        if line.of(document.text).strip()
        else '<p class="gap"></p>'
        for line in _lines(document.text, part)
    )


def _lines(text: str, part: Span) -> Iterator[Span]:
    for line in lines_of(part.of(text)):
        yield line.span.shifted(part.start)


def _style(document: Document, line: Span) -> str:
    section = document.section_at(line.start)
    if section is None:
        return "body"
    bare = line.of(document.text).strip()
    if section.label == HEADER:
        return "head" if len(bare) < 120 else "body"
    heading = section.heading and line.start < section.body_start and section.heading.startswith(bare[:40])
    return "heading" if heading else "body"


def _marked(text: str, line: Span, marked: Span | None) -> str:
    if marked is None or not marked.overlaps(line):
        return escape(line.of(text))
    start, end = max(line.start, marked.start), min(line.end, marked.end)
    before, quoted, after = (escape(text[a:b]) for a, b in pairwise((line.start, start, end, line.end)))
    return f"{before}<mark>{quoted}</mark>{after}"
