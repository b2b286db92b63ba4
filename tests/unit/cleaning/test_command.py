"""The clean command: files and folders, edits beside, bad files told and left out."""

import json
import os
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from ingest.cleaning import clean, command
from ingest.cleaning.blocks import MAX_LINE
from ingest.cleaning.command import clean_path
from ingest.edits import Edit, rebuild_original
from ingest.spans import Span

TEXT = "Nâng cao ừách nhiệm của cả hệ thống chính trị\r\ntrong phát ừiển kết cấu hạ tâng.\r\n"


def edits_in(path: Path) -> list[Edit]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Edit(Span(r["start"], r["end"]), r["original"], r["replacement"], r["rule"], r["confidence"])
        for r in rows
    ]


def test_a_file_is_cleaned_and_every_change_listed(tmp_path: Path) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "deep" / "002.txt"
    source.write_bytes(TEXT.encode("utf-8"))
    assert clean_path(source, target) == 0
    cleaned = target.read_bytes().decode("utf-8")
    assert "trách nhiệm" in cleaned
    assert cleaned.count("\r\n") == 2
    edits = edits_in(tmp_path / "deep" / "002.edits.jsonl")
    assert all(e.span.of(TEXT) == e.original for e in edits)
    assert rebuild_original(cleaned, edits) == TEXT


def test_a_folder_is_cleaned_under_the_same_names_and_bad_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text(TEXT, encoding="utf-8")
    (source / "b.txt").write_bytes(b"")
    (source / "c.txt").write_bytes(bytes(range(256)) * 4)
    (source / "d.docx").write_bytes(b"PK")
    assert clean_path(source, target) == 1
    assert sorted(p.name for p in target.iterdir()) == ["a.edits.jsonl", "a.txt"]
    lines = capsys.readouterr().err.splitlines()
    assert sum("b.txt" in line for line in lines) == 1
    assert sum("c.txt" in line for line in lines) == 1


@pytest.mark.parametrize("name", ["missing.txt", "empty-folder"])
def test_nothing_to_clean_is_one_clear_line(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty-folder").mkdir()
    assert clean_path(tmp_path / name, tmp_path / "out") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_unwritable_target_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert clean_path(source, tmp_path / "file" / "out.txt") == 1
    assert "Không ghi được" in capsys.readouterr().err


LEGACY = "Uû ban nh©n d©n tØnh Qu¶ng Ninh tæ chøc thùc hiÖn KÕ ho¹ch vÒ kÕt cÊu h¹ tÇng ®ång bé"
SENTENCE = "Uỷ ban nhân dân tỉnh Quảng Ninh tổ chức thực hiện Kế hoạch về kết cấu hạ tầng đồng bộ"
NUMBERS = "STT\tNăm 2021\tNăm 2022\n" + "".join(f"{i}\t{i * 7}.{i:03},5\t{i * 9}%\n" for i in range(80))
MIXED = "Ban quản lý dự án ký hợp đồng với Samsung Engineering Co., Ltd. The project starts soon.\n"


@pytest.mark.parametrize(
    ("data", "cleaned", "note"),
    [
        (LEGACY.encode("latin-1"), SENTENCE, "TCVN3"),
        (SENTENCE.encode("utf-16"), SENTENCE, "UTF-16"),
        (unicodedata.normalize("NFD", SENTENCE).encode(), SENTENCE, ""),
        (("\ufeff" + SENTENCE).encode(), SENTENCE, ""),
        (NUMBERS.encode(), NUMBERS, ""),
        (MIXED.encode(), MIXED, ""),
    ],
)
def test_odd_files_are_cleaned_with_a_note_of_what_was_converted(
    tmp_path: Path, data: bytes, cleaned: str, note: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert clean_path(tmp_path / "a.txt", tmp_path / "b.txt") == 0
    assert (tmp_path / "b.txt").read_bytes().decode("utf-8") == cleaned
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 + bool(note)
    assert note in lines[0]


def test_a_file_comes_out_as_its_text_does_in_one_piece(tmp_path: Path) -> None:
    text = "\ufeff" + (TEXT + "II- MỤC TIÊU\r\nm- NHIỆM VỤ\r\n" + "dòng ngắn\n" * 30) * 9
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    assert clean_path(tmp_path / "a.txt", tmp_path / "b.txt") == 0
    whole = clean(text).edited
    assert (tmp_path / "b.txt").read_bytes().decode("utf-8") == whole.text
    assert edits_in(tmp_path / "b.edits.jsonl") == list(whole.edits)


def test_an_endless_line_is_kept_and_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = TEXT + "kêt câu " * (MAX_LINE // 2) + "\n" + TEXT
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    assert clean_path(tmp_path / "a.txt", tmp_path / "b.txt") == 0
    assert (tmp_path / "b.txt").read_bytes().decode("utf-8") == clean(TEXT).edited.text.join(
        ("", "kêt câu " * (MAX_LINE // 2) + "\n")
    ) + clean(TEXT).edited.text
    assert sum("giữ nguyên" in line for line in capsys.readouterr().err.splitlines()) == 1


def test_a_file_broken_off_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 200, encoding="utf-8")
    (tmp_path / "b.txt").write_text("as it was", encoding="utf-8")
    cleaned = command.clean_blocks

    def broken_off(blocks):  # type: ignore[no-untyped-def]
        yield next(cleaned(blocks))
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "clean_blocks", broken_off)
    with pytest.raises(KeyboardInterrupt):
        clean_path(tmp_path / "a.txt", tmp_path / "b.txt")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.txt"]
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "as it was"


@pytest.mark.slow
def test_a_large_file_takes_little_memory_and_shows_progress(tmp_path: Path) -> None:
    """A megabyte in pages and in lines of 100,000 characters: the peak is that of the model and one block."""
    wait4 = getattr(os, "wait4", None) or pytest.skip("no way to measure a child here")
    page = "Phát triển kêt cấu hạ tâng đồng bộ, hiện đại.\n" * 40
    line = ("Phát triển kêt cấu hạ tâng đồng bộ, hiện đại. " * 2200)[:100_000] + "\n"
    text = (page * 30 + line) * 5
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    arguments = [sys.executable, "-m", "ingest", "clean", tmp_path / "a.txt", "--out", tmp_path / "b.txt"]
    with (
        (tmp_path / "said").open("wb") as said,
        subprocess.Popen(arguments, stdout=said, stderr=said) as child,
    ):
        _, status, used = wait4(child.pid, 0)  # of this child alone; those of other tests count for none
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    assert used.ru_maxrss < 400_000
    assert "ký tự/s" in (tmp_path / "said").read_text(encoding="utf-8")
    assert (tmp_path / "b.txt").read_text(encoding="utf-8").count("kết cấu hạ tầng") == text.count("kêt cấu")


@pytest.mark.slow
def test_a_killed_run_leaves_no_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 20_000, encoding="utf-8")
    arguments = [sys.executable, "-m", "ingest", "clean", tmp_path / "a.txt", "--out", tmp_path / "b.txt"]
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 60
        while not (tmp_path / "b.txt.part").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
    assert (tmp_path / "b.txt.part").exists()
    assert not (tmp_path / "b.txt").exists()
    assert not (tmp_path / "b.edits.jsonl").exists()
