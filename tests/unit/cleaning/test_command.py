"""The clean command: files and folders, edits beside, bad files told and left out."""

import json
from pathlib import Path

import pytest

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
