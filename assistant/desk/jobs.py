"""What becomes of uploaded files: jobs done one after the other in the background, kept on disk.

``desk/jobs.json`` holds the jobs, ``desk/waiting/<job>/`` the uploaded file or files until they are in the
library or given up. A page that is loaded again reads the same jobs back; after a restart what was waiting or
under way is taken up again.
"""

import logging
import shutil
import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.desk.uploads import MOST_FILES, UploadError, shortened
from ingest.errors import CanCuError
from ingest.library import data_dir_error, write_atomically
from ingest.readers.watch import CancelledError

log = logging.getLogger(__name__)
_KEPT = 50  # finished jobs that stay listed
STOPPED = "Đã dừng theo yêu cầu. Tải lên lại thì đọc tiếp từ chỗ đang dở."
UNEXPECTED = "Có lỗi ngoài dự kiến. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị xem nhật ký."


class State(StrEnum):
    """Where a job stands, in the words the user reads."""

    WAITING = "đang đợi"
    RUNNING = "đang đọc"
    ADDED = "đã nạp"
    REPLACED = "đã thay bản trước"
    UNCHANGED = "không thay đổi"
    FAILED = "lỗi"
    CANCELLED = "đã huỷ"
    INTERRUPTED = "bị ngắt"

    @property
    def active(self) -> bool:
        return self in (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """One uploaded file on its way in, or several that make one document.

    ``page`` of ``pages`` are recognised (0 of 0 where there are none to recognise), and the rest takes
    about ``seconds_left`` (None while that can't be told); ``note`` is what the user should know beside the state; ``document`` is the id of what came
    of it, ``replaces`` the id of the document that it is a newer version of. ``parts`` are the names of
    several files, in order; ``file_name`` is then the name of their document.
    """

    id: str
    file_name: str
    size: int
    state: State = State.WAITING
    page: int = 0
    pages: int = 0
    seconds_left: float | None = None
    note: str = ""
    document: str = ""
    replaces: str = ""
    parts: tuple[str, ...] = ()


class Progress:
    """What the work on a job tells about itself, and how it learns that it should stop."""

    def __init__(self, jobs: "Jobs", job_id: str) -> None:
        self._jobs = jobs
        self._job_id = job_id

    def pages(self, done: int, total: int, seconds_left: float | None = None) -> None:
        """``done`` of ``total`` pages are read; the rest takes about so long."""
        self._jobs.change(self._job_id, page=done, pages=total, seconds_left=seconds_left)

    def note(self, text: str) -> None:
        """Something the user should know while waiting."""
        self._jobs.change(self._job_id, note=text)

    def cancelled(self) -> bool:
        return self._jobs.is_cancelled(self._job_id)


Work = Callable[[Job, tuple[Path, ...], Progress], Job]
"""Does one job with its file, or its files in order, and returns it finished. Raises CanCuError."""

_JOBS = TypeAdapter(tuple[Job, ...])


class Jobs:
    """All jobs of a data directory, and the one thread that does them."""

    def __init__(self, folder: Path, work: Work) -> None:
        """Raises DataDirError where ``folder`` can't be read or written."""
        self._folder = folder
        self._work = work
        self._changed = threading.Condition()
        self._cancelled: set[str] = set()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._jobs = {job.id: job for job in self._taken_up(self._read())}
        self._clear_away()

    # -- from the page ---------------------------------------------------------------------------

    def all(self) -> tuple[Job, ...]:
        """The jobs, oldest first."""
        with self._changed:
            return tuple(self._jobs.values())

    def room(self) -> int:
        """How many more files may wait."""
        return MOST_FILES - sum(job.state.active for job in self.all())

    def reserve(self, file_name: str, parts: tuple[str, ...] = ()) -> tuple[str, tuple[Path, ...]]:
        """The id of a new job and the paths to write its files to. Raises UploadError, DataDirError."""
        if self.room() <= 0:
            raise UploadError(
                f"“{shortened(file_name)}” chưa được nhận: đã có {MOST_FILES} tệp đang đợi.",
                "Hãy đợi các tệp trước nạp xong rồi tải lên tiếp.",
            )
        job_id = uuid.uuid4().hex
        paths = self._paths(job_id, file_name, parts)
        try:
            for path in paths:
                path.parent.mkdir(parents=True)
        except OSError as error:
            raise data_dir_error(self._folder) from error
        return job_id, paths

    def give_up(self, job_id: str) -> None:
        """Remove what was written for a job that did not come to be."""
        shutil.rmtree(self._folder / "waiting" / job_id, ignore_errors=True)

    def add(self, job: Job) -> None:
        """Let a job wait for its turn; its file is in its place."""
        with self._changed:
            self._jobs[job.id] = job
            self._save()
            self._changed.notify_all()

    def cancel(self, job_id: str) -> None:
        """Stop a job, at once while it waits, soon while it is under way."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None or not job.state.active:
                return
            if job.state is State.RUNNING:
                self._cancelled.add(job_id)
                self._jobs[job_id] = replace(job, note="đang dừng…")
                return
            self._finish(replace(job, state=State.CANCELLED, note=STOPPED))

    def forget_finished(self) -> None:
        """Take what is finished off the list."""
        with self._changed:
            self._jobs = {i: job for i, job in self._jobs.items() if job.state.active}
            self._save()

    # -- the thread ------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to work; does nothing where that is going on."""
        with self._changed:
            if self._thread is None or not self._thread.is_alive():
                self._stopping = False
                self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
                self._thread.start()

    def stop(self, wait: float = 5.0) -> None:
        """Stop working; what is under way is taken up again at the next start."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(wait)

    def change(self, job_id: str, **changes: object) -> None:
        """Note how a job gets on; only in memory, since the next start begins from its file anyway."""
        with self._changed:
            if job_id in self._jobs:
                self._jobs[job_id] = replace(self._jobs[job_id], **changes)  # type: ignore[arg-type]

    def is_cancelled(self, job_id: str) -> bool:
        with self._changed:
            return self._stopping or job_id in self._cancelled

    def _run(self) -> None:
        while (job := self._next()) is not None:
            done = self._done(job)
            with self._changed:
                if self._stopping and done.state is State.CANCELLED and job.id not in self._cancelled:
                    return  # still under way on disk: taken up again
                self._cancelled.discard(job.id)
                self._finish(done)

    def _next(self) -> Job | None:
        with self._changed:
            while not self._stopping:
                job = next((j for j in self._jobs.values() if j.state is State.WAITING), None)
                if job is not None:
                    running = replace(job, state=State.RUNNING, note="")
                    self._jobs[job.id] = running
                    self._save()
                    return running
                self._changed.wait()
        return None

    def _done(self, job: Job) -> Job:
        try:
            paths = self._paths(job.id, job.file_name, job.parts)
            return self._work(job, paths, Progress(self, job.id))
        except CancelledError:
            return replace(job, state=State.CANCELLED, note=STOPPED)
        except CanCuError as error:
            return replace(job, state=State.FAILED, note=str(error))
        except Exception:  # one bad file must not end the thread that reads all others
            log.exception("unexpected failure while reading %s", job.file_name)
            return replace(job, state=State.FAILED, note=UNEXPECTED)

    def _finish(self, job: Job) -> None:
        self._jobs[job.id] = job
        finished = [i for i, j in self._jobs.items() if not j.state.active]
        for job_id in finished[:-_KEPT]:
            del self._jobs[job_id]
        self._save()
        self.give_up(job.id)

    # -- on disk ---------------------------------------------------------------------------------

    def _paths(self, job_id: str, file_name: str, parts: tuple[str, ...]) -> tuple[Path, ...]:
        folder = self._folder / "waiting" / job_id
        # A folder each: files from different places may bear one name.
        return tuple(folder / str(n) / part for n, part in enumerate(parts, 1)) or (folder / file_name,)

    def _read(self) -> tuple[Job, ...]:
        try:
            return _JOBS.validate_json((self._folder / "jobs.json").read_bytes())
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError):
            log.warning("the list of jobs in %s is damaged and begun anew", self._folder)
            return ()

    def _taken_up(self, jobs: Iterable[Job]) -> Iterable[Job]:
        """The jobs as they stand after a restart."""
        for job in jobs:
            if not job.state.active:
                yield job
            elif all(path.is_file() for path in self._paths(job.id, job.file_name, job.parts)):
                note = "đọc tiếp sau khi khởi động lại" if job.state is State.RUNNING else ""
                yield replace(job, state=State.WAITING, page=0, pages=0, seconds_left=None, note=note)
            else:
                yield replace(
                    job, state=State.INTERRUPTED, note="Chương trình dừng giữa chừng. Hãy tải tệp lên lại."
                )

    def _clear_away(self) -> None:
        """Remove files of uploads that were cut off."""
        active = {job.id for job in self._jobs.values() if job.state.active}
        for folder in (self._folder / "waiting").glob("*"):
            if folder.name not in active:
                shutil.rmtree(folder, ignore_errors=True)

    def _save(self) -> None:
        write_atomically(self._folder / "jobs.json", _JOBS.dump_json(tuple(self._jobs.values())))
