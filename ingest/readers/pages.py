"""Pictures of pages."""

from pathlib import Path

from ingest.readers.sandbox import run_worker
from ingest.readers.watch import QUIET, Watch

PAGE_DPI = 120
_HIGHEST_DPI = 400
_SECONDS = 30  # of processor time


def has_pictures(file_name: str) -> bool:
    """True for files whose pages can be drawn; the text of others is set by whoever shows it."""
    return file_name.lower().endswith(".pdf")


def page_image(file: Path, page: int, dpi: int = PAGE_DPI) -> bytes:
    """Page ``page`` (from 1) of a PDF file as a WebP picture.

    Its width and height are those of the page as shown, of which the boxes of words are fractions.
    Raises UnreadableFileError where there is no such page, or it can't be drawn.
    """
    return _picture(file, page, dpi, "show", QUIET)


def page_to_read(file: Path, page: int, dpi: int, watch: Watch = QUIET) -> bytes:
    """Page ``page`` as a grey PNG for a recogniser, with ``dpi`` or the scan's own if that is less.

    The picture says which. Raises UnreadableFileError, CancelledError.
    """
    return _picture(file, page, dpi, "read", watch)


def _picture(file: Path, page: int, dpi: int, kind: str, watch: Watch) -> bytes:
    task = ["picture", str(file.resolve()), str(page), str(min(dpi, _HIGHEST_DPI)), kind]
    return run_worker(task, file.name, watch, seconds=_SECONDS)
