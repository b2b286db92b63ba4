"""Decisions on corrections: stable keys, a JSON file, obeyed by the next cleaning."""

from pathlib import Path

import pytest

from ingest.cleaning import clean
from ingest.cleaning.corrections import (
    Verdict,
    corrections_of,
    key_of,
    load_decisions,
    save_decisions,
)
from ingest.edits import Edit
from ingest.errors import DataDirError
from ingest.spans import Span

TEXT = "Phát triển kêt cấu hạ tâng đồng bộ, hiện đại trên địa bàn tỉnh."


def test_a_rejected_edit_is_not_made_again_and_stays_as_a_proposal() -> None:
    first = clean(TEXT)
    edit = next(e for e in first.edited.edits if e.original == "tâng")
    again = clean(TEXT, {key_of(edit, TEXT): Verdict.REJECTED})
    assert "hạ tâng" in again.edited.text
    assert "kết cấu" in again.edited.text
    assert edit in again.proposals


def test_an_accepted_proposal_is_made() -> None:
    text = "Giá trị của biển số ấy."
    proposal = Edit(Span(12, 16), "biển", "biến", "syllable", 0.4)
    decisions = {key_of(proposal, text): Verdict.ACCEPTED}
    shown = corrections_of(text, (), (proposal,), decisions)
    assert [(c.applied, c.verdict) for c in shown] == [(False, Verdict.ACCEPTED)]


def test_key_does_not_depend_on_the_position() -> None:
    start = TEXT.index("kêt")
    ahead = "Một câu khác, dài hơn ngữ cảnh của khoá.\n\n"
    padded = "x" * 24 + TEXT
    edit = Edit(Span(start + 24, start + 27), "kêt", "kết", "syllable")
    moved = Edit(edit.span.shifted(len(ahead)), "kêt", "kết", "another rule", 0.5)
    assert key_of(edit, padded) == key_of(moved, ahead + padded)
    assert len(key_of(edit, padded).code) == 8


def test_decisions_are_kept_in_the_data_dir(tmp_path: Path) -> None:
    edit = clean(TEXT).edited.edits[0]
    decisions = {key_of(edit, TEXT): Verdict.REJECTED}
    assert load_decisions(tmp_path, "abc") == {}
    save_decisions(tmp_path, "abc", decisions)
    assert load_decisions(tmp_path, "abc") == decisions
    assert load_decisions(tmp_path, "other") == {}


@pytest.mark.parametrize("content", ["{", '[{"original": "x"}]', '[{"verdict": 3}]', '"text"'])
def test_a_damaged_file_is_a_clear_error(tmp_path: Path, content: str) -> None:
    save_decisions(tmp_path, "abc", {})
    next(tmp_path.rglob("abc.json")).write_text(content, encoding="utf-8")
    with pytest.raises(DataDirError, match="bị hỏng"):
        load_decisions(tmp_path, "abc")
