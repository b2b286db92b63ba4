"""The watched folder: what came to rest is taken, once."""

import os
import threading
from pathlib import Path

import pytest

from ingest.intake import Status
from ingest.library import Library
from ingest.readers.watch import QUIET, CancelledError, Watch
from ingest.watching import FolderWatch, watching
from tests.unit.ingest.test_versions import Index


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "watched").mkdir()
    return Library(tmp_path / "data")


def put(library: Library, name: str, text: str, time: int) -> Path:
    path = library.data_dir.parent / "watched" / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time, time))
    return path


def test_a_file_is_taken_once_it_rests_and_again_when_it_changes(library: Library) -> None:
    folder, index = FolderWatch(library.data_dir.parent / "watched"), Index()
    put(library, "a.txt", "Điều 1. Một phần", 1)
    assert folder.take(library, index, QUIET) == []
    put(library, "a.txt", "Điều 1. Một phần\nNội dung đủ.", 2)
    assert folder.take(library, index, QUIET) == [], "it grew since"
    assert [o.status for o in folder.take(library, index, QUIET)] == [Status.ADDED]
    assert folder.take(library, index, QUIET) == []
    put(library, "a.txt", "Điều 1. Bản mới\nNội dung khác.", 3)
    assert [o.status for _ in range(3) for o in folder.take(library, index, QUIET)] == [Status.REPLACED]
    assert len(library.ids()) == 1


def test_a_damaged_file_is_tried_once_and_others_pass(library: Library) -> None:
    folder = FolderWatch(library.data_dir.parent / "watched")
    put(library, "hong.pdf", "khong phai PDF", 1)
    put(library, "tot.txt", "Điều 1. Tốt\nNội dung.", 1)
    put(library, "dang-chep.txt", "", 1)
    put(library, "bang.xlsx", "PK", 1)
    folder.take(library, Index(), QUIET)
    statuses = {o.path.name: o.status for o in folder.take(library, Index(), QUIET)}
    assert statuses == {"hong.pdf": Status.FAILED, "tot.txt": Status.ADDED}
    assert folder.take(library, Index(), QUIET) == []


def test_it_waits_while_another_run_is_writing_and_can_be_stopped(library: Library) -> None:
    folder = FolderWatch(library.data_dir.parent / "watched")
    put(library, "a.txt", "Điều 1. Một\nNội dung.", 1)
    folder.ready()
    held, waited = threading.Event(), threading.Event()

    def write() -> None:
        with library.locked():
            held.set()
            waited.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    assert held.wait(10)
    with pytest.raises(CancelledError):
        folder.take(library, Index(), Watch(cancelled=lambda: True))
    taken = folder.take(library, Index(), Watch(on_wait=waited.set))
    assert [o.status for o in taken] == [Status.ADDED]
    writer.join()


def test_no_folder_has_no_files(tmp_path: Path) -> None:
    assert FolderWatch(tmp_path / "none").ready() == []


def test_it_runs_beside_the_page_and_ends_with_it(library: Library) -> None:
    put(library, "a.txt", "Điều 1. Một\nNội dung.", 1)
    before = threading.active_count()
    with watching(library.data_dir.parent / "watched", library, Index(), interval=0.02):
        for _ in range(500):
            if library.ids():
                break
            threading.Event().wait(0.02)
    assert len(library.ids()) == 1
    assert threading.active_count() == before
    with watching(None, library, Index()):
        assert threading.active_count() == before
