"""The desk over one library: what is in it, and every change that a person makes to it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from assistant.desk.jobs import STOPPED, Job, Jobs, Progress, State
from assistant.desk.pieces import shown_corrections
from assistant.desk.receiving import Announced, Receiving
from assistant.desk.rows import Row, mean_confidence, row_of
from assistant.desk.uploads import (
    Limits,
    UploadError,
    check_size,
    other_name,
    other_title,
    safe_name,
    safe_title,
)
from ingest.cleaning.corrections import Correction, load_decisions
from ingest.documents import Document
from ingest.errors import CanCuError
from ingest.hand import HandEdit, forget_hand, hand_edit, load_hand, save_hand
from ingest.intake import Bundle, Given, Status, add_files, remove_document
from ingest.library import Library, Replaced
from ingest.readers.several import MOST_PARTS
from ingest.readers.watch import Watch
from ingest.relations import Relations, relations
from ingest.review import correct, decide, list_corrections, reread, set_facts, take_back
from ingest.spans import Span
from vectorstore.corpus import Corpus
from vectorstore.index import SearchIndex

_WAIT = 5.0  # seconds that a person waits for another run's writing
_STATES = {
    Status.ADDED: State.ADDED,
    Status.REPLACED: State.REPLACED,
    Status.UNCHANGED: State.UNCHANGED,
    Status.FAILED: State.FAILED,
    Status.CANCELLED: State.CANCELLED,
}


class NoDocumentError(CanCuError):
    """A document that is not, or no longer, in the library."""

    def __init__(self) -> None:
        super().__init__("Tài liệu này không còn trong kho.", "Hãy quay lại danh sách tài liệu.")


class SameNameError(UploadError):
    """A document of that name is there, and nobody said what should become of it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Đã có tài liệu tên “{name}”.", "Hãy chọn thay bản cũ hoặc nạp thành tài liệu khác."
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as the desk shows it, with the corrections that may be judged, and its earlier versions."""

    document: Document
    row: Row
    corrections: tuple[Correction, ...]
    earlier: tuple[Replaced, ...] = ()


class Desk:
    """What the desk does. Safe to share between threads."""

    def __init__(self, index: SearchIndex, limits: Limits) -> None:
        """Raises DataDirError where the data directory can't be written."""
        self.index = index
        self.limits = limits
        self.jobs = Jobs(self.library.data_dir / "desk", self._read_in)
        self._lock = Lock()
        self._confidences: dict[str, tuple[Document, float | None]] = {}
        self._related: tuple[Corpus, Relations] | None = None
        self._opened: dict[str, tuple[Document, tuple[Correction, ...]]] = {}

    @property
    def library(self) -> Library:
        return self.index.library

    # -- looking ---------------------------------------------------------------------------------

    def rows(self) -> list[Row]:
        """The list of documents, by name."""
        return [self._row(document) for document in self.index.corpus.documents]

    def relations(self) -> Relations:
        """How the documents relate to each other; found again when they change."""
        corpus = self.index.corpus
        with self._lock:
            if self._related is None or self._related[0] is not corpus:
                self._related = (corpus, relations(corpus.documents))
            return self._related[1]

    def document(self, document_id: str) -> Document:
        """A document by its id. Raises NoDocumentError."""
        found = next((d for d in self.index.corpus.documents if d.id == document_id), None)
        if found is None:
            raise NoDocumentError
        return found

    def open(self, document_id: str) -> Opened:
        """A document with its corrections. Raises NoDocumentError, DataDirError."""
        document = self.document(document_id)
        earlier = self.library.earlier(document_id)
        return Opened(document, self._row(document), self._corrections(document), earlier)

    def _row(self, document: Document) -> Row:
        with self._lock:
            known = self._confidences.get(document.id)
        if known is None or known[0] is not document:
            known = (document, mean_confidence(self.library.words(document)))
            with self._lock:
                self._confidences[document.id] = known
        data_dir = self.library.data_dir
        return row_of(
            document,
            load_decisions(data_dir, document.id) if document.proposals else {},
            load_hand(data_dir, document.id),
            known[1],
            self._replaced_by(document),
        )

    def _replaced_by(self, document: Document) -> str:
        """The decision that the documents say took this one out of force, or ""."""
        number = document.metadata.number.value
        link = self.relations().ended_by(number) if number else None
        if link is None or link.document_id == document.id:
            return ""
        by = next((d for d in self.index.corpus.documents if d.id == link.document_id), None)
        return link.source or (by.title if by else "")

    def _corrections(self, document: Document) -> tuple[Correction, ...]:
        """As cleaning finds them, which takes a while: kept until the document is another one."""
        with self._lock:
            known = self._opened.get(document.id)
        if known is not None and known[0] is document:
            return known[1]
        found = (
            list_corrections(document, self.library.data_dir) if document.edits or document.proposals else []
        )
        corrections = tuple(shown_corrections(document, found))
        with self._lock:
            self._opened = {document.id: (document, corrections)}
        return corrections

    # -- changing --------------------------------------------------------------------------------

    @contextmanager
    def _writing(self, document_id: str) -> Iterator[Document]:
        with self.library.locked(_WAIT):
            yield self.document(document_id)

    def decide(self, document_id: str, accepted: Collection[str], rejected: Collection[str]) -> None:
        """Verdicts on corrections by their codes. Raises CanCuError."""
        with self._writing(document_id) as document:
            decide(document, accepted, rejected, self.library, self.index)

    def correct(self, document_id: str, span: Span, seen: str, replacement: str, *, digits: bool) -> HandEdit:
        """Correct words by hand, which stood as ``seen`` at ``span``. Raises HandError, CanCuError."""
        with self._writing(document_id) as document:
            edit = hand_edit(document, span, seen, replacement, digits=digits)
            correct(document, edit, self.library, self.index)
        return edit

    def take_back(self, document_id: str, start: int) -> None:
        """Take back the correction by hand at ``start`` of the original text. Raises CanCuError."""
        with self._writing(document_id) as document:
            take_back(document, start, self.library, self.index)

    def set_facts(self, document_id: str, facts: dict[str, str]) -> None:
        """Confirm the facts of the heading, and correct those that differ from what was read. Raises CanCuError."""
        with self._writing(document_id) as document:
            known = document.metadata
            changed = [(n, v) for n, v in facts.items() if _differs(getattr(known, n, None), v)]
            if changed:
                set_facts(document, changed, self.library, self.index)
            work = load_hand(self.library.data_dir, document.id)
            save_hand(self.library.data_dir, document.id, replace(work, confirmed=True))

    def reread(self, document_id: str) -> None:
        """Read a document again from its file. Raises CanCuError."""
        with self._writing(document_id) as document:
            reread(document, self.library, self.index)

    def remove(self, document_id: str) -> Document:
        """Take a document and its earlier versions out of library, index and files. Raises CanCuError."""
        with self._writing(document_id) as document:
            versions = (document, *(item.document for item in self.library.earlier(document_id)))
            remove_document(document, self.library, self.index)
            for gone in versions:
                forget_hand(self.library.data_dir, gone.id)
        return document

    # -- uploading -------------------------------------------------------------------------------

    def receive(
        self, file_name: str, size: int, *, same_name: str = "", replaces: str = "", digest: str = ""
    ) -> Receiving:
        """Make ready for a file that is about to come; nothing of it has been read.

        ``same_name`` says what to do where a document of that name is there: "replace" it, or give the
        new one another name ("rename"); ``replaces`` is the id of the document that the file is a newer
        version of; ``digest`` may say beforehand that the very file is there, which is no clash of names.
        Raises UploadError, DataDirError.
        """
        name = safe_name(file_name)
        check_size(name, size, self.limits)
        names = self._other_names(replaces)
        stem = name.rsplit(".", 1)[0]
        if stem in names and same_name == "rename":
            name = other_name(name, names)
        elif stem in names and same_name != "replace" and digest not in self.library.ids():
            raise SameNameError(stem)
        job_id, paths = self.jobs.reserve(name)
        return Receiving(
            self.jobs, Job(job_id, name, size, replaces=replaces), [Announced(name, size)], paths
        )

    def receive_bundle(
        self, title: str, files: Sequence[Announced], *, same_name: str = "", replaces: str = ""
    ) -> Receiving:
        """Make ready for several files, in this order, that make one document called ``title``. As ``receive``."""
        name = safe_title(title)
        if not 2 <= len(files) <= MOST_PARTS:
            raise UploadError(f"Chỉ gộp được từ 2 đến {MOST_PARTS} tệp.", "Hãy chọn lại các tệp cần gộp.")
        parts = [Announced(safe_name(file.name), file.size) for file in files]
        for part in parts:
            check_size(part.name, part.size, self.limits)
        size = sum(part.size for part in parts)
        check_size(name, size, self.limits)
        names = self._other_names(replaces)
        if name in names and same_name == "rename":
            name = other_title(name, names)
        elif name in names and same_name != "replace":
            raise SameNameError(name)
        named = tuple(part.name for part in parts)
        job_id, paths = self.jobs.reserve(name, named)
        return Receiving(self.jobs, Job(job_id, name, size, replaces=replaces, parts=named), parts, paths)

    def _other_names(self, replaces: str) -> set[str]:
        """The names that are taken, but for that of the document which is replaced. Raises NoDocumentError."""
        if replaces:
            self.document(replaces)
        return {d.name for d in self.index.corpus.documents if d.id != replaces}

    def _read_in(self, job: Job, paths: tuple[Path, ...], progress: Progress) -> Job:
        """The work on one job: read the file, or the files, into the library and the index."""
        watch = Watch(
            lambda p: progress.pages(p.done, p.total, p.seconds_left),
            progress.cancelled,
            lambda: progress.note("đang đợi một lượt nạp khác xong"),
        )
        given: Given = Bundle(job.file_name, paths) if job.parts else paths[0]
        outcome = next(add_files([given], self.library, self.index, watch, {given: job.replaces}))
        known = outcome.document
        note = STOPPED if outcome.status is Status.CANCELLED else outcome.error
        name = job.file_name if job.parts else paths[0].stem
        if outcome.status is Status.UNCHANGED and known is not None and known.name != name:
            note = f"Đã có trong kho với tên “{known.name}”."
        return replace(job, state=_STATES[outcome.status], note=note, document=known.id if known else "")


def _differs(fact: object, value: str) -> bool:
    read = getattr(fact, "value", None)
    return read is not None and " ".join(value.split()) != read
