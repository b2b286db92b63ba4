"""A picture of a page made ready for the recogniser: grain is taken out where there is much of it."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

GRAINY = 1000
"""Specks in a million dots from which a page counts as grainy.

Clean pages have up to 200 (the dots of letters), the grainy pages of the development scans 1,400 to
4,000, a fax 570: its thin strokes would break where grain is taken out.
"""
_SAMPLE = 2000  # dots of width and height that are looked at
_DARKER = 35  # of 255: what is as much darker than the paper is a speck or a stroke


def without_grain(picture: Image.Image) -> Image.Image:
    """The grey ``picture``, its grain taken out where there is much."""
    return picture.filter(ImageFilter.MedianFilter(3)) if specks(picture) > GRAINY else picture


def png(picture: Image.Image) -> bytes:
    """The picture as a PNG file."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def specks(picture: Image.Image) -> float:
    """How many of a million dots are dark and stand alone: nothing dark around their 3 by 3 neighbours."""
    left, top = max(0, (picture.width - _SAMPLE) // 2), max(0, (picture.height - _SAMPLE) // 2)
    grey = np.asarray(picture.crop((left, top, left + _SAMPLE, top + _SAMPLE)).convert("L"), np.int16)
    grey = grey[: picture.height, : picture.width]
    if min(grey.shape) < 5:
        return 0.0
    dark = grey < float(np.median(grey)) - _DARKER
    alone = dark & (_around(dark, 5) == _around(dark, 3))
    return float(alone.mean() * 1e6)


def _around(dark: NDArray[np.bool_], width: int) -> NDArray[np.int32]:
    """How many dots of the square of ``width`` around each dot are dark."""
    half = width // 2
    sums = np.pad(dark.astype(np.int32), ((half + 1, half), (half + 1, half))).cumsum(0).cumsum(1)
    counts: NDArray[np.int32] = (
        sums[width:, width:] - sums[:-width, width:] - sums[width:, :-width] + sums[:-width, :-width]
    )
    return counts
