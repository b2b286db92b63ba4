"""Drawing a page of a PDF, inside the worker."""

import io
from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.pdfium import PdfiumError, opened

KINDS = {"show": "WEBP", "read": "PNG"}
"""A picture to show is in colour and small; one to recognise is grey and exact."""


def drawn(path: Path, page: int, dpi: int, kind: str) -> bytes:
    """Page ``page`` (from 1) of the PDF at ``path`` as a picture file. Raises UnreadableFileError."""
    try:
        with opened(path) as pdf:
            if not 1 <= page <= len(pdf):
                raise UnreadableFileError(
                    f"Tài liệu không có trang {page}.", f"Hãy chọn trang 1 đến {len(pdf)}."
                )
            picture = pdf.picture(page, dpi, grey=kind == "read")
    except (PdfiumError, OSError) as error:
        raise UnreadableFileError(
            f"Không vẽ được trang {page} của tài liệu.", "Hãy nạp lại tệp gốc rồi thử lại."
        ) from error
    stream = io.BytesIO()
    if kind == "read":
        picture.save(stream, "PNG", compress_level=1, dpi=(dpi, dpi))
    else:
        picture.convert("RGB").save(stream, "WEBP", quality=80, method=2)
    return stream.getvalue()
