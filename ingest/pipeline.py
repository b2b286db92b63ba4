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
from ingest.cleaning.corrections import load_decisions, save_decisions
from ingest.documents import Document, Fact, Mark, Metadata, Page, Section
from ingest.edits import EditedText
from ingest.errors import CanCuError, UnreadableFileError
from ingest.hand import HandWork, apply_edits, apply_facts, covered, load_hand
from ingest.layout import PageStart, join_lines
from ingest.library import Library
from ingest.metadata import read_metadata
from ingest.readers import READERS, read
from ingest.readers.source import Source
from ingest.references import find_references
from ingest.register import REGISTER_FILE, REGISTER_KIND, parse_register, register_text
from ingest.spans import Span
from ingest.structure import find_sections
from ingest.words import Words

log = logging.getLogger(__name__)
_GROUP_FILES, _GROUP_BYTES = 64, 1 << 20


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and the places of its words."""

    document: Document
    words: Words


def read_document(data: bytes, file_name: str, data_dir: Path | None = None) -> Document:
    """A document from the bytes of a file; ``data_dir`` holds decisions on earlier corrections.

    Raises UnreadableFileError.
    """
    return read_file(data, file_name, data_dir).document


def read_file(data: bytes, file_name: str, data_dir: Path | None = None) -> Reading:
    """A document from the bytes of a file, and where its words stand. Raises UnreadableFileError."""
    document_id = hashlib.sha256(data).hexdigest()
    if file_name == REGISTER_FILE:
        document = _register_document(data, document_id, file_name.rsplit(".", 1)[0])
        return Reading(document, Words.of(document.original))
    source = read(data, file_name)
    return Reading(_document(source, document_id, file_name, data_dir), source.words)


def _document(source: Source, document_id: str, file_name: str, data_dir: Path | None) -> Document:
    decisions = load_decisions(data_dir, document_id) if data_dir else None
    cleaned = clean(source.text, decisions) if source.recognised else Cleaned(EditedText(source.text))
    hand = load_hand(data_dir, document_id) if data_dir else HandWork()
    edited = apply_edits(cleaned.edited, hand.edits)
    edited = edited.then(join_lines(edited.text)) if source.wrapped else edited
    text = edited.text
    if not text.strip():
        raise UnreadableFileError(f"Tệp {file_name} không có chữ.", "Hãy kiểm tra lại tệp rồi nạp lại.")
    sections = find_sections(text)
    pages = _pages(source, edited)
    return Document(
        id=document_id,
        name=file_name.rsplit(".", 1)[0],
        file_name=file_name,
        original=source.text,
        text=text,
        edits=edited.edits,
        proposals=cleaned.proposals,
        marks=tuple(Mark(edited.to_clean(span)) for span in cleaned.illegible if not covered(span, edited)),
        metadata=apply_facts(read_metadata(text, sections), hand.facts),
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


@dataclass(slots=True)
class _Item:
    """A file on its way in: what was read of it, and how it went so far."""

    path: Path
    data: bytes = b""
    outcome: Outcome | None = None


def add_files(files: Iterable[Path], library: Library, index: Index) -> Iterator[Outcome]:
    """Ingest files in groups, yielding each one's outcome in their order.

    A file that fails is reported and leaves everything as it was; the others still go in.
    The caller holds ``library.locked()``.
    """
    names = {document.name: document.id for document in library.documents()}
    for group in _groups(files):
        yield from _add_group(group, library, index, names)


def _groups(files: Iterable[Path]) -> Iterator[list[Path]]:
    """Files to embed and index together: many small ones at once save most of the time."""
    group: list[Path] = []
    size = 0
    for path in files:
        size += path.stat().st_size if path.is_file() else 0
        if group and (len(group) == _GROUP_FILES or size > _GROUP_BYTES):
            yield group
            group, size = [], path.stat().st_size if path.is_file() else 0
        group.append(path)
    if group:
        yield group


def _add_group(paths: list[Path], library: Library, index: Index, names: dict[str, str]) -> Iterator[Outcome]:
    known = {*names.values()}
    items: list[_Item] = []
    readings: list[Reading] = []
    for path in paths:
        item = _Item(path)
        items.append(item)
        try:
            item.data = _bytes_of(path)
            document_id = hashlib.sha256(item.data).hexdigest()
            if document_id in known:
                item.outcome = Outcome(path, Status.UNCHANGED, _already(document_id, readings, library))
                continue
            _keep_decisions(document_id, names.get(path.name.rsplit(".", 1)[0]), library)
            reading = read_file(item.data, path.name, library.data_dir)
        except CanCuError as error:
            item.outcome = _failed(path, error)
            continue
        known.add(document_id)
        readings.append(reading)
    # First the derived indexes, last the library: a crash in between leaves index entries
    # that the next start finds without a document, and removes.
    try:
        index.add([reading.document for reading in readings])
    except CanCuError as error:
        for item in items:
            item.outcome = item.outcome or _failed(item.path, error)
    waiting = iter(readings)
    for item in items:
        yield item.outcome or _put(item, next(waiting), library, index, names)


def _put(item: _Item, reading: Reading, library: Library, index: Index, names: dict[str, str]) -> Outcome:
    document = reading.document
    replaced = names.get(document.name)
    try:
        library.put(document, item.data, replacing=replaced, words=reading.words)
        if replaced:
            index.remove([replaced])
    except CanCuError as error:
        return _failed(item.path, error)
    names[document.name] = document.id
    return Outcome(item.path, Status.REPLACED if replaced else Status.ADDED, document)


def _failed(path: Path, error: CanCuError) -> Outcome:
    log.warning("ingest of %s failed", path, exc_info=error)
    return Outcome(path, Status.FAILED, error=str(error))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"Không mở được tệp {path}.", "Hãy kiểm tra đường dẫn và quyền đọc."
        ) from error


def _already(document_id: str, readings: Sequence[Reading], library: Library) -> Document:
    read_now = next((r.document for r in readings if r.document.id == document_id), None)
    return read_now or library.get(document_id)


def _keep_decisions(document_id: str, replaced: str | None, library: Library) -> None:
    """Decisions on corrections of the version that a file replaces hold for the new one too."""
    if replaced and not load_decisions(library.data_dir, document_id):
        earlier = load_decisions(library.data_dir, replaced)
        if earlier:
            save_decisions(library.data_dir, document_id, earlier)


def remove_document(document: Document, library: Library, index: Index) -> None:
    """Take a document out of the library and then out of the indexes."""
    library.remove(document.id)
    index.remove([document.id])
