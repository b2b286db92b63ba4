"""From a file to a document in the library and the indexes: the table of contents of ingest."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from ingest.chunks import make_chunks
from ingest.cleaning import clean
from ingest.cleaning.cleaned import Cleaned
from ingest.cleaning.corrections import load_decisions
from ingest.documents import Document, Fact, Mark, Metadata, Page, Section
from ingest.edits import EditedText
from ingest.errors import CanCuError, UnreadableFileError
from ingest.layout import PageStart, join_lines
from ingest.library import Library
from ingest.metadata import read_metadata
from ingest.readers import READERS, read
from ingest.readers.source import Source
from ingest.references import find_references
from ingest.register import REGISTER_FILE, REGISTER_KIND, parse_register, register_text
from ingest.spans import Span
from ingest.structure import find_sections

log = logging.getLogger(__name__)


class Index(Protocol):
    """What ingest asks of the search indexes."""

    def add(self, documents: Sequence[Document]) -> None:
        """Make the documents searchable; adding one again changes nothing."""

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget the documents."""


class Status(Enum):
    """What became of a file given to ingest, in the words the user reads."""

    ADDED = "đã nạp"
    REPLACED = "đã thay bản trước"
    UNCHANGED = "không thay đổi"
    FAILED = "lỗi"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's result; ``document`` is None only where it failed, and ``error`` says why."""

    path: Path
    status: Status
    document: Document | None = None
    error: str = ""


def read_document(data: bytes, file_name: str, data_dir: Path | None = None) -> Document:
    """A document from the bytes of a file; ``data_dir`` holds decisions on earlier corrections.

    Raises UnreadableFileError.
    """
    document_id = hashlib.sha256(data).hexdigest()
    name = file_name.rsplit(".", 1)[0]
    if file_name == REGISTER_FILE:
        return _register_document(data, document_id, name)
    source = read(data, file_name)
    decisions = load_decisions(data_dir, document_id) if data_dir else None
    cleaned = clean(source.text, decisions) if source.recognised else Cleaned(EditedText(source.text))
    edited = cleaned.edited.then(join_lines(cleaned.edited.text))
    text = edited.text
    if not text.strip():
        raise UnreadableFileError(f"Tệp {file_name} không có chữ.", "Hãy kiểm tra lại tệp rồi nạp lại.")
    sections = find_sections(text)
    pages = _pages(source, edited)
    return Document(
        id=document_id,
        name=name,
        file_name=file_name,
        original=source.text,
        text=text,
        edits=edited.edits,
        proposals=cleaned.proposals,
        marks=tuple(Mark(edited.to_clean(span)) for span in cleaned.illegible),
        metadata=read_metadata(text, sections),
        pages=pages,
        sections=sections,
        chunks=make_chunks(text, sections, pages),
        references=find_references(text, sections),
    )


def _register_document(data: bytes, document_id: str, name: str) -> Document:
    register = parse_register(data.decode("utf-8", errors="replace"))
    text = register_text(register)
    sections, start = [], 0
    for entry in register.decisions:
        end = start + len(entry.sentence()) + 1
        sections.append(Section(entry.number, f"{entry.kind} số {entry.number}", (), Span(start, end), start))
        start = end
    return Document(
        id=document_id,
        name=name,
        file_name=REGISTER_FILE,
        original=text,
        text=text,
        metadata=Metadata(kind=Fact(REGISTER_KIND)),
        sections=tuple(sections),
        chunks=make_chunks(text, sections, ()),
        references=find_references(text, sections),
    )


def _pages(source: Source, edited: EditedText) -> tuple[Page, ...]:
    """The pages as spans of the cleaned text, which they tile."""
    if not source.page_starts:
        return ()
    starts = [PageStart(0), *source.page_starts[1:]]
    offsets = [edited.to_clean(Span(s.offset, s.offset)).start for s in starts]
    ends = [*offsets[1:], len(edited.text)]
    return tuple(
        Page(number, Span(start, max(start, end)), page.certain)
        for number, (page, start, end) in enumerate(zip(starts, offsets, ends, strict=True), 1)
    )


def collect(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to ingest among ``paths`` and the folders' contents, and those passed over."""
    taken: list[Path] = []
    passed: list[Path] = []
    for path in paths:
        if not path.is_dir():
            taken.append(path)
            continue
        for file in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
            known = file.suffix.lower() in READERS or file.name == REGISTER_FILE
            (taken if known else passed).append(file)
    return list(dict.fromkeys(taken)), passed


def add_files(files: Iterable[Path], library: Library, index: Index) -> Iterator[Outcome]:
    """Ingest files one after the other, yielding each one's outcome.

    A file that fails is reported and leaves everything as it was; the others still go in.
    The caller holds ``library.locked()``.
    """
    names = {document.name: document.id for document in library.documents()}
    known = set(names.values())
    for path in files:
        try:
            outcome = _add_file(path, library, index, names, known)
        except CanCuError as error:
            log.warning("ingest of %s failed", path, exc_info=True)
            outcome = Outcome(path, Status.FAILED, error=str(error))
        yield outcome


def _add_file(path: Path, library: Library, index: Index, names: dict[str, str], known: set[str]) -> Outcome:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"Không mở được tệp {path}.", "Hãy kiểm tra đường dẫn và quyền đọc.") from error
    document_id = hashlib.sha256(data).hexdigest()
    if document_id in known:
        return Outcome(path, Status.UNCHANGED, library.get(document_id))
    document = read_document(data, path.name, library.data_dir)
    # First the derived indexes, last the library: a crash in between leaves an index entry
    # that the next start finds without a document, and removes.
    index.add([document])
    library.put(document, data)
    replaced = names.get(document.name)
    if replaced:
        library.remove(replaced)
        index.remove([replaced])
        known.discard(replaced)
    names[document.name] = document.id
    known.add(document.id)
    return Outcome(path, Status.REPLACED if replaced else Status.ADDED, document)


def remove_document(document: Document, library: Library, index: Index) -> None:
    """Take a document out of the library and then out of the indexes."""
    library.remove(document.id)
    index.remove([document.id])
