"""From a file to a document in the library and the indexes: the table of contents of ingest."""

import hashlib
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from ingest.chunks import make_chunks
from ingest.cleaning import clean
from ingest.cleaning.cleaned import Cleaned
from ingest.cleaning.corrections import Decisions, load_decisions, save_decisions
from ingest.documents import Document, Fact, Mark, Metadata, Page, Section
from ingest.edits import Edit, EditedText
from ingest.errors import CanCuError, UnreadableFileError
from ingest.hand import HandWork, apply_edits, apply_facts, covered, load_hand
from ingest.layout import PageStart, join_lines
from ingest.library import Library
from ingest.metadata import read_metadata
from ingest.readers import read
from ingest.readers.kinds import SUFFIXES
from ingest.readers.source import Source
from ingest.readers.watch import QUIET, CancelledError, Watch
from ingest.references import find_references
from ingest.register import REGISTER_FILE, REGISTER_KIND, parse_register, register_text
from ingest.spans import Span
from ingest.structure import find_sections
from ingest.words import Words
from ingest.wrapping import soft_ends

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
    CANCELLED = "đã dừng"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's result; ``document`` is None only where it failed or was stopped, and ``error`` says why."""

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


def read_file(data: bytes, file_name: str, data_dir: Path | None = None, watch: Watch = QUIET) -> Reading:
    """A document from the bytes of a file, and where its words stand.

    Recognised pages of a scan are kept under ``data_dir`` until ``forget_pages``. Raises
    UnreadableFileError, RecogniserMissingError, CancelledError.
    """
    document_id = hashlib.sha256(data).hexdigest()
    if file_name == REGISTER_FILE:
        document = _register_document(data, document_id, file_name.rsplit(".", 1)[0])
        return Reading(document, Words.of(document.original))
    cache = _page_cache(data_dir, document_id) if data_dir else None
    source = read(data, file_name, cache, watch)
    return Reading(_document(source, document_id, file_name, data_dir), source.words)


def read_again(document: Document, library: Library) -> Reading:
    """A document made anew from the text that was read from its file, with the decisions that now hold.

    Nothing is recognised again. Raises DataDirError; UnreadableFileError for a record from before
    its layout was kept, whose file is read again.
    """
    if document.wrapped is None:
        return read_file(library.file_data(document), document.file_name, library.data_dir)
    source = source_again(document, library.words(document))
    return Reading(_document(source, document.id, document.file_name, library.data_dir), source.words)


def source_again(document: Document, words: Words) -> Source:
    """What the reader made of a document's file, from what is kept of it."""
    recognised = any(page.recognised for page in document.pages)
    return Source(
        document.original,
        tuple(PageStart(p.original_start, p.certain, p.recognised) for p in document.pages),
        recognised or document.file_name.lower().endswith(".txt"),
        bool(document.wrapped),
        words,
        document.asides,
    )


def forget_pages(data_dir: Path, document_id: str) -> None:
    """Remove what was kept of a document's recognised pages, now that the library has it."""
    shutil.rmtree(_page_cache(data_dir, document_id), ignore_errors=True)


def _page_cache(data_dir: Path, document_id: str) -> Path:
    return data_dir / "pages" / document_id


def _document(source: Source, document_id: str, file_name: str, data_dir: Path | None) -> Document:
    decisions = load_decisions(data_dir, document_id) if data_dir else None
    cleaned = _cleaned(source, decisions)
    hand = load_hand(data_dir, document_id) if data_dir else HandWork()
    edited = apply_edits(cleaned.edited, hand.edits)
    edited = edited.then(join_lines(edited.text, _soft_ends(source, edited))) if source.wrapped else edited
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
        asides=source.asides,
        wrapped=source.wrapped,
    )


def _soft_ends(source: Source, edited: EditedText) -> frozenset[int] | None:
    """The line ends of the cleaned text at which the printed page shows that a paragraph goes on."""
    soft = soft_ends(source.text, source.words)
    return None if soft is None else frozenset(edited.to_clean(Span(end, end)).start for end in soft)


def _cleaned(source: Source, decisions: Decisions | None) -> Cleaned:
    """The text cleaned where it was recognised: pages with letters of their own stay as they are."""
    edits: list[Edit] = []
    proposals: list[Edit] = []
    marks: list[Span] = []
    for start, part in recognised_parts(source):
        done = clean(part, decisions)
        edits += (edit.shifted(start) for edit in done.edited.edits)
        proposals += (edit.shifted(start) for edit in done.proposals)
        marks += (span.shifted(start) for span in done.illegible)
    return Cleaned(EditedText(source.text, tuple(edits)), tuple(proposals), tuple(marks))


def recognised_parts(source: Source) -> Iterator[tuple[int, str]]:
    """The runs of pages whose letters were recognised, which are cleaned each by itself: start and text."""
    if not any(start.recognised for start in source.page_starts):
        if source.recognised:
            yield 0, source.text
        return
    runs = [(s.offset if n else 0, s.recognised) for n, s in enumerate(source.page_starts)]
    firsts = [run for n, run in enumerate(runs) if not n or run[1] != runs[n - 1][1]]
    ends = [*(start for start, _ in firsts[1:]), len(source.text)]
    for (start, recognised), end in zip(firsts, ends, strict=True):
        if recognised:
            yield start, source.text[start:end]


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
    starts = [replace(source.page_starts[0], offset=0), *source.page_starts[1:]]
    offsets = [edited.to_clean(Span(s.offset, s.offset)).start for s in starts]
    ends = [*offsets[1:], len(edited.text)]
    return tuple(
        Page(
            number,
            Span(start, max(start, end)),
            page.certain,
            page.offset,
            page.recognised,
            source.words.page_confidence(number),
        )
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
            known = file.suffix.lower() in SUFFIXES or file.name == REGISTER_FILE
            (taken if known else passed).append(file)
    return list(dict.fromkeys(taken)), passed


@dataclass(slots=True)
class _Item:
    """A file on its way in: what was read of it, and how it went so far."""

    path: Path
    data: bytes = b""
    outcome: Outcome | None = None


def add_files(
    files: Iterable[Path],
    library: Library,
    index: Index,
    watch: Watch = QUIET,
    replacing: Mapping[Path, str] | None = None,
) -> Iterator[Outcome]:
    """Ingest files in groups, yielding each one's outcome in their order.

    A file replaces the document of its name, and the one whose id ``replacing`` gives for it: they
    are kept as earlier versions, out of search.

    A file that fails is reported and leaves everything as it was; the others still go in. Once
    ``watch`` cancels, what has been read goes in and nothing more is. The caller holds ``library.locked()``.
    """
    names = {document.name: document.id for document in library.documents()}
    for group in _groups(files):
        yield from _add_group(group, library, index, names, watch, replacing or {})


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


def _add_group(
    paths: list[Path],
    library: Library,
    index: Index,
    names: dict[str, str],
    watch: Watch,
    replacing: Mapping[Path, str],
) -> Iterator[Outcome]:
    known = {*names.values()}
    items: list[_Item] = []
    readings: list[Reading] = []
    for path in paths:
        item = _Item(path)
        items.append(item)
        try:
            if watch.cancelled():
                raise CancelledError(path.name)
            item.data = _bytes_of(path)
            document_id = hashlib.sha256(item.data).hexdigest()
            if document_id in known:
                item.outcome = Outcome(path, Status.UNCHANGED, _already(document_id, readings, library))
                continue
            _keep_decisions(
                document_id, replacing.get(path) or names.get(path.name.rsplit(".", 1)[0]), library
            )
            reading = read_file(item.data, path.name, library.data_dir, watch)
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
        yield item.outcome or _put(item, next(waiting), library, index, names, replacing.get(item.path))


def _put(
    item: _Item, reading: Reading, library: Library, index: Index, names: dict[str, str], replaced: str | None
) -> Outcome:
    document = reading.document
    earlier = [i for i in dict.fromkeys((names.get(document.name), replaced)) if i and i != document.id]
    try:
        library.put(document, item.data, replacing=earlier, words=reading.words)
        if earlier:
            index.remove(earlier)
    except CanCuError as error:
        return _failed(item.path, error)
    forget_pages(library.data_dir, document.id)
    for name in [name for name, document_id in names.items() if document_id in earlier]:
        del names[name]
    names[document.name] = document.id
    return Outcome(item.path, Status.REPLACED if earlier else Status.ADDED, document)


def _failed(path: Path, error: CanCuError) -> Outcome:
    if isinstance(error, CancelledError):
        return Outcome(path, Status.CANCELLED, error=str(error))
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
