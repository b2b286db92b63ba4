"""Ruled lines on a page, and the grids of cells that they draw.

Where the lines come from, the drawing of a PDF or the picture of a scan, makes no difference here.
All places are fractions of the page, from the top left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_NEAR = 0.004  # of the page: lines as close are one line, and as far apart still touch
_THICKEST = 0.016  # of the page; lines that fill more between them are a drawing
_SHORTEST = 0.008  # of the page; shorter lines are strokes of letters or ends of thin boxes
_COVERED = 0.7  # share of a cell's side that a line must cover to be its border
_MOST_LINES = 600  # of one direction; more are a drawing
_MOST_CELLS = 5000

Line = tuple[float, float, float]
"""Of a line across its height, left and right end; of a line down its place from the left, upper and lower end."""


def _none() -> NDArray[np.float64]:
    return np.zeros((0, 3))


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The straight lines on a page, in any order and number of pieces.

    ``across`` (n, 3): y, x0, x1; ``down`` (m, 3): x, y0, y1.
    """

    across: NDArray[np.float64] = field(default_factory=_none)
    down: NDArray[np.float64] = field(default_factory=_none)

    def turned(self, quarters: int) -> "Rules":
        """The lines after so many quarter turns of the page, clockwise."""
        rules = self
        for _ in range(quarters % 4):
            rules = Rules(
                np.c_[rules.down[:, 0], 1 - rules.down[:, 2], 1 - rules.down[:, 1]],
                np.c_[1 - rules.across[:, 0], rules.across[:, 1:]],
            )
        return rules


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the first row and column of the grid that it fills, and its place on the page."""

    row: int
    column: int
    x0: float
    y0: float
    x1: float
    y1: float
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table, which tile it, row by row and from left to right."""

    cells: tuple[Cell, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, other: "Grid") -> bool:
        return (
            self.x0 <= other.x0 + _NEAR
            and self.y0 <= other.y0 + _NEAR
            and self.x1 >= other.x1 - _NEAR
            and self.y1 >= other.y1 - _NEAR
        )


def grids_of(rules: Rules) -> list[Grid]:
    """The grids that lines draw, from the top down; what stands inside a cell of another is left out.

    A grid has at least two columns. Its sides may be open, as where a page ends.
    """
    across, down = _merged(rules.across), _merged(rules.down)
    if not across or not down or max(len(across), len(down)) > _MOST_LINES:
        return []
    found = [grid for a, d in _touching(across, down) if (grid := _grid(a, d)) is not None]
    outer = [g for g in found if not any(o is not g and o.holds(g) for o in found)]
    return sorted(outer, key=lambda grid: (grid.y0, grid.x0))


def _merged(pieces: NDArray[np.float64]) -> list[Line]:
    """Whole lines of their pieces: those on one level that meet."""
    lines: list[Line] = []
    for level in _levels(pieces):
        if np.ptp(level[:, 0]) > _THICKEST:
            continue
        place = float(level[:, 0].mean())
        ordered = level[np.argsort(level[:, 1])]
        ends = np.maximum.accumulate(ordered[:, 2])
        firsts = np.flatnonzero(np.r_[True, ordered[1:, 1] > ends[:-1] + _NEAR])
        for first, last in zip(firsts, np.r_[firsts[1:], len(ordered)] - 1, strict=True):
            start, end = float(ordered[first, 1]), float(ends[last])
            if end - start >= _SHORTEST:
                lines.append((place, start, end))
    return lines


def _levels(pieces: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Groups of pieces at the same height (or the same distance from the left)."""
    if not len(pieces):
        return
    ordered = pieces[np.argsort(pieces[:, 0])]
    yield from np.split(ordered, np.flatnonzero(np.diff(ordered[:, 0]) > _NEAR) + 1)


def _touching(across: Sequence[Line], down: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines in groups that hang together, each with lines of both directions."""
    a, d = np.array(across), np.array(down)
    touch = (
        (a[:, None, 0] >= d[None, :, 1] - _NEAR)
        & (a[:, None, 0] <= d[None, :, 2] + _NEAR)
        & (d[None, :, 0] >= a[:, None, 1] - _NEAR)
        & (d[None, :, 0] <= a[:, None, 2] + _NEAR)
    )
    free = set(map(int, np.flatnonzero(touch.any(axis=1))))
    while free:
        rows, more = {-1}, {min(free)}
        while more != rows:
            rows = more
            columns = np.flatnonzero(touch[sorted(rows)].any(axis=0))
            more = set(map(int, np.flatnonzero(touch[:, columns].any(axis=1))))
        free -= rows
        yield [across[n] for n in sorted(rows)], [down[int(n)] for n in columns]


def _grid(across: Sequence[Line], down: Sequence[Line]) -> Grid | None:
    """The grid of lines that hang together; None where they draw no table of rectangles."""
    xs, ys = _stops(down, across), _stops(across, down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if columns < 2 or rows < 1 or rows * columns > _MOST_CELLS:
        return None
    right = np.array(
        [[_drawn(down, xs[c + 1], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    )
    below = np.array(
        [[_drawn(across, ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    )
    owner = np.full((rows, columns), -1)
    cells: list[Cell] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row, column] >= 0:
                continue
            wide, tall = column + 1, row + 1
            while wide < columns and not right[row, wide - 1]:
                wide += 1
            while tall < rows and not below[tall - 1, column]:
                tall += 1
            inside = owner[row:tall, column:wide]
            # a border that ends inside, or a neighbour's cell that reaches in: no rectangle
            if (
                (inside >= 0).any()
                or right[row:tall, column : wide - 1].any()
                or below[row : tall - 1, column:wide].any()
                or (wide < columns and not right[row:tall, wide - 1].all())
                or (tall < rows and not below[tall - 1, column:wide].all())
            ):
                return None
            inside[:] = len(cells)
            cells.append(Cell(row, column, xs[column], ys[row], xs[wide], ys[tall], tall - row))
    return Grid(tuple(cells), xs[0], ys[0], xs[-1], ys[-1])


def _stops(lines: Sequence[Line], crossing: Sequence[Line]) -> list[float]:
    """Where the lines stand; also the ends of those that cross them, where a table's side is open."""
    places = np.array([line[0] for line in lines])
    starts, ends = min(line[1] for line in crossing), max(line[2] for line in crossing)
    places = np.sort(np.r_[places, starts, ends])
    groups = np.split(places, np.flatnonzero(np.diff(places) > 2 * _NEAR) + 1)
    return [float(np.median(group)) for group in groups]


def _drawn(lines: Sequence[Line], place: float, start: float, end: float) -> bool:
    """True where a line at ``place`` runs from ``start`` to ``end``."""
    covered = sum(
        max(0.0, min(line[2], end) - max(line[1], start))
        for line in lines
        if abs(line[0] - place) <= 2 * _NEAR
    )
    return covered >= _COVERED * (end - start)
