"""Tables of printed pages: the words inside a ruled grid, set as rows of cells.

A row becomes a line and its cells are divided by " | ", as in Word files. Words of a cell that runs over
several lines stand together, and each keeps its box. What is no table comes out as it went in.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.boxes import quarters_of
from ingest.layout import LETTERHEAD, LONGEST_REPEATED
from ingest.readers.printed import PrintedPage
from ingest.readers.rules import Cell, Grid, Rules, grids_of

DIVIDER = "|"
_THIN = 0.0005  # of the page's width: half of the box of a divider
_CROSSES = 0.25  # share of a word on the other side of a line; the line is no border then
_SAME_LINE = 0.5  # of a word's height
_BARS = "|¦_"
_AT_LINE = 0.02  # of the page: what stands as close to a line may have swallowed it
_BAR = re.compile(r"[|¦!\[\]_—–-]{1,3}")  # what a recogniser makes of a ruled line


def with_tables(page: PrintedPage, rules: Rules) -> PrintedPage:
    """The page with the words of its ruled tables in rows of cells; the same page where it has none."""
    quarters = quarters_of(line.boxes for line in page.lines())
    grids = grids_of(rules.turned(quarters))
    if not grids or not page.text.strip():
        return page
    before = upright = page.turned(quarters)
    for grid in grids:
        upright = _set(upright, grid)
    return page if upright is before else upright.turned(-quarters)


def _set(page: PrintedPage, grid: Grid) -> PrintedPage:
    tokens = page.text.split()
    x, y = (page.boxes[:, :2] + page.boxes[:, 2:]).T / 2
    inside = (grid.x0 <= x) & (x <= grid.x1) & (grid.y0 <= y) & (y <= grid.y1)
    if page.recognised:
        bars = np.array([bool(_BAR.fullmatch(token)) for token in tokens])
    else:
        bars = np.zeros(len(tokens), bool)
    members = [_members(cell, x, y, inside & ~bars) for cell in grid.cells]
    if not _is_table(tokens, page.boxes, grid, members):
        return page
    if page.recognised:
        tokens = _without_bars(tokens, page.boxes, grid, members)
    return _put(page, tokens, inside, _rows(grid, members, page, tokens))


def _without_bars(
    tokens: Sequence[str], boxes: NDArray[np.float32], grid: Grid, members: Sequence[NDArray[np.intp]]
) -> list[str]:
    """The words without a ruled line that was read as part of them: "|20" right at the line is 20."""
    found = list(tokens)
    for cell, numbers in zip(grid.cells, members, strict=True):
        for n in map(int, numbers):
            word = found[n]
            if boxes[n, 0] < cell.x0 + _AT_LINE:
                word = word.lstrip(_BARS)
            if boxes[n, 2] > cell.x1 - _AT_LINE:
                word = word.rstrip(_BARS)
            found[n] = word or found[n]
    return found


def _members(
    cell: Cell, x: NDArray[np.float32], y: NDArray[np.float32], of: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """The numbers of the words whose middles lie in a cell."""
    return np.flatnonzero(of & (cell.x0 <= x) & (x < cell.x1) & (cell.y0 <= y) & (y < cell.y1))


def _is_table(
    tokens: Sequence[str], boxes: NDArray[np.float32], grid: Grid, members: Sequence[NDArray[np.intp]]
) -> bool:
    """False for a grid without words enough, one that words run across, and one that sets a letterhead."""
    filled: dict[int, int] = {}
    for cell, numbers in zip(grid.cells, members, strict=True):
        if not len(numbers):
            continue
        filled[cell.row] = filled.get(cell.row, 0) + 1
        x0, x1 = boxes[numbers, 0], boxes[numbers, 2]
        over = np.maximum(cell.x0 - x0, x1 - cell.x1) > _CROSSES * (x1 - x0)
        if over.any() or LETTERHEAD.search(" ".join(tokens[n] for n in numbers)):
            return False
    full = [count for count in filled.values() if count > 1]
    return len(full) > 1 or any(count > 2 for count in full)


@dataclass(frozen=True, slots=True)
class _Words:
    """Words to be printed one after the other: their texts, boxes and confidences."""

    tokens: list[str]
    boxes: list[tuple[float, ...]]
    confidences: list[float]

    def add(self, page: PrintedPage, tokens: Sequence[str], numbers: Iterable[int]) -> None:
        for n in numbers:
            self.tokens.append(tokens[n])
            self.boxes.append(tuple(map(float, page.boxes[n])))
            self.confidences.append(float(page.confidences[n]))

    def divide(self, x: float, y0: float, y1: float) -> None:
        """A divider between two cells: it stands on the ruled line and was recognised by nobody."""
        self.tokens.append(DIVIDER)
        self.boxes.append((x - _THIN, y0, x + _THIN, y1))
        self.confidences.append(float("nan"))


def _rows(
    grid: Grid, members: Sequence[NDArray[np.intp]], page: PrintedPage, tokens: Sequence[str]
) -> Iterator[_Words]:
    """Every row that holds words of its own. What a short cell over several rows says is said in each of them."""
    for row in range(max(cell.row + cell.rows for cell in grid.cells)):
        here = [
            (cell, numbers)
            for cell, numbers in zip(grid.cells, members, strict=True)
            if cell.row <= row < cell.row + cell.rows
        ]
        if not any(len(numbers) for cell, numbers in here if cell.row == row):
            continue
        line = _Words([], [], [])
        for place, (cell, numbers) in enumerate(sorted(here, key=lambda found: found[0].column)):
            if place:
                line.divide(cell.x0, cell.y0, cell.y1)
            if cell.row == row or sum(len(tokens[n]) + 1 for n in numbers) <= LONGEST_REPEATED:
                line.add(page, tokens, _in_order(page.boxes, numbers))
        yield line


def _in_order(boxes: NDArray[np.float32], numbers: NDArray[np.intp]) -> Iterator[int]:
    """The words of a cell line by line, from left to right."""
    line: list[int] = []
    for n in sorted(map(int, numbers), key=lambda n: float(boxes[n, 1] + boxes[n, 3])):
        if line:
            first = line[0]
            overlap = min(boxes[first, 3], boxes[n, 3]) - max(boxes[first, 1], boxes[n, 1])
            height = min(boxes[first, 3] - boxes[first, 1], boxes[n, 3] - boxes[n, 1])
            if overlap < _SAME_LINE * height:
                yield from sorted(line, key=lambda n: float(boxes[n, 0]))
                line = []
        line.append(n)
    yield from sorted(line, key=lambda n: float(boxes[n, 0]))


def _put(
    page: PrintedPage, tokens: Sequence[str], inside: NDArray[np.bool_], table: Iterable[_Words]
) -> PrintedPage:
    """The page with ``table`` where the first of the words ``inside`` of it stood."""
    first = int(np.argmax(inside))
    lines: list[_Words] = []
    start = 0
    for text in page.text.split("\n"):
        end = start + len(text.split())
        parts = [range(start, first), range(first, end)] if start <= first < end else [range(start, end)]
        for number, part in enumerate(parts):
            if number:
                lines += table
            kept = [n for n in part if not inside[n]]
            if kept or start == end:
                lines.append(_Words([], [], []))
                lines[-1].add(page, tokens, kept)
        start = end
    return PrintedPage(
        "\n".join(" ".join(line.tokens) for line in lines),
        np.array([box for line in lines for box in line.boxes], np.float32).reshape(-1, 4),
        np.array([c for line in lines for c in line.confidences], np.float32),
        page.recognised,
        page.drawn,
    )
