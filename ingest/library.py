"""The library: every ingested document on disk, whole or not at all.

``library/<id>.json`` holds a document, ``library/<id>.words.npz`` the places of its words,
``files/<id><ending>`` the file it came from. A file is written beside its place and renamed into it;
the rename of the record, which comes last, is the moment a document is in.
A note ``library/<new id>.replaces`` says which earlier version goes out when a new one is in, so
that a run stopped between the two is finished by ``mend``.
The search indexes are derived from the library and follow it, never the other way round.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from ingest.documents import Document
from ingest.errors import DataDirError
from ingest.words import Words

log = logging.getLogger(__name__)
_DOCUMENT = TypeAdapter(Document)
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

    def file_data(self, document: Document) -> bytes:
        """The bytes of the file that a document came from. Raises DataDirError."""
        path = self.file_path(document)
        try:
            return path.read_bytes()
        except OSError as error:
            raise DataDirError(f"Không còn tệp gốc {path}.", "Hãy nạp lại tài liệu gốc.") from error

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

    def put(
        self, document: Document, file_data: bytes, replacing: str | None = None, words: Words | None = None
    ) -> None:
        """Add a document with the bytes of its file, in place of the one with the id ``replacing``.

        ``words`` are the places of its words; None keeps those that are there. Raises DataDirError.
        """
        write_atomically(self.file_path(document), file_data)
        if words is not None and len(words):
            write_atomically(self._words_file(document.id), words.to_bytes())
        if replacing:
            write_atomically(self.folder / f"{document.id}.replaces", replacing.encode("ascii"))
        write_atomically(self.folder / f"{document.id}.json", _DOCUMENT.dump_json(document))
        if replacing:
            self._finish_replacing(document.id)

    def mend(self) -> None:
        """Finish or clear away what a stopped run left. The caller holds ``locked()``."""
        try:
            for note in self.folder.glob("*.replaces"):
                self._finish_replacing(note.stem)
            for folder in (self.data_dir, self.folder, self.data_dir / "files"):
                for path in folder.glob(".*.tmp"):
                    path.unlink(missing_ok=True)
            known = self.ids()
            for path in (*(self.data_dir / "files").glob("*"), *self.folder.glob("*.npz")):
                if path.name.split(".", 1)[0] not in known:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise data_dir_error(self.folder) from error

    def _finish_replacing(self, document_id: str) -> None:
        note = self.folder / f"{document_id}.replaces"
        if (self.folder / f"{document_id}.json").exists():
            self.remove(note.read_text(encoding="ascii"))
        note.unlink(missing_ok=True)

    def file_path(self, document: Document) -> Path:
        """Where the file that a document came from is kept."""
        return self.data_dir / "files" / f"{document.id}{Path(document.file_name).suffix.lower()}"

    def _words_file(self, document_id: str) -> Path:
        return self.folder / f"{document_id}.words.npz"

    def remove(self, document_id: str) -> None:
        """Take a document and its file out; nothing happens if it is not there."""
        try:
            (self.folder / f"{document_id}.json").unlink(missing_ok=True)
            self._words_file(document_id).unlink(missing_ok=True)
            for path in (self.data_dir / "files").glob(f"{document_id}.*"):
                path.unlink(missing_ok=True)
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
            with FileLock(self.data_dir / ".lock", timeout=wait):
                yield
        except Timeout as error:
            raise LockedError(
                f"Thư mục dữ liệu {self.data_dir} đang được một lượt nạp khác sử dụng.",
                "Hãy đợi lượt đó xong rồi thử lại.",
            ) from error
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise data_dir_error(self.data_dir) from error
