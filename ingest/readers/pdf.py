"""The text layer of PDF files: pypdf (the only import of it) opens and checks them, PDFium reads the letters.

Runs inside the worker.
"""

import io

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from ingest.cleaning.legacy import from_tcvn3, from_vni, looks_like_tcvn3, looks_like_vni
from ingest.errors import UnreadableFileError
from ingest.readers.pdfium import SCAN_SHARE, Layer, PdfiumError, opened
from ingest.readers.printed import EMPTY, PrintedPage, renamed
from ingest.readers.tables import with_tables
from ingest.vietnamese import has_diacritics, is_syllable

MOST_PAGES = 5000
_FEWEST_WORDS = 15  # of a scan's text layer; fewer are a stamp or a page number
_READABLE = 0.75  # share of a scan's words that are Vietnamese syllables, numbers or signs
_ACCENTED = 0.3  # share of its words with diacritics; Vietnamese prose has about 0.7
_UNMAPPED = 0.15


def text_layer(data: bytes, file_name: str) -> list[PrintedPage]:
    """The pages of a PDF with the words of their text layer.

    A page whose layer is missing or useless comes without words, ``recognised`` and ``drawn``: it
    is to be recognised. Raises UnreadableFileError for a damaged, encrypted or empty file.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(f"Tệp {file_name} có mật khẩu.", "Hãy gỡ mật khẩu rồi nạp lại.")
        with opened(data) as pdf:
            if not len(pdf):
                raise UnreadableFileError(
                    f"Tệp {file_name} không có trang nào.", "Hãy xuất lại tệp rồi nạp lại."
                )
            if len(pdf) > MOST_PAGES:
                raise UnreadableFileError(
                    f"Tệp {file_name} có {len(pdf)} trang, quá {MOST_PAGES}.",
                    "Hãy tách tệp thành nhiều phần rồi nạp lại.",
                )
            return [_useful(pdf.page(number)) for number in range(1, len(pdf) + 1)]
    except (
        PyPdfError,
        PdfiumError,
        DependencyError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        NotImplementedError,
        RecursionError,
        OverflowError,
    ) as error:
        raise UnreadableFileError(
            f"Không đọc được tệp PDF {file_name}: tệp hỏng hoặc không phải PDF.",
            "Hãy xuất lại tệp rồi nạp lại.",
        ) from error


def _useful(layer: Layer) -> PrintedPage:
    """The page with its layer if that can be read, else without words and to be recognised."""
    page = _unicode(layer.page)
    scan = layer.pictured >= SCAN_SHARE
    useful = _readable_scan(page) if scan else page.text and layer.unmapped < _UNMAPPED
    if useful:
        page = PrintedPage(page.text, page.boxes, page.confidences, recognised=scan)
        return with_tables(page, layer.rules)
    return PrintedPage("", EMPTY.boxes, EMPTY.confidences, recognised=page.drawn, drawn=page.drawn)


def _readable_scan(page: PrintedPage) -> bool:
    """True where the layer that some program put behind a scan is Vietnamese text."""
    words = page.text.split()
    if len(words) < _FEWEST_WORDS:
        return False
    letters = [word for word in words if any(c.isalpha() for c in word)]
    readable = sum(is_syllable(word) for word in letters)
    accented = sum(has_diacritics(word) for word in letters)
    return readable >= _READABLE * len(letters) and accented >= _ACCENTED * len(letters)


def _unicode(page: PrintedPage) -> PrintedPage:
    """The page, its letters converted where they are those of a font from before Unicode."""
    if looks_like_vni(page.text):
        return renamed(page, from_vni)
    if looks_like_tcvn3(page.text):
        return renamed(page, from_tcvn3)
    return page
