"""How a scanned page lies: on its side, upside down, or slightly askew; and the way there and back.

Lines of print show as dark and light bands across the page. Where the bands are sharpest tells the
direction of the lines; which way up they are, only reading tells.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.readers.printed import PrintedPage

LEAST_SKEW = 0.7
"""Degrees; the recogniser copes with less, and turning a picture blurs it."""
_MOST_SKEW = 6.0  # degrees
_STEP, _FINE = 0.5, 0.1  # degrees
_WIDTH = 700  # dots that a picture is looked at with
_DOTS = 40_000  # of ink are enough
_DARKER = 25  # of 255: as much darker than the paper is ink
_SURE = 1.5  # times as sharp the bands up the page must be for it to lie on its side


@dataclass(frozen=True, slots=True)
class Standing:
    """What makes a picture upright: quarter turns clockwise, then ``skew`` degrees counter-clockwise."""

    quarters: int = 0
    skew: float = 0.0

    def upright(self, picture: Image.Image) -> Image.Image:
        """The picture with its lines level; corners that come from outside of it are white."""
        turns = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        turn = turns[self.quarters % 4]
        if turn is not None:
            picture = picture.transpose(turn)
        if self.skew:
            picture = picture.rotate(self.skew, Image.Resampling.BICUBIC, fillcolor=255)
        return picture

    def laid_back(self, page: PrintedPage, size: tuple[int, int]) -> PrintedPage:
        """The words of the upright picture of ``size`` pixels where they stand on the page as it lies."""
        if self.skew and len(page.boxes):
            scale = np.array(size, np.float64)
            boxes = page.boxes.astype(np.float64)
            middles = ((boxes[:, :2] + boxes[:, 2:]) / 2 - 0.5) * scale
            halves = (boxes[:, 2:] - boxes[:, :2]) / 2
            sine, cosine = math.sin(math.radians(self.skew)), math.cos(math.radians(self.skew))
            middles = middles @ np.array([[cosine, sine], [-sine, cosine]]) / scale + 0.5
            placed = np.clip(np.c_[middles - halves, middles + halves], 0, 1).astype(np.float32)
            page = PrintedPage(page.text, placed, page.confidences, page.recognised, page.drawn)
        return page.turned(-self.quarters)


def standing_of(picture: Image.Image) -> Standing:
    """How the lines of the grey ``picture`` run; ``quarters`` is 0 or 1, for up and down look the same."""
    small = picture.reduce(max(1, min(picture.size) // _WIDTH))
    grey = np.asarray(small.convert("L"), np.int16)
    ys, xs = np.nonzero(grey < float(np.median(grey)) - _DARKER)
    if not len(xs):
        return Standing()
    some = slice(None, None, 1 + len(xs) // _DOTS)
    xs, ys = xs[some], ys[some]
    level, skew = _sharpest(xs, ys)
    # turned clockwise, what runs up the page runs level
    sideways, other = _sharpest(grey.shape[0] - 1 - ys, xs)
    quarters = int(sideways > _SURE * level)
    skew = other if quarters else skew
    return Standing(quarters, skew if abs(skew) >= LEAST_SKEW else 0.0)


def _sharpest(xs: NDArray[np.intp], ys: NDArray[np.intp]) -> tuple[float, float]:
    """How sharp the bands of ink are along the best direction, and that in degrees: down to the right."""
    wide = np.arange(-_MOST_SKEW, _MOST_SKEW + _STEP / 2, _STEP)
    best = max(wide, key=lambda angle: _sharpness(xs, ys, float(angle)))
    close = np.arange(best - _STEP + _FINE, best + _STEP - _FINE / 2, _FINE)
    angle = float(max(close, key=lambda angle: _sharpness(xs, ys, float(angle))))
    return _sharpness(xs, ys, angle), angle


def _sharpness(xs: NDArray[np.intp], ys: NDArray[np.intp], angle: float) -> float:
    """How much the ink changes from one line of dots to the next, along lines of that direction."""
    rows = np.rint(ys - xs * math.tan(math.radians(angle))).astype(np.int64)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())
