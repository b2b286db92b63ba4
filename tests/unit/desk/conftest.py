"""A desk over small documents, with embeddings that need no model."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import vectorstore.index
from assistant.desk.desk import Desk
from assistant.desk.jobs import Job
from assistant.desk.uploads import Limits
from tests.fakes import fake_embedder
from vectorstore.index import open_index
from vectorstore.settings import IndexSettings

PLAN = (
    "UBND TỈNH\nSố: 12/KH-UBND\nQuảng Ninh, ngày 15 tháng 7 năm 2024\nKẾ HOẠCH\nVề việc trồng rừng\n\n"
    "I- MỤC TIÊU\n1. Trồng mới 25 ha rừng ngập mặn ven biển.\n2. Tỷ lệ cây sống trên 85%.\n"
)


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectorstore.index, "load_embedder", lambda *_: fake_embedder())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk over an empty library; its thread does not run."""
    settings = IndexSettings(data_dir=tmp_path / "data", embedding_model="fake", _env_file=None)  # type: ignore[call-arg]
    desk = Desk(open_index(settings), Limits(1 << 20))
    yield desk
    desk.jobs.stop()
    desk.index.close()


Upload = Callable[..., Job]


@pytest.fixture
def upload(desk: Desk) -> Upload:
    """``upload(name, text)`` puts a file through the desk and returns its job, finished."""

    def run(name: str = "ke-hoach.txt", text: str | bytes = PLAN, **how: str) -> Job:
        data = text.encode() if isinstance(text, str) else text
        receiving = desk.receive(name, len(data), **how)
        receiving.write(data)
        job = receiving.finish()
        desk.jobs.start()
        return finished(desk, job.id)

    return run


def finished(desk: Desk, job_id: str) -> Job:
    """The job when it is done."""
    for _ in range(400):
        job = next(j for j in desk.jobs.all() if j.id == job_id)
        if not job.state.active:
            return job
        time.sleep(0.02)
    raise AssertionError("the job does not end")
