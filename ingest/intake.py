"""Files on their way into the library and the indexes, and out again."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from ingest.cleaning.corrections import load_decisions, save_decisions
from ingest.documents import Document
from ingest.errors import CanCuError, UnreadableFileError
from ingest.library import Library, LockedError
from ingest.pipeline import Reading, forget_pages, read_file, read_files
from ingest.readers.kinds import SUFFIXES
from ingest.readers.several import NamedFile, hash_of
from ingest.readers.watch import QUIET, CancelledError, Watch
from ingest.register import REGISTER_FILE

log = logging.getLogger(__name__)
_GROUP_FILES, _GROUP_BYTES = 64, 1 << 20
_TRY = 1.0  # seconds between two looks whether another run has done with the library


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
class Bundle:
    """Several files that make one document, called ``name``, in this order."""

    name: str
    paths: tuple[Path, ...]


Given = Path | Bundle
"""What makes one document: a file, or several."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; ``document`` is None only where it failed or was stopped, and ``error`` says why.

    ``path`` is the file's; of a bundle it is the name of its document.
    """

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
    """What makes a document, on its way in: what was read of it (None: it is known), and how it went so far."""

    given: Given
    document_id: str = ""
    contents: tuple[bytes, ...] = ()
    reading: Reading | None = None
    outcome: Outcome | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        return self.given.paths if isinstance(self.given, Bundle) else (self.given,)

    @property
    def label(self) -> Path:
        return Path(self.given.name) if isinstance(self.given, Bundle) else self.given

    @property
    def name(self) -> str:
        """The name that its document will have."""
        return self.given.name if isinstance(self.given, Bundle) else self.given.name.rsplit(".", 1)[0]

    def read(self, library: Library, watch: Watch) -> Reading:
        """The document. Raises CanCuError."""
        if isinstance(self.given, Bundle):
            named = [NamedFile(p.name, data) for p, data in zip(self.paths, self.contents, strict=True)]
            return read_files(named, self.name, library.data_dir, watch)
        return read_file(self.contents[0], self.given.name, library.data_dir, watch)


class _Names:
    """The names of the documents of a library, by id, as they were when last looked at."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.by_id: dict[str, str] = {}

    def refresh(self) -> None:
        """Look again. The caller holds ``library.locked()``. Raises DataDirError."""
        ids = self._library.ids()
        self.by_id = {i: self.by_id.get(i) or self._library.get(i).name for i in ids}

    def id_of(self, name: str) -> str:
        """The document of this name, or ""."""
        return next((i for i, known in self.by_id.items() if known == name), "")


def add_files(
    files: Iterable[Given],
    library: Library,
    index: Index,
    watch: Watch = QUIET,
    replacing: Mapping[Given, str] | None = None,
) -> Iterator[Outcome]:
    """Ingest files, and bundles of files, in groups, yielding each one's outcome in their order.

    A file replaces the document of its name, and the one whose id ``replacing`` gives for it: they
    are kept as earlier versions, out of search.

    A file that fails is reported and leaves everything as it was; the others still go in. Once
    ``watch`` cancels, what has been read goes in and nothing more is. Reading, which may take hours,
    is done before the library is locked; while another run is writing, this one waits.
    """
    names = _Names(library)
    with _locked_when_free(library, watch, ""):
        names.refresh()
    for items in _groups(files):
        _read_group(items, library, names, watch, replacing or {})
        try:
            with _locked_when_free(library, watch, items[0].label.name):
                names.refresh()
                outcomes = _put_group(items, library, index, names, replacing or {})
        except CancelledError as error:
            outcomes = [item.outcome or _failed(item.label, error) for item in items]
        yield from outcomes


@contextmanager
def _locked_when_free(library: Library, watch: Watch, file_name: str) -> Iterator[None]:
    """The library's lock, however long another run holds it. Raises CancelledError."""
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(library.locked(_TRY))
                break
            except LockedError:
                if watch.cancelled():
                    raise CancelledError(file_name) from None
                watch.on_wait()
        yield


def _groups(files: Iterable[Given]) -> Iterator[list[_Item]]:
    """Files to embed and index together: many small ones at once save most of the time."""
    group: list[_Item] = []
    size = 0
    for item in map(_Item, files):
        more = sum(path.stat().st_size for path in item.paths if path.is_file())
        if group and (len(group) == _GROUP_FILES or size + more > _GROUP_BYTES):
            yield group
            group, size = [], 0
        group.append(item)
        size += more
    if group:
        yield group


def _read_group(
    items: list[_Item], library: Library, names: _Names, watch: Watch, replacing: Mapping[Given, str]
) -> None:
    known = {*names.by_id}
    for item in items:
        try:
            if watch.cancelled():
                raise CancelledError(item.label.name)
            item.contents = tuple(_bytes_of(path) for path in item.paths)
            item.document_id = hash_of(item.contents)
            if item.document_id in known:
                continue
            _keep_decisions(item.document_id, replacing.get(item.given) or names.id_of(item.name), library)
            item.reading = item.read(library, watch)
            known.add(item.document_id)
        except CanCuError as error:
            item.outcome = _failed(item.label, error)


def _put_group(
    items: list[_Item], library: Library, index: Index, names: _Names, replacing: Mapping[Given, str]
) -> list[Outcome]:
    new = {i.document_id: i.reading.document for i in items if i.reading and i.document_id not in names.by_id}
    # First the derived indexes, last the library: a crash in between leaves index entries
    # that the next start finds without a document, and removes.
    try:
        index.add([*new.values()])
    except CanCuError as error:
        for item in items:
            item.outcome = item.outcome or _failed(item.label, error)
    return [
        item.outcome or _put(item, library, index, names, replacing.get(item.given, "")) for item in items
    ]


def _put(item: _Item, library: Library, index: Index, names: _Names, replaced: str) -> Outcome:
    try:
        if item.reading is None or item.document_id in names.by_id:
            return Outcome(item.label, Status.UNCHANGED, library.get(item.document_id))
        document = item.reading.document
        earlier = [i for i in dict.fromkeys((names.id_of(document.name), replaced)) if i in names.by_id]
        library.put(document, *item.contents, replacing=earlier, words=item.reading.words)
        if earlier:
            index.remove(earlier)
    except CanCuError as error:
        return _failed(item.label, error)
    forget_pages(library.data_dir, item.contents)
    for gone in earlier:
        del names.by_id[gone]
    names.by_id[document.id] = document.name
    return Outcome(item.label, Status.REPLACED if earlier else Status.ADDED, document)


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


def _keep_decisions(document_id: str, replaced: str, library: Library) -> None:
    """Decisions on corrections of the version that a file replaces hold for the new one too."""
    if replaced and not load_decisions(library.data_dir, document_id):
        earlier = load_decisions(library.data_dir, replaced)
        if earlier:
            save_decisions(library.data_dir, document_id, earlier)


def remove_document(document: Document, library: Library, index: Index) -> None:
    """Take a document out of the library and then out of the indexes."""
    library.remove(document.id)
    index.remove([document.id])
