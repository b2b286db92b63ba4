"""PDF pages through PDFium (pypdfium2, the only import of it): their letters, and their pictures.

PDFium gives each letter with its box, and finds words in files whose Vietnamese letters come from
several fonts, where pypdf breaks them ("k ế  ho ạ ch"). It is not thread-safe: one caller at a time.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from ingest.readers.printed import PrintedLine, PrintedPage, PrintedWord
from ingest.words import Box

MOST_PIXELS = 40_000_000  # of one rendered page: A3 at 400 dots per inch has 31 million
_GRID = 1 << 20  # steps that a page is divided into on the way from points to fractions
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_HYPHENS = frozenset("\x02\ufffe\u00ad")  # how PDFium gives a hyphen at a line's end


class PdfiumError(Exception):
    """PDFium could not open or read the file."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """An open PDF."""

    handle: pypdfium2.PdfDocument

    def __len__(self) -> int:
        return len(self.handle)

    def page(self, number: int) -> PrintedPage:
        """The text layer of page ``number`` (from 1), in the order of the file's content."""
        try:
            page = self.handle[number - 1]
            try:
                text = page.get_textpage()
                try:
                    return PrintedPage(tuple(_lines(page, text)))
                finally:
                    text.close()
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise PdfiumError(f"page {number}") from error

    def picture(self, number: int, dpi: int, *, grey: bool = False) -> Image.Image:
        """Page ``number`` as it prints at ``dpi``; at less where it would have too many pixels."""
        try:
            page = self.handle[number - 1]
            try:
                width, height = page.get_size()
                scale = dpi / 72
                if width * height * scale**2 > MOST_PIXELS:
                    scale = (MOST_PIXELS / (width * height)) ** 0.5
                if min(width, height) * scale < 1:
                    raise PdfiumError(f"page {number} has no area")
                bitmap = page.render(scale=scale, grayscale=grey)
                try:
                    picture: Image.Image = bitmap.to_pil().copy()
                    return picture
                finally:
                    bitmap.close()
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


def _lines(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[PrintedLine]:
    words: list[PrintedWord] = []
    letters: list[str] = []
    area: tuple[float, float, float, float] | None = None
    rectangle = raw.FS_RECTF()
    for index in range(text.count_chars() + 1):
        letter = chr(raw.FPDFText_GetUnicode(text, index)) if index < text.count_chars() else "\n"
        if letter in _HYPHENS:
            letter = "-"
        if letter.isspace() or not letter.isprintable():
            if letters and area and (box := _box(page, area)):
                words.append(PrintedWord("".join(letters), box))
            if letters:
                letters, area = [], None
            if letter in "\r\n" and words:
                yield PrintedLine(tuple(words))
                words = []
            continue
        letters.append(_LIGATURES.get(letter, letter))
        if raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle)):
            here = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            area = here if area is None else _around(area, here)


def _around(
    one: tuple[float, float, float, float], two: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _box(page: pypdfium2.PdfPage, area: tuple[float, float, float, float]) -> Box | None:
    """``area`` in points as a box of the page as it is shown (turned, cropped); None outside of it."""
    (xa, ya), (xb, yb) = (_shown(page, area[0], area[1]), _shown(page, area[2], area[3]))
    x0, x1 = max(0.0, min(xa, xb)), min(1.0, max(xa, xb))
    y0, y1 = max(0.0, min(ya, yb)), min(1.0, max(ya, yb))
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _GRID, down.value / _GRID
