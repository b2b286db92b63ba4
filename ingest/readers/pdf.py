"""PDF files: pypdf (the only import of it) opens and checks them, PDFium reads the letters."""

import io

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject

from ingest.errors import UnreadableFileError
from ingest.readers.pdfium import PdfiumError, opened
from ingest.readers.printed import PrintedPage, source_of
from ingest.readers.source import Source

_SCAN_WIDTH = 800  # pixels; an A4 page has as many at 97 dots per inch


def read_pdf(data: bytes, file_name: str) -> Source:
    """The text layer of a PDF, page by page, with the words' places.

    Raises UnreadableFileError for a damaged, encrypted or empty file, and for a scan without
    a text layer (the message says how to add one).
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(f"Tệp {file_name} có mật khẩu.", "Hãy gỡ mật khẩu rồi nạp lại.")
        scanned = [_is_scan(page) for page in reader.pages]
        with opened(data) as pdf:
            if len(pdf) != len(scanned):
                raise PdfiumError(f"{len(pdf)} pages, {len(scanned)} expected")
            pages = [
                PrintedPage(pdf.page(number).lines, recognised=scan) for number, scan in enumerate(scanned, 1)
            ]
    except (
        PyPdfError,
        PdfiumError,
        DependencyError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise UnreadableFileError(
            f"Không đọc được tệp PDF {file_name}: tệp hỏng hoặc không phải PDF.",
            "Hãy xuất lại tệp rồi nạp lại.",
        ) from error
    if not any(page.lines for page in pages):
        raise UnreadableFileError(
            f"Tệp {file_name} là bản quét, chưa có lớp chữ.",
            f"Hãy nhận dạng chữ trước: ocrmypdf -l vie {file_name} {file_name}",
        )
    return source_of(pages)


def _is_scan(page: PageObject) -> bool:
    """True for a page that is a picture: its letters are then what an OCR engine made of it."""
    nothing = DictionaryObject()
    resources = page.get("/Resources", nothing).get_object()
    pictures = (item.get_object() for item in resources.get("/XObject", nothing).get_object().values())
    return any(p.get("/Subtype") == "/Image" and int(p.get("/Width", 0)) >= _SCAN_WIDTH for p in pictures)
