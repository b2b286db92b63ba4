"""What the desk says of an upload."""

import pytest

from assistant.desk.jobs import Job, State
from assistant.web.desk_html import duration, jobs_html, status


@pytest.mark.parametrize(
    "job, said",
    [
        (Job("1", "a.pdf", 1), "đang đợi"),
        (Job("1", "a.pdf", 1, State.RUNNING), "đang đọc"),
        (Job("1", "a.pdf", 1, State.RUNNING, page=2, pages=12), "đang đọc trang 3/12"),
        (Job("1", "a.pdf", 1, State.RUNNING, 2, 12, 19.6), "đang đọc trang 3/12, còn khoảng 20 giây"),
        (Job("1", "a.pdf", 1, State.RUNNING, 12, 12, 0.0), "đang đọc trang 12/12, còn khoảng 1 giây"),
        (Job("1", "a.pdf", 1, State.FAILED), "lỗi"),
    ],
)
def test_where_a_job_stands(job: Job, said: str) -> None:
    assert status(job) == said
    assert said in jobs_html([job])


@pytest.mark.parametrize(
    "seconds, said", [(0, "1 giây"), (59, "59 giây"), (61, "1 phút"), (3900, "1 giờ 5 phút")]
)
def test_durations(seconds: int, said: str) -> None:
    assert duration(seconds) == said


def test_names_of_files_are_text() -> None:
    assert "<b>" not in jobs_html([Job("1", "<b>.pdf", 1, State.FAILED, note="<b>")])
