"""Files on their way into the library and the indexes, and out again."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from ingest.cleaning.corrections import load_decisions, save_decisions
from ingest.documents import Document
from ingest.errors import CanCuError, UnreadableFileError
from ingest.library import Library
from ingest.pipeline import Reading, forget_pages, read_file
from ingest.readers.kinds import SUFFIXES
from ingest.readers.watch import QUIET, CancelledError, Watch
from ingest.register import REGISTER_FILE

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
