"""A file on its way from the browser to where it waits for its turn."""

from pathlib import Path

from assistant.desk.jobs import Job, Jobs
from assistant.desk.uploads import HEAD_BYTES, Limits, UploadError, check_head
from ingest.library import data_dir_error


class Receiving:
    """A file on its way from the browser into its place."""

    def __init__(self, jobs: Jobs, job: Job, path: Path, limits: Limits) -> None:
        self._jobs = jobs
        self.job = job
        self._path = path
        self._limits = limits
        self._size = 0
        self._head = b""

    def write(self, data: bytes) -> None:
        """The next part of it. Raises UploadError for more than was announced, DataDirError."""
        self._size += len(data)
        if self._size > min(self.job.size, self._limits.largest):
            raise UploadError(f"“{self.job.file_name}” lớn hơn kích thước đã báo.", "Hãy tải tệp lên lại.")
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]
            if len(self._head) >= min(HEAD_BYTES, self.job.size):
                check_head(self.job.file_name, self._head)
        try:
            with self._path.open("ab") as file:
                file.write(data)
        except OSError as error:
            raise data_dir_error(self._path.parent) from error

    def finish(self) -> Job:
        """All of it has come: the job waits for its turn. Raises UploadError, DataDirError."""
        if self._size != self.job.size:
            raise UploadError(
                f"“{self.job.file_name}” mới nhận được một phần.", "Hãy kiểm tra kết nối rồi tải lên lại."
            )
        self._jobs.add(self.job)
        return self.job

    def give_up(self) -> None:
        """It will not come."""
        self._jobs.give_up(self.job.id)
