"""Question files, whole and broken."""

import json
from pathlib import Path

import pytest

from eval.answers import answer_row
from eval.cases import read_questions
from eval.errors import EvalError

GOOD = {"id": "a", "category": "tasks", "question": "Gì?", "answerable": True, "facts": [["x"]]}
QUESTIONS = Path(__file__).parents[3] / "eval" / "questions"


def write(folder: Path, *lines: object) -> Path:
    path = folder / "cases.jsonl"
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_text("\ufeff" + text, encoding="utf-8")
    return path


def test_a_file_gives_its_questions_in_order(tmp_path: Path) -> None:
    turn = {"role": "user", "content": "Trước đó?"}
    path = write(tmp_path, GOOD, "", {**GOOD, "id": "b", "history": [turn], "more": 1})
    first, second = read_questions(path)
    assert (first.id, second.id) == ("a", "b")
    assert first.facts == (("x",),)
    assert second.history[0].content == "Trước đó?"


@pytest.mark.parametrize("line", [
    "{", "[]", "1", {"id": "c"}, {**GOOD, "answerable": "no"}, {**GOOD, "facts": ["x"]},
    {**GOOD, "facts": [[]]}, {**GOOD, "facts": [[" "]]}, {**GOOD, "evidence": [""]},
    {**GOOD, "history": [{"role": "x", "content": ""}]},
])  # fmt: skip
def test_a_broken_line_is_named(tmp_path: Path, line: object) -> None:
    path = write(tmp_path, {**GOOD, "id": "ok"}, line)
    with pytest.raises(EvalError) as failure:
        read_questions(path)
    assert str(path) in str(failure.value)
    assert "dòng 2" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_an_id_occurs_once(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="dòng 2"):
        read_questions(write(tmp_path, GOOD, GOOD))


def test_no_file_no_text_no_questions(tmp_path: Path) -> None:
    with pytest.raises(EvalError):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvalError):
        read_questions(tmp_path / "bytes.jsonl")
    with pytest.raises(EvalError):
        read_questions(write(tmp_path, ""))


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_question_sets_can_judge(path: Path) -> None:
    for question in read_questions(path):
        assert question.answerable == bool(question.facts), question.id
        assert question.answerable == bool(question.sections), question.id
        assert question.answerable == bool(question.evidence), question.id


def test_an_answer_must_keep_the_contract() -> None:
    citation = {"document": "d", "section": "I", "page": 1, "quote": "x", "span": [0, 1]}
    row = answer_row({"answer": "x", "abstained": False, "citations": [citation], "checks": []})
    assert row.citations[0].span == (0, 1)
    for broken in ({}, {"answer": "x", "abstained": None, "citations": []}, None):
        with pytest.raises(EvalError):
            answer_row(broken)
