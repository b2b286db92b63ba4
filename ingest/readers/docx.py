"""Word files, through python-docx (the only import of it). Runs inside the worker."""

import io
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError
from lxml import etree
from lxml.etree import LxmlError, _Element

from ingest.errors import UnreadableFileError
from ingest.layout import LETTERHEAD, LONGEST_REPEATED
from ingest.readers.numbering import Numbering, W, list_of, read_numbering

_LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes; a larger one is a zip bomb or no text document
_MOST_PARTS = 10_000
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted or moved away, told twice for old programs, or set elsewhere on the page.
_SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{_MC}Fallback", f"{W}txbxContent"}
)  # fmt: skip
_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"})
_MACRO = b"application/vnd.ms-word.document.macroEnabled.main+xml"
_PLAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx_text(data: bytes, file_name: str) -> str:
    """The paragraphs, lists, tables, text boxes and notes of a Word file in reading order, one a line.

    Headers, footers, macros and what was deleted with changes tracked are left out; nothing that
    it links to is fetched. Raises UnreadableFileError for a damaged, encrypted or oversized file.
    """
    try:
        document = docx.Document(io.BytesIO(_checked(data, file_name)))
        lines = list(_Reader(document).lines(document.element.body))
    except (
        zipfile.BadZipFile, OpcError, InvalidXmlError, LxmlError, KeyError, ValueError, IndexError, AttributeError,
        TypeError, RecursionError, NotImplementedError, EOFError, OSError,
        RuntimeError, zlib.error,
    ) as error:  # fmt: skip
        raise UnreadableFileError(
            f"Không mở được tệp Word {file_name}.", "Hãy mở bằng Word, lưu lại dạng .docx rồi nạp lại."
        ) from error
    return "\n".join(lines)


def _checked(data: bytes, file_name: str) -> bytes:
    """``data``, or without its macros; refused where unpacking or parsing it may never end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        items = archive.infolist()
        if sum(item.file_size for item in items) > _LARGEST_UNPACKED or len(items) > _MOST_PARTS:
            raise UnreadableFileError(
                f"Tệp {file_name} quá lớn khi giải nén.", "Hãy tách tệp thành nhiều phần."
            )
        for item in items:
            # Office writes no document type; only someone who wants entities to multiply does.
            if item.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(item):
                raise UnreadableFileError(
                    f"Tệp {file_name} chứa khai báo XML không an toàn.",
                    "Hãy mở bằng Word, lưu lại rồi nạp lại.",
                )
        types = archive.read("[Content_Types].xml")
        if _MACRO not in types:
            return data
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as plain:
            for item in items:
                part = archive.read(item)
                plain.writestr(
                    item.filename, part.replace(_MACRO, _PLAIN) if part is types or part == types else part
                )
        return stream.getvalue()


class _Reader:
    """Walks a document's body in order; list numbers count as it goes."""

    def __init__(self, document: WordDocument) -> None:
        self.styles = {
            str(style.get(f"{W}styleId")): style for style in document.styles.element.findall(f"{W}style")
        }
        self.default = next(
            (
                i
                for i, s in self.styles.items()
                if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1"
            ),
            "",
        )
        self.numbering = self._numbering(document)
        self.notes = {
            kind: self._notes(document, relation)
            for kind, relation in (
                (f"{W}footnoteReference", RELATIONSHIP_TYPE.FOOTNOTES),
                (f"{W}endnoteReference", RELATIONSHIP_TYPE.ENDNOTES),
            )
        }
        self.noted = 0

    def lines(self, parent: _Element) -> Iterator[str]:
        """The lines of the paragraphs and tables below ``parent``."""
        for block in parent:
            if block.tag == f"{W}p":
                yield from self._paragraph(block)
            elif block.tag == f"{W}tbl":
                yield from self._table(block)
            elif block.tag in _WRAPPERS:
                yield from self.lines(block)

    def _paragraph(self, paragraph: _Element) -> Iterator[str]:
        text = self._text(paragraph)
        label = self._label(paragraph) if text.strip() else ""
        notes = []
        for reference in paragraph.iter(*self.notes):
            note = self.notes[str(reference.tag)].get(str(reference.get(f"{W}id")), "")
            if note:
                self.noted += 1
                notes.append(f"[{self.noted}] {note}")
        yield from (f"{label} {text.lstrip()}" if label else text).split("\n")
        for box in paragraph.iter(f"{W}txbxContent"):
            # the same box once more, for programs that don't know the first form
            if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                yield from self.lines(box)
        yield from notes

    def _text(self, item: _Element) -> str:
        pieces: list[str] = []
        for child in item:
            if child.tag == f"{W}t":
                pieces.append(child.text or "")
            elif child.tag in _BREAKS:
                pieces.append(_BREAKS[str(child.tag)])
            elif child.tag not in _SKIPPED:
                pieces.append(self._text(child))
        return "".join(pieces)

    def _label(self, paragraph: _Element) -> str:
        own = paragraph.find(f"{W}pPr")
        named = own.find(f"{W}pStyle") if own is not None else None
        style = self.styles.get(str(named.get(f"{W}val")) if named is not None else self.default)
        properties = [own]
        for _ in range(20):  # styles may be based on each other in a circle
            if style is None:
                break
            properties.append(style.find(f"{W}pPr"))
            base = style.find(f"{W}basedOn")
            style = self.styles.get(str(base.get(f"{W}val"))) if base is not None else None
        place = list_of(properties)
        return self.numbering.label(*place) if place else ""

    def _table(self, table: _Element) -> Iterator[str]:
        """The lines of a table.

        A table that only sets things side by side (of one row, or a letterhead) is read cell after
        cell, line by line. Of any other each row is a line, its cells divided by " | "; what a short cell
        over several rows says is said in each of them.
        """
        rows = [row for row in table.iter(f"{W}tr") if _owner(row) is table]
        cells = [list(_cells(row)) for row in rows]
        if len(rows) == 1 or any(LETTERHEAD.search(self._text(cell)) for row in cells for cell in row):
            for row in cells:
                for cell in row:
                    yield from self.lines(cell)
            return
        above: dict[int, str] = {}
        for element, row in zip(rows, cells, strict=True):
            own = [" ".join(" ".join(self.lines(cell)).split()) for cell in row]
            said = []
            column = _number(element, "trPr", "gridBefore", 0)
            for cell, text in zip(row, own, strict=True):
                said.append(text or above.get(column, "") if any(own) and _goes_on(cell) else text)
                above[column] = said[-1] if len(said[-1]) <= LONGEST_REPEATED else ""
                column += _number(cell, "tcPr", "gridSpan", 1)
            yield " | ".join(said)

    @staticmethod
    def _numbering(document: WordDocument) -> Numbering:
        try:
            part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return Numbering()
        return read_numbering(_parsed(part.blob))

    def _notes(self, document: WordDocument, relation: str) -> dict[str, str]:
        try:
            part = document.part.part_related_by(relation)
        except KeyError:
            return {}
        root = _parsed(part.blob)
        return {
            # those with a type are the lines that divide notes from the text
            str(note.get(f"{W}id")): " ".join(" ".join(self._text(p) for p in note.iter(f"{W}p")).split())
            for note in root
            if note.get(f"{W}type") is None
        }


def _parsed(blob: bytes) -> _Element:
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _goes_on(cell: _Element) -> bool:
    """True for a cell that is one with the cell above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val") != "restart"


def _number(element: _Element, properties: str, name: str, default: int) -> int:
    """A count among the properties of a row or cell."""
    found = element.find(f"{W}{properties}/{W}{name}")
    value = str(found.get(f"{W}val")) if found is not None else ""
    return int(value) if value.isdecimal() else default


def _cells(row: _Element) -> Iterator[_Element]:
    """The cells of a row; one that goes on with the cell above has no words of its own."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _owner(row: _Element) -> _Element | None:
    """The table that a row belongs to, not one around it."""
    return next(row.iterancestors(f"{W}tbl"), None)
