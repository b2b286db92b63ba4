"""One reader per format; ``read`` picks it by the file's ending, after a look at what is in it."""

from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.kinds import SUFFIXES, kind_of
from ingest.readers.source import Source
from ingest.readers.watch import QUIET, Watch

READERS = SUFFIXES
"""The endings of files that can be read."""
LARGEST_FILE = 200 * 1024 * 1024  # bytes


def read(data: bytes, file_name: str, cache: Path | None = None, watch: Watch = QUIET) -> Source:
    """The text and pages of a file's bytes.

    ``cache`` is a folder for recognised pages of this file, for a run that is stopped to go on
    later. Raises UnreadableFileError, RecogniserMissingError for a scan, CancelledError.
    """
    suffix = checked_suffix(data, file_name)
    # Imported on first use: a text file needs no recogniser.
    if suffix == ".pdf":
        from ingest.readers.paper import read_pdf

        return read_pdf(data, file_name, cache, watch)
    if suffix == ".docx":
        from ingest.readers.sandbox import run_worker

        text = run_worker(["docx", file_name], file_name, watch, data).decode("utf-8")
        return Source(text, recognised=False, wrapped=False)
    from ingest.readers.text import read_text

    return read_text(data, file_name)


def checked_suffix(data: bytes, file_name: str) -> str:
    """The ending of a file's name, by which it is read.

    Raises UnreadableFileError for a file that is empty, too large, or not what its name says.
    """
    suffix = "." + file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    if suffix not in SUFFIXES:
        raise UnreadableFileError(
            f"Tệp {file_name} không thuộc loại đọc được.", f"Chỉ nạp được {', '.join(SUFFIXES)}."
        )
    if not data:
        raise UnreadableFileError(f"Tệp {file_name} rỗng.", "Hãy kiểm tra lại tệp rồi nạp lại.")
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError(
            f"Tệp {file_name} lớn hơn {LARGEST_FILE >> 20} MB.", "Hãy tách tệp thành nhiều phần rồi nạp lại."
        )
    kind = kind_of(data)
    if kind is not None and kind.suffix != suffix:
        raise UnreadableFileError(
            f"Tệp {file_name} có đuôi {suffix} nhưng nội dung là {kind.name}.", kind.advice
        )
    return suffix
