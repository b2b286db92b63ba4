"""Word files, through python-docx (the only import of it). Runs inside the worker."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from ingest.errors import UnreadableFileError

_LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes; a larger one is a zip bomb or no text document


def docx_text(data: bytes, file_name: str) -> str:
    """The paragraphs and table rows of a Word file in reading order, one a line.

    Raises UnreadableFileError for a damaged, encrypted or oversized file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST_UNPACKED:
                raise UnreadableFileError(
                    f"Tệp {file_name} quá lớn khi giải nén.", "Hãy tách tệp thành nhiều phần."
                )
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
    except (zipfile.BadZipFile, OpcError, InvalidXmlError, LxmlError, KeyError, ValueError) as error:
        raise UnreadableFileError(
            f"Không mở được tệp Word {file_name}.", "Hãy mở bằng Word, lưu lại dạng .docx rồi nạp lại."
        ) from error
    return "\n".join(lines)


def _lines(document: WordDocument) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text.replace("\v", "\n")
        else:
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    """The lines of a table.

    A table of one row only sets things side by side (a letterhead; recipients and signature):
    its cells are read one after the other, line by line. Of a real table each row is a line,
    its cells divided by " | "; a cell that spans several columns counts once.
    """
    rows = [list(dict.fromkeys(row.cells)) for row in table.rows]
    if len(rows) == 1:
        for cell in rows[0]:
            yield from cell.text.replace("\v", "\n").split("\n")
        return
    for cells in rows:
        yield " | ".join(" ".join(cell.text.split()) for cell in cells)
