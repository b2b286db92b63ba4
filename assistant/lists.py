"""Lists in documents: a sentence that announces one, and the items that follow."""

import re
from itertools import takewhile

from assistant.answer import Quote
from assistant.evidence import Evidence
from ingest.documents import Chunk, Document
from ingest.layout import lines_of
from ingest.spans import Span, stripped

_ITEM = re.compile(r"\s*(?:[a-zđ]\s?\)|[-+•–*]|\d{1,2}[.)])\s*(?=\S)")
_SHORT_CLAUSE = 320  # characters; an article whose clauses are all this short is itself a list
_FEWEST_ITEMS = 2


def items_after(evidence: Evidence) -> list[Quote]:
    """The items of the list that the evidence announces, in order; empty if it announces none.

    Three forms are known: points in the same provision ("khoản 2 … sau đây: a) … b) …"), items
    that are provisions of their own (bullets after a colon), and an article whose title
    announces what its short clauses list.
    """
    document, chunk = evidence.quote.document, evidence.hit.passage.chunk
    for found in (
        _points(document, chunk, evidence.quote.span),
        _provisions(document, chunk, evidence.quote.span),
    ):
        if len(found) >= _FEWEST_ITEMS:
            return [Quote(document, span) for span in found]
    return []


def clauses_of(evidence: Evidence) -> list[Quote]:
    """The clauses of the evidence's article, if they are short enough to be a list."""
    document, chunk = evidence.quote.document, evidence.hit.passage.chunk
    if not chunk.section.startswith("Điều"):
        return []
    found = [c for c in document.chunks if c.section == chunk.section]
    if len(found) < _FEWEST_ITEMS or any(not c.detail or len(c.text) > _SHORT_CLAUSE for c in found):
        return []
    return [Quote(document, c.span) for c in found]


def _points(document: Document, chunk: Chunk, announced: Span) -> list[Span]:
    """The marked lines of a provision after the line that holds ``announced``."""
    lines = [line for line in lines_of(chunk.text) if not line.blank]
    offset = chunk.span.start
    after = [line for line in lines if line.span.start + offset >= announced.end]
    if any(_ITEM.match(line.text) for line in lines if line.span.end + offset <= announced.start):
        return []  # the sentence is itself an item
    found = []
    for line in takewhile(lambda line: _ITEM.match(line.text), after):
        match = _ITEM.match(line.text)
        start = offset + line.span.start + (match.end() if match else 0)
        found.append(stripped(document.text, Span(start, offset + line.span.end)))
    return found


def _provisions(document: Document, chunk: Chunk, announced: Span) -> list[Span]:
    """The provisions that the sentence ``announced`` leads to: bullets, or the clauses of its article."""
    led = [c.span for c in document.chunks if c.lead is not None and c.lead.overlaps(announced)]
    if led or chunk.detail or not chunk.text.rstrip().endswith(":"):
        return led
    return [c.span for c in document.chunks[chunk.index + 1 :] if c.section == chunk.section and c.detail]


def shortened(quote: Quote, words: int) -> str:
    """The beginning of a quote, at most ``words`` words long, cut at a comma or stop where one is near."""
    text = " ".join(quote.text.split())
    pieces = text.split(" ")
    if len(pieces) <= words:
        return text
    head = " ".join(pieces[:words])
    cut = max(head.rfind(mark) for mark in ",;:.")
    return (head[:cut] if cut > len(head) * 0.5 else head).rstrip(" ,;:.") + "…"
