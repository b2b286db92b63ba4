"""Pictures of pages, for showing."""

import io
from pathlib import Path

from ingest.errors import UnreadableFileError

PAGE_DPI = 120
_HIGHEST_DPI = 300


def has_pictures(file_name: str) -> bool:
    """True for files whose pages can be drawn; the text of others is set by whoever shows it."""
    return file_name.lower().endswith(".pdf")


def page_image(file: Path, page: int, dpi: int = PAGE_DPI) -> bytes:
    """Page ``page`` (from 1) of a PDF file as a WebP picture.

    Its width and height are those of the page as shown, to which the boxes of words are fractions.
    Raises UnreadableFileError where there is no such page, or it can't be drawn.
    """
    from ingest.readers.pdfium import PdfiumError, opened

    try:
        with opened(file) as pdf:
            if not 1 <= page <= len(pdf):
                raise UnreadableFileError(
                    f"Tài liệu không có trang {page}.", f"Hãy chọn trang 1 đến {len(pdf)}."
                )
            picture = pdf.picture(page, min(dpi, _HIGHEST_DPI))
    except PdfiumError as error:
        raise UnreadableFileError(
            f"Không vẽ được trang {page} của tài liệu.", "Hãy nạp lại tệp gốc rồi thử lại."
        ) from error
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "WEBP", quality=80, method=2)
    return stream.getvalue()
