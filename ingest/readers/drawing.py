"""Drawing a page of a PDF, inside the worker."""

import io
from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.pdfium import PdfiumError, opened

_LOWEST_DPI = 100  # below it letters have too few dots to be recognised


def drawn(path: Path, page: int, dpi: int, kind: str) -> bytes:
    """Page ``page`` (from 1) of the PDF at ``path`` as a picture file.

    ``kind`` "show" gives WebP in colour, "read" an exact grey PNG for the recogniser. A scan to read
    is drawn with the dots it has, at ``dpi`` at most: dots that are invented between those make
    letters of specks. Raises UnreadableFileError.
    """
    try:
        with opened(path) as pdf:
            if not 1 <= page <= len(pdf):
                raise UnreadableFileError(
                    f"Tài liệu không có trang {page}.", f"Hãy chọn trang 1 đến {len(pdf)}."
                )
            size = pdf.size(page, dpi)
            own = pdf.scan_size(page) if kind == "read" else None
            if own is not None and _LOWEST_DPI / dpi * size[0] <= own[0] <= size[0]:
                dpi, size = round(dpi * own[0] / size[0]), own
            picture = pdf.picture(page, size, grey=kind == "read")
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
