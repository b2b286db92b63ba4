"""HTML of the sources panel: each cited passage in its context, with the quoted words highlighted."""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from html import escape
from itertools import pairwise

from assistant.answer import Citation
from assistant.web.conversation import Conversation
from assistant.web.messages import RELATED, page, place
from ingest.documents import Document
from ingest.layout import lines_of, table_rows
from ingest.spans import Span
from ingest.vietnamese import capitalised

ILLEGIBLE = "Không đọc được trong bản quét"
# Characters shown on each side of a quote: at most, within its section; and at least, beyond it.
WIDEST = 700
NARROWEST = 220
# A new paragraph begins behind an empty line and before a list item.
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*[-–+•]\s)")

_HINT = """
<div class="hint"><p>Bấm vào số [1] trong câu trả lời để mở đoạn gốc của văn bản ở đây.</p>
<ul><li><mark>Chữ tô vàng</mark> là lời được trích; chữ quanh đó là phần văn bản liền kề.</li>
<li><b>Bản quét ghi</b> là chữ trên bản quét trước khi sửa lỗi quét, để đối chiếu.</li></ul></div>
"""

FindDocument = Callable[[str], Document | None]
ShowPages = Callable[[Citation], str]
"""Makes the HTML of the page that a citation stands on; "" where there is none to show."""


def sources_html(
    conversation: Conversation,
    shown: int,
    opened: int,
    find_document: FindDocument,
    show_pages: ShowPages = lambda _: "",
) -> str:
    """The panel for exchange ``shown``, with the card of citation ``opened`` open."""
    exchange = conversation[shown] if 0 <= shown < len(conversation) else None
    if exchange is None or not exchange.sources:
        return _panel("", _HINT)
    answered = exchange.answer is not None and not exchange.answer.abstained
    note = "" if answered else f'<p class="related-note">{RELATED}.</p>'
    cards = cards_html(exchange.sources, opened, find_document, show_pages)
    return _panel(f' data-exchange="{shown}"', f"{note}{cards}")


def cards_html(
    citations: Iterable[Citation], opened: int, find_document: FindDocument, show_pages: ShowPages
) -> str:
    """A card a citation: its passage in context, folded but for that of number ``opened``."""
    return "".join(_card(c, c.number == opened, find_document(c.document), show_pages(c)) for c in citations)


def panel_html(name: str, title: str, body: str, attributes: str = "") -> str:
    """A panel of passages; ``name`` tells it from the panels of other tabs."""
    return (
        f'<section class="panel"{attributes} aria-labelledby="{name}-title" tabindex="-1"><header>'
        f'<h2 id="{name}-title">{escape(title)}</h2><button type="button" class="close">Đóng</button></header>'
        f"{body}</section>"
    )


def _panel(attributes: str, body: str) -> str:
    return panel_html("sources", "Căn cứ", body, attributes)


def _card(citation: Citation, opened: bool, document: Document | None, pages: str) -> str:
    headings = "".join(f"<li>{escape(heading)}</li>" for heading in citation.path)
    return (
        f'<details class="card" data-number="{citation.number}"{" open" if opened else ""}>'
        f'<summary><span class="number">{citation.number}</span><span class="where">'
        f"<b>{escape(capitalised(place(citation)))}</b><span>{escape(citation.title)}</span></span></summary>"
        f'<div class="source">{f"<ol>{headings}</ol>" if headings else ""}'
        f'<div class="passage">{_passage(citation, document)}</div>{_changed(citation, document)}{_scanned(citation)}{pages}'
        f'<p class="file">{escape(_origin(citation, document))}</p></div></details>'
    )


def _origin(citation: Citation, document: Document | None) -> str:
    same = document is not None and document.id == citation.document_id
    file = f"tệp {document.file_at(citation.span.start) if document and same else citation.document}"
    return capitalised(" · ".join(part for part in (page(citation), file) if part))


def _holds(citation: Citation, document: Document | None) -> bool:
    """True where a document still has the words of a citation in their place."""
    return (
        document is not None
        and document.id == citation.document_id
        and citation.span.of(document.text) == citation.quote
    )


def _changed(citation: Citation, document: Document | None) -> str:
    if _holds(citation, document):
        return ""
    what = "gỡ khỏi kho" if document is None else "sửa hoặc thay bản mới"
    return f'<p class="changed">Văn bản này đã được {what}; trên đây là lời trích khi trả lời.</p>'


def _passage(citation: Citation, document: Document | None) -> str:
    # A document that was replaced or corrected since the answer no longer has these words there: the
    # quote stands alone.
    if document is None or not _holds(citation, document):
        return f"<p><mark>{_flowing(citation.quote)}</mark></p>"
    return highlighted(document, context(document, citation.span), citation.span)


def context(document: Document, span: Span) -> Span:
    """The part of its section that is shown around a quote; of a short section the neighbours too."""
    text = document.text
    section = document.section_at(span.start)
    around = section.span if section else Span(0, len(text))
    start = min(max(around.start, span.start - WIDEST), max(0, span.start - NARROWEST))
    end = max(min(around.end, span.end + WIDEST), min(len(text), span.end + NARROWEST))
    # A cut inside a line falls on a space.
    if start and text[start - 1] != "\n":
        start = text.find(" ", start, span.start) + 1 or span.start
    if end < len(text) and text[end - 1] != "\n":
        space = text.rfind(" ", span.end, end)
        end = space if space >= 0 else span.end
    return Span(start, end)


def highlighted(document: Document, around: Span, quote: Span) -> str:
    """The text of ``around`` in paragraphs, with what ``quote`` covers in ``<mark>``."""
    text = document.text
    paragraphs = [p for p in (_marked(document, span, quote) for span in _paragraphs(document, around)) if p]
    # Whole lines are shown, so a cut inside one is a place where the text goes on.
    if paragraphs and around.start and text[around.start - 1] != "\n":
        paragraphs[0] = f"… {paragraphs[0]}"
    if paragraphs and around.end < len(text) and text[around.end - 1] != "\n":
        paragraphs[-1] += " …"
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _paragraphs(document: Document, around: Span) -> Iterator[Span]:
    """``around`` cut at empty lines, before list items, and around headings and the rows of tables."""
    cuts = {gap.end() for gap in _PARAGRAPH.finditer(document.text, around.start, around.end)}
    lines = lines_of(around.of(document.text))
    rows = table_rows(lines)
    cuts |= {around.start + n.span.start for n in lines if {n.number, n.number - 1} & rows}
    for section in document.sections:
        cuts |= {section.span.start, section.body_start} if section.heading else {section.span.start}
    inside = sorted(cut for cut in cuts if around.start < cut < around.end)
    for start, end in pairwise((around.start, *inside, around.end)):
        yield Span(start, end)


def _marked(document: Document, paragraph: Span, quote: Span) -> str:
    start = min(max(quote.start, paragraph.start), paragraph.end)
    end = max(min(quote.end, paragraph.end), start)
    before, after = _legible(document, paragraph.start, start), _legible(document, end, paragraph.end)
    quoted = _legible(document, start, end)
    return (before + (f"<mark>{quoted}</mark>" if quoted.strip() else quoted) + after).strip()


def _legible(document: Document, start: int, end: int) -> str:
    """The text between two offsets, with what can't be read in the scan set off and said to be so."""
    pieces, position = [], start
    for mark in document.marks:
        if start <= mark.span.start and mark.span.end <= end and len(mark.span):
            unread = escape(mark.span.of(document.text))
            pieces.append(_flowing(document.text[position : mark.span.start]))
            pieces.append(f'<abbr class="illegible" title="{ILLEGIBLE}">{unread}</abbr>')
            position = mark.span.end
    return "".join(pieces) + _flowing(document.text[position:end])


def _flowing(text: str) -> str:
    """Escaped text with its line breaks as spaces: the lines of a scan are not those of a screen."""
    return escape(re.sub(r"\s+", " ", text))


def _scanned(citation: Citation) -> str:
    """What the scan said, where cleaning changed it, with the differing words set off."""
    if not citation.scanned:
        return ""
    scanned, read = citation.scanned.split(), citation.quote.split()
    parts = []
    for operation, start, end, _, _ in SequenceMatcher(None, scanned, read, autojunk=False).get_opcodes():
        words = escape(" ".join(scanned[start:end]))
        if words:
            parts.append(words if operation == "equal" else f"<em>{words}</em>")
    return (
        f'<div class="scan"><p><b>Bản quét ghi:</b> “{" ".join(parts)}”</p>'
        "<p>Đoạn tô màu ở trên là cách đọc sau khi sửa lỗi quét.</p></div>"
    )
