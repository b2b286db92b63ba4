"""From printed lines to paragraphs: pages found, wrapped lines joined.

A text file exported from an OCR engine keeps the printed lines. Reading and searching want
paragraphs. Joining is an edit like any other, so every joined line can be undone and mapped.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.edits import Edit
from ingest.headings import article_heading, is_capital_heading
from ingest.references import KINDS
from ingest.spans import Span, between, stripped
from ingest.vietnamese import DIVIDER

# A line that begins a block of its own: a bullet, a numbered or lettered item, a division.
BLOCK_START = re.compile(
    r"\s*(?:[-+*•–]\s?(?=\S)|\d{1,3}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVXLm1|]{1,5}\s?[-–.]\s"
    r"|(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU|Phụ lục|PHỤ LỤC)\s+(?:thứ\s|THỨ\s)?[\dIVXLC]"
    r"|Nơi nh[aâậ]n\b|Căn cứ\s|Theo đề nghị\b)"
)
# "… quy định tại" / "Điều 12 của Luật này": a line that mentions an article and opens none.
_ARTICLE_MENTIONED = re.compile(r"Điều\s+\d{1,4}[a-zđ]?(?:\s+[a-zđà-ỹ]|\s?[,;)])")
# Words that can't end a title.
_UNFINISHED = re.compile(
    r"(?:[,(]|\b(?:của|và|về|trong|với|cho|các|những|tại|theo|do|từ|đến|bằng|hoặc|là|có|được|để|ở|trên|khi))$"
)
_KINDS = frozenset(kind.lower() for kind in KINDS)
LONGEST_REPEATED = 300  # characters of a cell over several rows that is said again in each of them
# What only a table that sets a letterhead, or recipients beside a signature, holds.
LETTERHEAD = re.compile(
    r"cộng h(?:òa|oà) xã hội chủ nghĩa|đảng cộng sản việt nam|độc lập\s*-\s*tự do|nơi nhận\s*:", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.;:!?…][\"”’)\]]*$")
_LONGEST_PRINTED_LINE = 140  # characters; A4 in 10 pt Times holds about 120
_SHORTEST_PRINTED_LINE = 40  # of a page in two columns
_FEWEST_PAGE_LINES, _MOST_PAGE_LINES = 12, 120


@dataclass(frozen=True, slots=True)
class Line:
    """A line's number and its span in the text, without the line break."""

    number: int
    span: Span
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page starts, and whether the source marks it or the gap only suggests it.

    ``recognised`` is true where the page's letters may be a recogniser's guess, ``own`` false for
    a sheet that only we set.
    """

    offset: int
    certain: bool = True
    recognised: bool = False
    own: bool = True


def lines_of(text: str) -> list[Line]:
    """The lines of ``text``, divided at ``\\n`` only (a form feed stays in its line)."""
    lines, start = [], 0
    for number, line in enumerate(text.split("\n")):
        lines.append(Line(number, Span(start, start + len(line)), line))
        start += len(line) + 1
    return lines


def table_rows(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of those of ``lines`` that are rows of a table: "1 | Xây dựng đường | Sở Xây dựng".

    A single divider may be a slip of a recogniser; it counts where another stands within two lines.
    """
    counts = [len(DIVIDER.findall(line.text)) for line in lines]
    return frozenset(
        line.number
        for n, (line, count) in enumerate(zip(lines, counts, strict=True))
        if count > 1 or (count and (any(counts[max(0, n - 2) : n]) or any(counts[n + 1 : n + 3])))
    )


def cells_of(text: str, row: Span) -> list[Span]:
    """The cells of a row of a table, without white space around them; an empty one is empty."""
    return [stripped(text, piece) for piece in between(row, DIVIDER.finditer(row.of(text)))]


def page_starts(text: str) -> list[PageStart]:
    """Offsets at which pages start; empty where the text says nothing about pages.

    Three signs are known: a form feed; the export habit of setting one space before the first
    line of every page (trusted only if the very first line has it and the pages come out at a
    printed page's length); and, in such an export, a run of blank lines in a page far longer
    than the others, whose marked line was lost: that start is uncertain.
    """
    if "\f" in text.strip("\f"):
        starts = [0, *(m.end() for m in re.finditer("\f", text))]
        return [PageStart(offset) for offset in starts if text[offset:].strip()]
    lines = lines_of(text)
    marked = [line for line in lines if re.match(r" \S", line.text)]
    first = next((line for line in lines if not line.blank), None)
    if len(marked) < 2 or marked[0] is not first:
        return []
    lengths = [b.number - a.number for a, b in pairwise(marked)]
    if min(lengths) < _FEWEST_PAGE_LINES or median(lengths) > _MOST_PAGE_LINES:
        return []
    found = [PageStart(0), *(PageStart(line.span.start) for line in marked[1:])]
    ends = [*(line.number for line in marked[1:]), len(lines)]
    for line, end in zip(marked, ends, strict=True):
        found += _lost_starts(lines[line.number : end], median(lengths))
    return sorted(found, key=lambda s: s.offset)


def _lost_starts(page: list[Line], usual: float) -> Iterator[PageStart]:
    """A start inside ``page`` where three or more blank lines split one that is too long."""
    if len(page) < 1.5 * usual:
        return
    blank = 0
    for line in page:
        if line.blank:
            blank += 1
            continue
        if blank >= 3 and line is not page[0]:
            yield PageStart(line.span.start, certain=False)
        blank = 0


def join_lines(text: str, soft: Collection[int] | None = None) -> list[Edit]:
    """Edits that turn the line breaks inside paragraphs into spaces.

    Nothing is joined across a bullet, numbered item, heading or row of a table. ``soft`` are the offsets of line ends
    at which the printed page shows that a paragraph goes on; without it a line as long as the others
    goes on, and in a text that is not hard-wrapped every line break is the author's.
    """
    lines = [line for line in lines_of(text) if not line.blank]
    rows = table_rows(lines)
    prose = [line for line in lines if line.number not in rows]
    width = _printed_width(prose) if soft is None else 0.0
    if width is None:
        return []
    edits = []
    for line, following in pairwise(lines):
        if line.number in rows or following.number in rows:
            continue
        full = line.span.end in soft if soft is not None else _is_full(line, following, width)
        if not _continues(line, following, full=full, sure=soft is not None):
            continue
        left = line.text.rstrip()
        right = following.text.lstrip()
        span = Span(line.span.start + len(left), following.span.end - len(right))
        glue = "" if _broken_sign(left, right) else " "
        edits.append(Edit(span, span.of(text), glue, "join-lines"))
    return edits


def _printed_width(lines: list[Line]) -> float | None:
    """The usual length of a full printed line, or None where lines are not hard-wrapped."""
    lengths = sorted(len(line.text.rstrip()) for line in lines)
    if len(lengths) < 4:
        return None
    width = lengths[int(0.85 * (len(lengths) - 1))]
    full = sum(1 for length in lengths if abs(length - width) <= 0.2 * width)
    if (
        lengths[int(0.97 * (len(lengths) - 1))] > _LONGEST_PRINTED_LINE
        or full < 0.3 * len(lengths)
        or width < _SHORTEST_PRINTED_LINE
    ):
        return None
    return float(width)


def _is_full(line: Line, following: Line, width: float) -> bool:
    """True if the next word would not have fitted on the line."""
    left, right = line.text.strip(), following.text.strip()
    return len(left) + 1 + len(right.split(maxsplit=1)[0]) > 0.9 * width


def _continues(line: Line, following: Line, *, full: bool, sure: bool) -> bool:
    """True if ``following`` goes on with the paragraph of ``line``, which is ``full`` or not.

    ``sure`` is true where the page shows that, and lengths in letters are not all there is.
    """
    left, right = line.text.strip(), following.text.strip()
    lower = right[0].islower() or right[0] in ",;.)"
    ended = bool(_SENTENCE_END.search(left))
    # "29-" + "NQ/TW" and "chính trị -" + "xã hội" go on; "a) …" after a full stop does not
    if is_capital_heading(right):
        return False
    mention = not ended and _ARTICLE_MENTIONED.match(right)
    if BLOCK_START.match(right) and not mention and (ended or not lower):
        return False
    if left.isupper() and left.strip(" .*_-").lower() in _KINDS:
        return False  # "KẾ HOẠCH", and below it what it is about, in small letters as Party papers set it
    if sure and not full and left.isupper() and not left.endswith("-"):
        return False  # a title in capitals, and a line in small letters below it
    if not sure and not lower and not mention and article_heading(left) and not _UNFINISHED.search(left):
        return False  # a title as long as the line, and the text below it
    gap = following.number - line.number
    if lower and not ended:
        return gap <= 3
    return gap == 1 and full and not left.isupper()


def _broken_sign(left: str, right: str) -> bool:
    """A document number broken at its dash: "29-" + "NQ/TW", "QĐ-" + "TTg"."""
    return bool(re.search(r"[\wĐđ]-$", left)) and bool(re.match(r"[A-ZĐ]{2}[\w/]*|TTg", right))
