"""The library: every ingested document on disk, whole or not at all.

``library/<id>.json`` holds a document, ``library/<id>.words.npz`` the places of its words,
``files/<id><ending>`` the file it came from (``files/<id>.<n><ending>`` where it is made of several). A file is written beside its place and renamed into it;
the rename of the record, which comes last, is the moment a document is in.
A note ``library/<new id>.replaces`` says which earlier versions go out when a new one is in, so
that a run stopped between the two is finished by ``mend``. An earlier version is kept, with its file
and words, as ``replaced/<id>.json``: it is no document of the library any more (no search finds
it), but it can be shown, and says what replaced it.
The search indexes are derived from the library and follow it, never the other way round.
"""

import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from ingest.documents import Document
from ingest.errors import DataDirError
from ingest.words import Words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier version of a document: ``by`` is the id of what replaced it, ``on`` the day (ISO)."""

    document: Document
    by: str
    on: str


_REPLACED = TypeAdapter(Replaced)
_DOCUMENT = TypeAdapter(Document)
_KEEP_PAGES = 30 * 24 * 3600  # seconds; the recognised pages of a scan whose reading was stopped
LOCK_WAIT = 30.0  # seconds


class LockedError(DataDirError):
    """Another run is writing to the data directory."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a reader sees the old file or the new one, never a part.

    Raises DataDirError where the directory can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".tmp", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise data_dir_error(path.parent) from error


def data_dir_error(path: Path) -> DataDirError:
    return DataDirError(
        f"Không ghi được vào thư mục dữ liệu {path}.",
        "Hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc chọn thư mục khác bằng --data-dir.",
    )


@dataclass(frozen=True, slots=True)
class Library:
    """The documents under ``data_dir``. Cheap to make; every call looks at the disk."""

    data_dir: Path

    @property
    def folder(self) -> Path:
        return self.data_dir / "library"

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Time and size of every document's record: they change when the document does."""
        try:
            found = ((path.stem, path.stat()) for path in self.folder.glob("*.json"))
            return {stem: (stat.st_mtime_ns, stat.st_size) for stem, stat in found}
        except FileNotFoundError:  # removed while we looked
            return self.stamps()
        except OSError as error:
            raise data_dir_error(self.folder) from error

    def ids(self) -> set[str]:
        """The ids of all documents in the library."""
        try:
            return {path.stem for path in self.folder.glob("*.json")}
        except OSError as error:
            raise data_dir_error(self.folder) from error

    def get(self, document_id: str) -> Document:
        """A document by its id. Raises DataDirError if it is not there or its record is damaged."""
        try:
            return _DOCUMENT.validate_json((self.folder / f"{document_id}.json").read_bytes())
        except (OSError, ValidationError) as error:
            raise DataDirError(
                f"Bản ghi tài liệu {document_id[:12]} trong {self.folder} bị hỏng hoặc không còn.",
                f"Hãy xoá tệp {document_id}.json ở đó rồi nạp lại tài liệu gốc.",
            ) from error

    def documents(self) -> Iterator[Document]:
        """All documents, by name."""
        yield from sorted((self.get(i) for i in self.ids()), key=lambda d: (d.name, d.id))

    def file_data(self, document: Document, part: int = 0) -> bytes:
        """The bytes of the file, or of that part of several, that a document came from. Raises DataDirError."""
        path = self.file_path(document, part)
        try:
            return path.read_bytes()
        except OSError as error:
            raise DataDirError(f"Không còn tệp gốc {path}.", "Hãy nạp lại tài liệu gốc.") from error

    def contents(self, document: Document) -> tuple[bytes, ...]:
        """The bytes of all files that a document came from, in order. Raises DataDirError."""
        return tuple(self.file_data(document, part) for part in range(max(1, len(document.parts))))

    def words(self, document: Document) -> Words:
        """The places of a document's words; none where it has no pages to show.

        A damaged file counts as none: nothing is then marked rather than the wrong words.
        """
        try:
            words = Words.from_bytes(self._words_file(document.id).read_bytes())
        except FileNotFoundError:
            return Words.of(document.original)
        except (OSError, ValueError) as error:
            log.warning("the words of %s can't be read", document.id, exc_info=error)
            return Words.of(document.original)
        return words if words.belong_to(document.original) else Words.of(document.original)

    def replaced(self) -> Iterator[Replaced]:
        """All earlier versions, the one replaced last first. Raises DataDirError."""
        found = [self._replaced(path) for path in self._replaced_folder.glob("*.json")]
        yield from sorted(found, key=lambda r: (r.on, r.document.name, r.document.id), reverse=True)

    def earlier(self, document_id: str) -> tuple[Replaced, ...]:
        """The versions that led to a document, the newest first. Raises DataDirError."""
        by_next: dict[str, list[Replaced]] = {}
        for item in self.replaced():
            by_next.setdefault(item.by, []).append(item)
        chain: list[Replaced] = []
        waiting = [document_id]
        while waiting:
            found = by_next.pop(waiting.pop(0), [])
            chain += found
            waiting += [item.document.id for item in found]
        return tuple(chain)

    def put(
        self,
        document: Document,
        *contents: bytes,
        replacing: Iterable[str] = (),
        words: Words | None = None,
    ) -> None:
        """Add a document with the bytes of its file, or of all its files in order.

        The documents with the ids ``replacing`` become earlier versions.

        ``words`` are the places of its words; None keeps those that are there. Raises DataDirError.
        """
        earlier = [i for i in replacing if i != document.id]
        for part, data in enumerate(contents):
            write_atomically(self.file_path(document, part), data)
        if words is not None and len(words):
            write_atomically(self._words_file(document.id), words.to_bytes())
        if earlier:
            write_atomically(self.folder / f"{document.id}.replaces", "\n".join(earlier).encode("ascii"))
        write_atomically(self.folder / f"{document.id}.json", _DOCUMENT.dump_json(document))
        if earlier:
            self._finish_replacing(document.id)
        # an earlier version that comes back is one no longer
        self._drop(self._replaced_folder / f"{document.id}.json")

    def mend(self) -> None:
        """Finish or clear away what a stopped run left. The caller holds ``locked()``."""
        try:
            for note in self.folder.glob("*.replaces"):
                self._finish_replacing(note.stem)
            for folder in (self.data_dir, self.folder, self._replaced_folder, self.data_dir / "files"):
                for path in folder.glob(".*.tmp"):
                    path.unlink(missing_ok=True)
            current = self.ids()
            for pages in (self.data_dir / "pages").glob("*"):
                # recognised pages of what is in by now, or that nobody came back for
                if pages.name in current or pages.stat().st_mtime < time.time() - _KEEP_PAGES:
                    shutil.rmtree(pages, ignore_errors=True)
            for document_id in current & self._replaced_ids():
                self._drop(self._replaced_folder / f"{document_id}.json")
            known = current | self._replaced_ids()
            for path in (*(self.data_dir / "files").glob("*"), *self.folder.glob("*.npz")):
                if path.name.split(".", 1)[0] not in known:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise data_dir_error(self.folder) from error

    def _finish_replacing(self, document_id: str) -> None:
        note = self.folder / f"{document_id}.replaces"
        if (self.folder / f"{document_id}.json").exists():
            for earlier in note.read_text(encoding="ascii").split():
                self._retire(earlier, document_id)
        note.unlink(missing_ok=True)

    def _retire(self, document_id: str, by: str) -> None:
        """Make a document an earlier version of ``by``; nothing happens if it is not there."""
        record = self.folder / f"{document_id}.json"
        if record.exists():
            item = Replaced(self.get(document_id), by, date.today().isoformat())
            write_atomically(self._replaced_folder / f"{document_id}.json", _REPLACED.dump_json(item))
            self._drop(record)

    def _replaced(self, path: Path) -> Replaced:
        try:
            return _REPLACED.validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise DataDirError(
                f"Bản ghi {path} của một bản đã được thay bị hỏng.",
                "Hãy xoá tệp đó; bản đang dùng không bị ảnh hưởng.",
            ) from error

    @property
    def _replaced_folder(self) -> Path:
        return self.data_dir / "replaced"

    def _replaced_ids(self) -> set[str]:
        return {path.stem for path in self._replaced_folder.glob("*.json")}

    @staticmethod
    def _drop(path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise data_dir_error(path.parent) from error

    def file_path(self, document: Document, part: int = 0) -> Path:
        """Where the file that a document came from is kept; of several files that of number ``part``, from 0."""
        name, number = document.file_name, ""
        if document.parts:
            name, number = document.parts[part].file_name, f".{part + 1}"
        return self.data_dir / "files" / f"{document.id}{number}{Path(name).suffix.lower()}"

    def _words_file(self, document_id: str) -> Path:
        return self.folder / f"{document_id}.words.npz"

    def remove(self, document_id: str) -> None:
        """Take a document, its file and its earlier versions out; nothing happens if it is not there."""
        ids = [document_id, *(item.document.id for item in self.earlier(document_id))]
        try:
            (self.folder / f"{document_id}.json").unlink(missing_ok=True)
            for gone in reversed(ids):
                self._words_file(gone).unlink(missing_ok=True)
                for path in (self.data_dir / "files").glob(f"{gone}.*"):
                    path.unlink(missing_ok=True)
                (self._replaced_folder / f"{gone}.json").unlink(missing_ok=True)
        except OSError as error:
            raise data_dir_error(self.folder) from error

    @contextmanager
    def locked(self, wait: float = LOCK_WAIT) -> Iterator[None]:
        """Hold the data directory for writing; other writers wait, and give up after ``wait`` seconds.

        Raises LockedError, or DataDirError where the directory can't be written.
        """
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise data_dir_error(self.data_dir) from error
        try:
            # One lock a thread: whoever holds it may go through it again.
            with FileLock(self.data_dir / ".lock", is_singleton=True).acquire(timeout=wait):
                yield
        except Timeout as error:
            raise LockedError(
                f"Thư mục dữ liệu {self.data_dir} đang được một lượt nạp khác sử dụng.",
                "Hãy đợi lượt đó xong rồi thử lại.",
            ) from error
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise data_dir_error(self.data_dir) from error
