"""Which printed lines go on: told from where they stand on the page.

In justified text a line that goes on reaches the right edge of its column, and the next one begins
neither further in (a new paragraph) nor further down (a gap). That is surer than counting letters,
which takes many full lines to know how long a full one is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.boxes import quarters_of, turned
from ingest.layout import BLOCK_START, lines_of, table_rows
from ingest.words import Words

_EDGE = 0.012  # of the page's width: how far from the edge a full line may end, a skewed page's too
_WIDE, _FEW = 0.5, 2  # lines of this width that end at one place make an edge
_COLUMN, _MANY = 0.3, 4  # narrower ones must be more
_INDENT = 0.02  # of the page's width
_GAP = 0.9  # line heights between lines of different paragraphs


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of the text, no row of a table, with its place: where it ends in the text, its page and its box."""

    end: int
    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def soft_ends(text: str, words: Words) -> frozenset[int] | None:
    """The offsets of the line ends in ``text`` at which a paragraph goes on.

    None where the page does not tell: the words have no places, or lines don't end at common edges.
    """
    lines = _placed(text, words)
    edges = _edges(lines)
    if not len(edges):
        return None
    found = set()
    for line, following in pairwise(lines):
        full = bool((np.abs(edges - line.x1) <= _EDGE).any())
        if full and not _new_paragraph(line, following):
            found.add(line.end)
    return frozenset(found)


def _placed(text: str, words: Words) -> list[_Placed]:
    if not len(words):
        return []
    starts = words.spans[:, 0]
    lines = [line for line in lines_of(text) if not line.blank]
    rows = table_rows(lines)
    ranges = [np.searchsorted(starts, (line.span.start, line.span.end)) for line in lines]
    boxes = words.boxes.copy()
    by_page: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for first, last in ranges:
        if first < last:
            by_page[int(words.pages[first])].append((int(first), int(last)))
    for on_page in by_page.values():
        # a page that lies on its side or head is looked at as it is read
        whole = slice(on_page[0][0], on_page[-1][1])
        boxes[whole] = turned(boxes[whole], quarters_of(boxes[first:last] for first, last in on_page))
    placed = []
    for line, (first, last) in zip(lines, ranges, strict=True):
        if first < last and line.number not in rows:
            x0, y0 = boxes[first:last, :2].min(axis=0)
            x1, y1 = boxes[first:last, 2:].max(axis=0)
            page = int(words.pages[first])
            placed.append(_Placed(line.span.end, line.text, page, float(x0), float(y0), float(x1), float(y1)))
    return placed


def _edges(lines: Sequence[_Placed]) -> NDArray[np.float64]:
    """Where the lines of a column end: places that lines share."""
    found = []
    for width, fewest in ((_WIDE, _FEW), (_COLUMN, _MANY)):
        ends = np.sort(np.array([line.x1 for line in lines if line.x1 - line.x0 >= width]))
        # as many as are needed end within the same small distance
        found += [
            float(ends[n])
            for n in range(len(ends) - fewest + 1)
            if ends[n + fewest - 1] - ends[n] <= _EDGE / 2
        ]
    return np.unique(np.round(np.array(found), 3))


def _new_paragraph(line: _Placed, following: _Placed) -> bool:
    if line.page != following.page or following.y1 <= line.y0:
        return False  # the next page or column; letters must tell
    height = min(line.y1 - line.y0, following.y1 - following.y0)
    if following.y0 - line.y1 > _GAP * height:
        return True
    # the second line of a numbered item may stand further in than its number
    return following.x0 > line.x0 + _INDENT and not BLOCK_START.match(line.text)
