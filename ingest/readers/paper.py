"""PDF files, page by page: the text layer where there is a useful one, else what is recognised."""

from collections.abc import Sequence
from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.asides import set_apart
from ingest.readers.printed import PrintedPage, source_of, unpack
from ingest.readers.sandbox import run_worker
from ingest.readers.source import Source
from ingest.readers.watch import Watch


def read_pdf(data: bytes, file_name: str, cache: Path | None, watch: Watch) -> Source:
    """The text of a PDF with the places of its words; running heads and the like kept apart.

    Raises UnreadableFileError, RecogniserMissingError where a page has to be recognised and
    can't, CancelledError.
    """
    pages = text_layers(data, file_name, watch)
    recognise(pages, data, file_name, cache, watch)
    return source_of_paper(pages)


def text_layers(data: bytes, file_name: str, watch: Watch) -> list[PrintedPage]:
    """The pages of a PDF, without words where they are to be recognised. Raises as ``read_pdf`` does."""
    return unpack(run_worker(["pdf", file_name], file_name, watch, data))


def to_recognise(pages: Sequence[PrintedPage]) -> list[int]:
    """The numbers (from 1) of the pages that are to be recognised."""
    return [number for number, page in enumerate(pages, 1) if page.recognised and not page.text]


def recognise(
    pages: list[PrintedPage], data: bytes, file_name: str, cache: Path | None, watch: Watch
) -> None:
    """Put what is recognised in place of the pages of a PDF that need it. Raises as ``read_pdf`` does."""
    if numbers := to_recognise(pages):
        from ingest.readers.recognition import recognised_pages

        for number, page in recognised_pages(data, numbers, file_name, cache, watch).items():
            pages[number - 1] = page
    if not any(page.text for page in pages):
        raise UnreadableFileError(f"Tệp {file_name} không có chữ.", "Hãy kiểm tra lại tệp rồi nạp lại.")


def source_of_paper(pages: Sequence[PrintedPage]) -> Source:
    """The text of printed pages; running heads and the like, which are told from all pages, kept apart."""
    bodies, asides = set_apart(pages)
    source = source_of(bodies)
    return Source(source.text, source.page_starts, source.recognised, words=source.words, asides=asides)
