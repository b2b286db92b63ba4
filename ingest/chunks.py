"""From sections to provisions: the smallest passages that stand alone, as spans of the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.documents import Chunk, Page, Section
from ingest.layout import cells_of, lines_of, table_rows
from ingest.spans import Span, stripped
from ingest.vietnamese import sentences

LONGEST_CHUNK = 1500  # characters; a longer paragraph is divided between sentences
_SHORT = 120  # characters; neighbours this short are kept together
_SHORT_GROUP = 600
_CLAUSE = re.compile(r"\s*(\d{1,3})\s?[.)]\s+(?=\S)")
_POINT = re.compile(r"\s*([a-zđ])\s?\)\s*(?=\S)")
_BULLET = re.compile(r"\s*[-+*•–]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph of a section: its span without number or bullet, and what it is."""

    span: Span
    detail: str = ""
    item: bool = False
    lead: Span | None = None
    row: bool = False


def make_chunks(text: str, sections: Iterable[Section], pages: Sequence[Page]) -> tuple[Chunk, ...]:
    """The provisions of ``text`` in order, apart from each other, each within one section."""
    chunks: list[Chunk] = []
    for section in sections:
        for piece in _grouped(_led(text, _pieces(text, section))):
            for span in _divided(text, piece.span):
                chunks.append(
                    Chunk(
                        index=len(chunks),
                        section=section.label,
                        path=section.path,
                        span=span,
                        text=span.of(text),
                        page=_page_number(pages, span.start),
                        detail=piece.detail,
                        lead=piece.lead,
                    )
                )
    return tuple(chunks)


def _page_number(pages: Sequence[Page], position: int) -> int | None:
    return next((p.number for p in pages if p.span.start <= position < p.span.end), None)


def _pieces(text: str, section: Section) -> Iterator[_Piece]:
    """The paragraphs of a section; in an article, clauses (khoản) and points (điểm) by name."""
    article = "Điều" in section.label
    clause = ""
    lines = lines_of(text[section.body_start : section.span.end])
    rows = table_rows([line for line in lines if not line.blank])
    for line in lines:
        if not any(c.isalnum() for c in line.text):
            continue
        start = section.body_start + line.span.start
        detail, item, skip = "", False, 0
        row = line.number in rows
        if row:
            detail = clause
        elif article and (match := _CLAUSE.match(line.text)):
            clause = f"khoản {match[1]}"
            detail, skip = clause, match.end()
        elif match := _POINT.match(line.text):
            detail, item, skip = ", ".join(filter(None, (f"điểm {match[1]}", clause))), True, match.end()
        elif match := _BULLET.match(line.text):
            detail, item, skip = clause, True, match.end()
        else:
            detail = clause if article else ""
        yield _Piece(stripped(text, Span(start + skip, start + len(line.text))), detail, item, row=row)


def _led(text: str, pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """The pieces, each item with the sentence that leads to its list ("… như sau:").

    The rows of a table have its first row, which names the columns, or the second where that divides
    them further; a line across the table, as between its parts, does not end it.
    """
    lead: Span | None = None
    head: Span | None = None
    apart = rows = 0
    for piece in pieces:
        apart = 0 if piece.row else apart + 1
        if apart > 1:
            head, rows = None, 0
        if piece.row:
            yield replace(piece, lead=head)
            rows += 1
            if head is None or (rows == 2 and len(cells_of(text, piece.span)) > len(cells_of(text, head))):
                head = piece.span
            continue
        if piece.item:
            yield replace(piece, lead=lead)
            continue
        lead = list(sentences(text, piece.span))[-1] if piece.span.of(text).endswith(":") else None
        yield piece


def _grouped(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Short neighbours put together: a clause with its points, a list of names, title lines."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and not _belongs(group, piece):
            yield _whole(group)
            group = []
        group.append(piece)
    if group:
        yield _whole(group)


def _belongs(group: list[_Piece], piece: _Piece) -> bool:
    first, length = group[0], piece.span.end - group[0].span.start
    if first.row or piece.row:
        return False  # a row stands alone, with the head of its table
    if first.detail.startswith("khoản") and piece.detail.endswith(first.detail):
        return length <= LONGEST_CHUNK
    if first.detail or piece.detail:
        return (
            first.item
            and piece.item
            and first.detail[8:] == piece.detail[8:]
            and _all_short(group, piece, length)
        )
    return first.item == piece.item and _all_short(group, piece, length)


def _all_short(group: list[_Piece], piece: _Piece, length: int) -> bool:
    return length <= _SHORT_GROUP and all(len(p.span) < _SHORT for p in (*group, piece))


def _whole(group: list[_Piece]) -> _Piece:
    return _Piece(
        Span(group[0].span.start, group[-1].span.end),
        group[0].detail,
        group[0].item,
        group[0].lead,
        group[0].row,
    )


def _divided(text: str, span: Span) -> Iterator[Span]:
    """``span``, or where it is too long its runs of whole sentences (or words, if need be)."""
    if len(span) <= LONGEST_CHUNK:
        yield span
        return
    start = end = span.start
    for sentence in sentences(text, span):
        if sentence.end - start > LONGEST_CHUNK and end > start:
            yield stripped(text, Span(start, end))
            start = sentence.start
        end = sentence.end
        while end - start > LONGEST_CHUNK:
            cut = text.rfind(" ", start + LONGEST_CHUNK // 2, start + LONGEST_CHUNK)
            cut = cut if cut > 0 else start + LONGEST_CHUNK
            yield stripped(text, Span(start, cut))
            start = stripped(text, Span(cut, end)).start
    if end > start:
        yield stripped(text, Span(start, end))
