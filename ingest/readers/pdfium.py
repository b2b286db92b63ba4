"""PDF pages through PDFium (pypdfium2, the only import of it): their letters, and their pictures.

PDFium gives each letter with its box, and finds words in files whose Vietnamese letters come from
several fonts, where pypdf breaks them ("k ế  ho ạ ch"). It is not thread-safe: one caller at a time.
"""

import ctypes
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from ingest.readers.printed import PrintedPage
from ingest.readers.rules import Line, Rules

SCAN_SHARE = 0.5  # of a page: a picture that covers more is taken for a scan of it
MOST_PIXELS = 40_000_000  # of one rendered page: A3 at 400 dots per inch has 31 million
_GRID = 1 << 20  # steps that a page is divided into on the way from points to fractions
_MOST_SEGMENTS = 20_000  # of the paths on a page; more are a drawing or letters made of curves
_APART = 0.4  # of a letter's height: letters of one word leave no such gap between their lines
_STRAIGHT = 0.001  # of the page: how far the ends of a level line may differ
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_UNKNOWN = frozenset("\x00\ufffd")
_HYPHENS = frozenset("\x02\ufffe\u00ad")  # how PDFium gives a hyphen at a line's end

_Area = tuple[float, float, float, float]
"""Left, bottom, right, top in points, or a box in fractions."""
_Point = tuple[float, float]


class PdfiumError(Exception):
    """PDFium could not open or read the file."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """An open PDF."""

    handle: pypdfium2.PdfDocument

    def __len__(self) -> int:
        return len(self.handle)

    def page(self, number: int) -> "Layer":
        """The text layer of page ``number`` (from 1), in the order of the file's content."""
        with self._page(number) as page:
            text = page.get_textpage()
            try:
                return _layer(page, text)
            finally:
                text.close()

    def scan_size(self, number: int) -> tuple[int, int] | None:
        """Pixels (width, height) of page ``number`` at the resolution of the picture that covers most of it.

        None where no picture does.
        """
        with self._page(number) as page:
            width, height = page.get_size()
            share, picture = _largest_picture(page)
            if picture is None or share < SCAN_SHARE:
                return None
            across, down = picture.get_px_size()
            if share > 0.98:  # the page is the picture: dot for dot
                return (down, across) if page.get_rotation() in (90, 270) else (across, down)
            scale = (across * down / (width * height * share)) ** 0.5
            return round(width * scale), round(height * scale)

    def size(self, number: int, dpi: float) -> tuple[int, int]:
        """Pixels (width, height) of page ``number`` at ``dpi``."""
        with self._page(number) as page:
            width, height = page.get_size()
            return round(width * dpi / 72), round(height * dpi / 72)

    def picture(self, number: int, size: tuple[int, int], *, grey: bool = False) -> Image.Image:
        """Page ``number`` drawn on ``size`` pixels; on fewer where those are too many."""
        width, height = size
        if width * height > MOST_PIXELS:
            scale = (MOST_PIXELS / (width * height)) ** 0.5
            width, height = int(width * scale), int(height * scale)
        if width < 1 or height < 1:
            raise PdfiumError(f"page {number} has no area")
        with self._page(number) as page:
            kind = raw.FPDFBitmap_Gray if grey else raw.FPDFBitmap_BGRx
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, kind)
            try:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
                flags = raw.FPDF_ANNOT | (raw.FPDF_GRAYSCALE if grey else 0)
                raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
                picture: Image.Image = bitmap.to_pil().copy()
                return picture
            finally:
                bitmap.close()

    @contextmanager
    def _page(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        try:
            page = self.handle[number - 1]
            try:
                yield page
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise PdfiumError(f"page {number}") from error


@contextmanager
def opened(file: Path | bytes) -> Iterator[Pdf]:
    """The PDF of a path or of its bytes. Raises PdfiumError."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise PdfiumError("can't be opened") from error
    try:
        yield Pdf(document)
    finally:
        document.close()


@dataclass(frozen=True, slots=True)
class Layer:
    """The text layer of a page.

    ``pictured`` is the share of the page that its largest picture covers; ``unmapped`` the share
    of letters of which the file does not say what they are; ``rules`` are the lines drawn on it.
    """

    page: PrintedPage
    pictured: float
    unmapped: float
    rules: Rules


def _layer(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Layer:
    count = text.count_chars()
    pieces: list[str] = []
    boxes: list[_Area] = []
    letters: list[str] = []
    area: _Area | None = None
    last: _Area | None = None
    unmapped = known = 0
    rectangle = raw.FS_RECTF()
    for index in range(count + 1):
        letter = chr(raw.FPDFText_GetUnicode(text, index)) if index < count else "\n"
        if letter in _HYPHENS:
            letter = "-"
        here = _letter_area(text, index, rectangle) if index < count and not letter.isspace() else None
        if letter.isspace() or (here and last and _stands_apart(last, here)):
            if letters and area and (box := _box(page, area)):
                # composed: some programs write the letter and its marks apart
                pieces.append(unicodedata.normalize("NFC", "".join(letters)))
                boxes.append(box)
            letters, area, last = [], None, None
            pieces.append(" " if letter.isspace() and letter not in "\r\n" else "\n")
        if not letter.isspace() and (letter.isprintable() or letter in _UNKNOWN):
            known += 1
            unmapped += letter in _UNKNOWN or raw.FPDFText_HasUnicodeMapError(text, index) == 1
            letters.append("\ufffd" if letter in _UNKNOWN else _LIGATURES.get(letter, letter))
            if here:
                area, last = (here if area is None else _around(area, here)), here
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    printed = PrintedPage(
        "\n".join(line for line in lines if line),
        np.array(boxes, np.float32).reshape(-1, 4),
        np.full(len(boxes), np.nan, np.float32),
        drawn=bool(boxes) or any(True for _ in page.get_objects(max_depth=2)),
    )
    return Layer(printed, _largest_picture(page)[0], unmapped / known if known else 0.0, _rules(page))


def _letter_area(text: pypdfium2.PdfTextPage, index: int, rectangle: raw.FS_RECTF) -> _Area | None:
    if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle)):
        return None
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _stands_apart(one: _Area, two: _Area) -> bool:
    """True where the next letter stands lines above or below: PDFium takes a column of numbers for a word."""
    height = min(one[3] - one[1], two[3] - two[1])
    return max(two[1] - one[3], one[1] - two[3]) > _APART * height > 0


def _rules(page: pypdfium2.PdfPage) -> Rules:
    """The straight lines that are drawn on a page, sides of boxes too; none where it is a drawing."""
    found: tuple[list[Line], list[Line]] = ([], [])
    left = _MOST_SEGMENTS
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        count = raw.FPDFPath_CountSegments(item)
        left -= max(1, count)
        if left < 0:
            return Rules()
        if not _is_painted(item):
            continue
        matrix, form = item.get_matrix(), item.container
        while form is not None:
            matrix, form = matrix.multiply(form.get_matrix()), form.container
        for one, two in _sides(item, count):
            (xa, ya), (xb, yb) = _shown(page, *matrix.on_point(*one)), _shown(page, *matrix.on_point(*two))
            if abs(ya - yb) < _STRAIGHT:
                found[0].append(((ya + yb) / 2, min(xa, xb), max(xa, xb)))
            elif abs(xa - xb) < _STRAIGHT:
                found[1].append(((xa + xb) / 2, min(ya, yb), max(ya, yb)))
    across, down = (np.array(lines, np.float64).reshape(-1, 3) for lines in found)
    return Rules(across, down)


def _is_painted(path: pypdfium2.PdfObject) -> bool:
    """False for paths that only cut others, or show nothing."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value or stroke.value)


def _sides(path: pypdfium2.PdfObject, count: int) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces of a path, in its own measures."""
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        if not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            return
        here, kind = (x.value, y.value), raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, here
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, start
        last = here


def _largest_picture(page: pypdfium2.PdfPage) -> tuple[float, pypdfium2.PdfImage | None]:
    """The picture that covers the most of a page, and the share that it covers."""
    width, height = page.get_size()
    largest, found = 0.0, None
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        area = (right - left) * (top - bottom)
        if area > largest:
            largest, found = area, item
    return (min(1.0, largest / (width * height)) if width * height else 0.0), found


def _around(one: _Area, two: _Area) -> _Area:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _box(page: pypdfium2.PdfPage, area: _Area) -> _Area | None:
    """``area`` in points as a box of the page as it is shown (turned, cropped); None outside of it."""
    (xa, ya), (xb, yb) = (_shown(page, area[0], area[1]), _shown(page, area[2], area[3]))
    x0, x1 = max(0.0, min(xa, xb)), min(1.0, max(xa, xb))
    y0, y1 = max(0.0, min(ya, yb)), min(1.0, max(ya, yb))
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _GRID, down.value / _GRID
