"""``python -m ingest add``: every path a document, or with ``--as`` all of them one."""

import threading
from pathlib import Path

import pytest

import vectorstore.index
from ingest.__main__ import build_parser, run
from ingest.cli import CommandError
from ingest.library import Library
from tests.fakes import fake_embedder


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectorstore.index, "load_embedder", lambda *_: fake_embedder())


def ingest(folder: Path, *arguments: str) -> int:
    return run(build_parser().parse_args([*arguments, "--data-dir", str(folder / "data")]))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "trang 10.txt", tmp_path / "trang 2.txt"]
    for path in paths:
        path.write_text(f"Điều 1. Chữ của {path.stem}\nNội dung của {path.stem}.", encoding="utf-8")
    return [str(path) for path in paths]


def test_each_path_is_a_document_or_all_are_one_in_the_given_order(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ingest(tmp_path, "add", *files) == 0
    assert capsys.readouterr().out.count("đã nạp") == 2
    assert ingest(tmp_path, "add", "--as", "Nghị quyết 5", *files) == 0
    assert "Nghị quyết 5: đã nạp (2 tệp, 2 trang, " in capsys.readouterr().out
    documents = {d.name: d for d in Library(tmp_path / "data").documents()}
    assert documents.keys() == {"trang 10", "trang 2", "Nghị quyết 5"}
    assert [p.file_name for p in documents["Nghị quyết 5"].parts] == ["trang 10.txt", "trang 2.txt"]
    assert ingest(tmp_path, "add", "--as", "Tên khác", *files) == 0
    assert "Tên khác: không thay đổi, đã có với tên Nghị quyết 5" in capsys.readouterr().out
    assert ingest(tmp_path, "add", "--as", "Nghị quyết 5", *files) == 0
    assert "Nghị quyết 5: không thay đổi (2 tệp" in capsys.readouterr().out


def test_what_can_not_be_one_document(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="là thư mục"):
        ingest(tmp_path, "add", "--as", "Một", files[0], str(tmp_path))
    with pytest.raises(CommandError, match="để trống"):
        ingest(tmp_path, "add", "--as", " ", *files)
    assert ingest(tmp_path, "add", "--as", "Một", files[0]) == 1
    assert ingest(tmp_path, "add", "--as", "Một", files[0], files[0]) == 1
    told = capsys.readouterr().err
    assert "Một: lỗi: Chỉ gộp được từ 2" in told
    assert "trang 10.txt có hai lần" in told


def test_it_waits_for_another_run_and_says_so_once(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held, done = threading.Event(), threading.Event()

    def write() -> None:
        with Library(tmp_path / "data").locked():
            held.set()
            done.wait(3.5)

    writer = threading.Thread(target=write)
    writer.start()
    assert held.wait(10)
    assert ingest(tmp_path, "add", *files) == 0
    writer.join()
    assert capsys.readouterr().err.count("Đang đợi một lượt nạp khác xong") == 1
