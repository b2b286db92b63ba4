"""Places on a page."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in fractions of its width and height; (0, 0) is the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    def joined(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )


def quarters_of(lines: Iterable[NDArray[np.float32]]) -> int:
    """How many quarter turns, clockwise, make lines run from left to right.

    Each of ``lines`` has the boxes (n, 4) of its words in reading order.
    """
    ways = np.zeros(4, int)
    for boxes in lines:
        across, down = np.diff((boxes[:, :2] + boxes[:, 2:]) / 2, axis=0).T
        level = np.abs(across) >= np.abs(down)
        turns = np.where(level, np.where(across >= 0, 0, 2), np.where(down > 0, 3, 1))
        ways += np.bincount(turns, minlength=4)
    return int(np.argmax(ways))


def turned(boxes: NDArray[np.float32], quarters: int) -> NDArray[np.float32]:
    """Boxes (n, 4) after so many quarter turns of their page, clockwise."""
    for _ in range(quarters % 4):
        boxes = np.stack((1 - boxes[:, 3], boxes[:, 0], 1 - boxes[:, 1], boxes[:, 2]), axis=1)
    return boxes
