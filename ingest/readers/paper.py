"""PDF files, page by page: the text layer where there is a useful one, else what is recognised."""

from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.asides import set_apart
from ingest.readers.printed import source_of, unpack
from ingest.readers.sandbox import run_worker
from ingest.readers.source import Source
from ingest.readers.watch import Watch


def read_pdf(data: bytes, file_name: str, cache: Path | None, watch: Watch) -> Source:
    """The text of a PDF with the places of its words; running heads and the like kept apart.

    Raises UnreadableFileError, RecogniserMissingError where a page has to be recognised and
    can't, CancelledError.
    """
    pages = unpack(run_worker(["pdf", file_name], file_name, watch, data))
    to_recognise = [number for number, page in enumerate(pages, 1) if page.recognised and not page.text]
    if to_recognise:
        from ingest.readers.recognition import recognised_pages

        for number, page in recognised_pages(data, to_recognise, file_name, cache, watch).items():
            pages[number - 1] = page
    if not any(page.text for page in pages):
        raise UnreadableFileError(f"Tệp {file_name} không có chữ.", "Hãy kiểm tra lại tệp rồi nạp lại.")
    bodies, asides = set_apart(pages)
    source = source_of(bodies)
    return Source(source.text, source.page_starts, source.recognised, words=source.words, asides=asides)
