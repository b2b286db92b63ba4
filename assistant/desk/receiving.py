"""Files on their way from the browser to where they wait for their turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.desk.jobs import Job, Jobs
from assistant.desk.uploads import HEAD_BYTES, UploadError, check_head, shortened
from ingest.library import data_dir_error


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is about to come: its name, its size in bytes."""

    name: str
    size: int


class Receiving:
    """The files of a job on their way from the browser into their places, one after the other."""

    def __init__(self, jobs: Jobs, job: Job, files: Sequence[Announced], paths: Sequence[Path]) -> None:
        self._jobs = jobs
        self.job = job
        self._waiting = list(zip(files, paths, strict=True))
        self._size = 0  # of the file that is coming
        self._head = b""

    def write(self, data: bytes) -> None:
        """The next part of what was announced. Raises UploadError for more than that, DataDirError."""
        while data:
            if not self._waiting:
                name = shortened(self.job.file_name)
                raise UploadError(f"“{name}” lớn hơn kích thước đã báo.", "Hãy tải tệp lên lại.")
            file, path = self._waiting[0]
            mine, data = data[: file.size - self._size], data[file.size - self._size :]
            self._size += len(mine)
            if len(self._head) < HEAD_BYTES:
                self._head += mine[: HEAD_BYTES - len(self._head)]
                if len(self._head) >= min(HEAD_BYTES, file.size):
                    check_head(file.name, self._head)
            try:
                with path.open("ab") as stream:
                    stream.write(mine)
            except OSError as error:
                raise data_dir_error(path.parent) from error
            if self._size == file.size:
                self._waiting.pop(0)
                self._size, self._head = 0, b""

    def finish(self) -> Job:
        """All of it has come: the job waits for its turn. Raises UploadError, DataDirError."""
        if self._waiting:
            name = shortened(self._waiting[0][0].name)
            raise UploadError(f"“{name}” mới nhận được một phần.", "Hãy kiểm tra kết nối rồi tải lên lại.")
        self._jobs.add(self.job)
        return self.job

    def give_up(self) -> None:
        """It will not come."""
        self._jobs.give_up(self.job.id)
