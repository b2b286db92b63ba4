"""Uploads in the background: in turn, cancelled, kept over a restart."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.desk.jobs import Job, Jobs, Progress, State, Work
from assistant.desk.uploads import MOST_FILES, UploadError
from ingest.errors import CanCuError
from ingest.readers.watch import CancelledError


def done(job: Job, _paths: tuple[Path, ...], _progress: Progress) -> Job:
    return replace(job, state=State.ADDED, document="d")


def put(jobs: Jobs, name: str = "a.pdf", data: bytes = b"x") -> str:
    job_id, [path] = jobs.reserve(name)
    path.write_bytes(data)
    jobs.add(Job(job_id, name, len(data)))
    return job_id


def wait(jobs: Jobs, until: Callable[[], bool]) -> None:
    for _ in range(400):
        if until():
            return
        threading.Event().wait(0.01)
    raise AssertionError([job.state for job in jobs.all()])


def settled(jobs: Jobs) -> bool:
    return not any(job.state.active for job in jobs.all())


def test_jobs_are_done_in_turn_and_their_files_removed(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def work(job: Job, paths: tuple[Path, ...], progress: Progress) -> Job:
        seen.append(paths[0].read_bytes())
        return done(job, paths, progress)

    jobs = Jobs(tmp_path, work)
    for data in (b"1", b"2", b"3"):
        put(jobs, data=data)
    jobs.start()
    wait(jobs, lambda: settled(jobs))
    jobs.stop()
    assert seen == [b"1", b"2", b"3"]
    assert [job.state for job in jobs.all()] == [State.ADDED] * 3
    assert list((tmp_path / "waiting").iterdir()) == []
    jobs.forget_finished()
    assert jobs.all() == ()


@pytest.mark.parametrize(
    "error, said", [(CanCuError("Hỏng.", "Sửa."), "Hỏng. Sửa."), (ZeroDivisionError(), "ngoài dự kiến")]
)
def test_a_failure_is_told_and_the_next_job_is_done(tmp_path: Path, error: Exception, said: str) -> None:
    def work(job: Job, paths: tuple[Path, ...], progress: Progress) -> Job:
        if job.file_name == "bad.pdf":
            raise error
        return done(job, paths, progress)

    jobs = Jobs(tmp_path, work)
    put(jobs, "bad.pdf")
    put(jobs, "good.pdf")
    jobs.start()
    wait(jobs, lambda: settled(jobs))
    jobs.stop()
    bad, good = jobs.all()
    assert (bad.state, good.state) == (State.FAILED, State.ADDED)
    assert said in bad.note


def paging(begun: threading.Event) -> Work:
    def work(job: Job, paths: tuple[Path, ...], progress: Progress) -> Job:
        for page in range(1000):
            if progress.cancelled():
                raise CancelledError(job.file_name)
            progress.pages(page, 1000)
            begun.set()
            threading.Event().wait(0.01)
        return done(job, paths, progress)

    return work


def test_a_job_under_way_is_cancelled_at_the_next_page_and_one_that_waits_at_once(tmp_path: Path) -> None:
    begun = threading.Event()
    jobs = Jobs(tmp_path, paging(begun))
    first, second = put(jobs), put(jobs)
    jobs.cancel(second)
    assert [job.state for job in jobs.all()] == [State.WAITING, State.CANCELLED]
    jobs.start()
    assert begun.wait(5)
    jobs.cancel(first)
    wait(jobs, lambda: settled(jobs))
    jobs.stop()
    assert jobs.all()[0].state is State.CANCELLED
    assert list((tmp_path / "waiting").iterdir()) == []


def test_what_was_under_way_is_taken_up_again_after_a_restart(tmp_path: Path) -> None:
    begun = threading.Event()
    jobs = Jobs(tmp_path, paging(begun))
    running, waiting = put(jobs, "dang-doc.pdf"), put(jobs, "dang-doi.pdf")
    jobs.start()
    assert begun.wait(5)
    jobs.stop()
    again = Jobs(tmp_path, done)
    assert [(j.id, j.state) for j in again.all()] == [(running, State.WAITING), (waiting, State.WAITING)]
    assert "khởi động lại" in again.all()[0].note
    again.start()
    wait(again, lambda: settled(again))
    again.stop()
    assert {job.state for job in again.all()} == {State.ADDED}


def test_several_files_of_one_job_keep_their_order_and_are_taken_up_only_whole(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, done)
    names = ("trang.pdf", "trang.pdf", "phụ lục.docx")
    made = []
    for _ in range(2):
        job_id, paths = jobs.reserve("Kế hoạch", names)
        assert tuple(p.name for p in paths) == names
        for n, path in enumerate(paths):
            path.write_bytes(b"%d" % n)
        jobs.add(Job(job_id, "Kế hoạch", 3, parts=names))
        made.append(paths)
    made[1][2].unlink()
    seen: list[list[bytes]] = []

    def work(job: Job, paths: tuple[Path, ...], progress: Progress) -> Job:
        seen.append([path.read_bytes() for path in paths])
        return done(job, paths, progress)

    again = Jobs(tmp_path, work)
    assert [job.state for job in again.all()] == [State.WAITING, State.INTERRUPTED]
    again.start()
    wait(again, lambda: settled(again))
    again.stop()
    assert seen == [[b"0", b"1", b"2"]]
    assert list((tmp_path / "waiting").iterdir()) == []


def test_what_can_not_be_taken_up_again_is_said_to_be_interrupted(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, done)
    job_id = put(jobs)
    (tmp_path / "waiting" / job_id / "a.pdf").unlink()
    [job] = Jobs(tmp_path, done).all()
    assert job.state is State.INTERRUPTED
    assert "tải tệp lên lại" in job.note


def test_leftovers_are_cleared_and_a_damaged_list_is_begun_anew(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, done)
    jobs.reserve("a.pdf")[1][0].write_bytes(b"half")
    (tmp_path / "jobs.json").write_text("{")
    assert Jobs(tmp_path, done).all() == ()
    assert list((tmp_path / "waiting").iterdir()) == []


def test_only_so_many_wait(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, done)
    for _ in range(MOST_FILES):
        put(jobs)
    with pytest.raises(UploadError, match="đang đợi"):
        jobs.reserve("a.pdf")
