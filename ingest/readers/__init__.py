"""One reader per format; ``read`` picks it by the file's ending."""

from collections.abc import Callable

from ingest.errors import UnreadableFileError
from ingest.readers.source import Source

LARGEST_FILE = 200 * 1024 * 1024  # bytes


def _text(data: bytes, file_name: str) -> Source:
    from ingest.readers.text import read_text

    return read_text(data, file_name)


def _pdf(data: bytes, file_name: str) -> Source:
    from ingest.readers.pdf import read_pdf

    return read_pdf(data, file_name)


def _docx(data: bytes, file_name: str) -> Source:
    from ingest.readers.docx import read_docx

    return read_docx(data, file_name)


# Imported on first use: a text file needs neither pypdf nor python-docx.
READERS: dict[str, Callable[[bytes, str], Source]] = {".txt": _text, ".pdf": _pdf, ".docx": _docx}


def read(data: bytes, file_name: str) -> Source:
    """The text and pages of a file's bytes. Raises UnreadableFileError."""
    suffix = "." + file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    reader = READERS.get(suffix)
    if reader is None:
        raise UnreadableFileError(
            f"Tệp {file_name} không thuộc loại đọc được.", f"Chỉ nạp được {', '.join(READERS)}."
        )
    if not data:
        raise UnreadableFileError(f"Tệp {file_name} rỗng.", "Hãy kiểm tra lại tệp rồi nạp lại.")
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError(
            f"Tệp {file_name} lớn hơn {LARGEST_FILE >> 20} MB.", "Hãy tách tệp thành nhiều phần rồi nạp lại."
        )
    return reader(data, file_name)
