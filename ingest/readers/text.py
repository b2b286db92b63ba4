"""Plain text files."""

from ingest.cleaning.decoding import decode
from ingest.layout import page_starts
from ingest.readers.source import Source


def read_text(data: bytes, file_name: str) -> Source:
    """The decoded text of a file, line ends as ``\\n``.

    Raises UnreadableFileError for an empty, binary or undecodable file.
    """
    text = decode(data, file_name).text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(text, tuple(page_starts(text)))
