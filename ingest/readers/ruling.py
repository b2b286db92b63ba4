"""Ruled lines in the picture of a page, for tables in scans."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.readers.rules import Rules

_DARKER = 60  # of 255: as much darker than the paper is ink
_LONG = 0.4  # inches: a run of ink as long is a line; letters and their strokes are shorter
_INKED = 0.95  # share of a run that must be ink: scans break thin lines
_THICK = 0.06  # inches; what is as thick is a picture or a bar
_MOST_DPI = 120  # a picture with more dots is looked at with half of them, the darker ones


def rules_in(picture: Image.Image, dpi: int) -> Rules:
    """The long level and upright lines in the grey ``picture`` of a page that stands straight."""
    grey = np.asarray(picture.convert("L"), np.uint8)
    while dpi > _MOST_DPI:
        # the darker of neighbours, so that a thin line stays
        even = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
        grey = np.minimum(
            np.minimum(even[::2, ::2], even[1::2, ::2]), np.minimum(even[::2, 1::2], even[1::2, 1::2])
        )
        dpi //= 2
    if min(grey.shape) < dpi:
        return Rules()
    ink = grey < max(0, int(np.median(grey)) - _DARKER)
    return Rules(_runs(ink, dpi), _runs(ink.T, dpi))


def _runs(ink: NDArray[np.bool_], dpi: int) -> NDArray[np.float64]:
    """Level runs of ink, (n, 3): place from the top, start and end, as shares of the picture."""
    height, width = ink.shape
    long, thick = round(_LONG * dpi), round(_THICK * dpi)
    thin = _share(ink.T, thick).T < 1
    middles = (_share(ink, long) >= _INKED) & thin & ink
    edges = np.diff(np.pad(middles, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    # a run reaches half of its length to both sides of the middles of its pieces
    reach = long / 2
    return np.stack(
        (
            (rows + 0.5) / height,
            np.maximum(0, starts - reach) / width,
            np.minimum(width, ends + reach) / width,
        ),
        axis=1,
    )


def _share(ink: NDArray[np.bool_], length: int) -> NDArray[np.float32]:
    """Around each dot, the share of ink in the ``length`` dots of its row."""
    half = length // 2
    padded = np.pad(ink, ((0, 0), (half + 1, half)))
    sums = padded.cumsum(axis=1, dtype=np.int32)
    whole = 2 * half + 1
    shares: NDArray[np.float32] = ((sums[:, whole:] - sums[:, :-whole]) / whole).astype(np.float32)
    return shares
