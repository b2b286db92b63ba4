"""PDF files with a text layer, through pypdf (the only import of it)."""

import io

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from ingest.errors import UnreadableFileError
from ingest.layout import PageStart
from ingest.readers.source import Source


def read_pdf(data: bytes, file_name: str) -> Source:
    """The text layer of a PDF, page by page.

    Raises UnreadableFileError for a damaged, encrypted or empty file, and for a scan without
    a text layer (the message says how to add one).
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(f"Tệp {file_name} có mật khẩu.", "Hãy gỡ mật khẩu rồi nạp lại.")
        texts = [page.extract_text() for page in reader.pages]
    except (PyPdfError, DependencyError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFileError(
            f"Không đọc được tệp PDF {file_name}: tệp hỏng hoặc không phải PDF.", "Hãy xuất lại tệp rồi nạp lại."
        ) from error
    if not any(text.strip() for text in texts):
        raise UnreadableFileError(
            f"Tệp {file_name} là bản quét, chưa có lớp chữ.",
            f"Hãy nhận dạng chữ trước: ocrmypdf -l vie {file_name} {file_name}",
        )
    starts, pieces, length = [], [], 0
    for text in texts:
        starts.append(PageStart(length))
        pieces.append(text.rstrip("\n") + "\n")
        length += len(pieces[-1])
    return Source("".join(pieces), tuple(starts))
