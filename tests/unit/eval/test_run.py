"""Running, judging against thresholds, reporting and the command line, with a fake assistant."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.answers import AnswerRow, CitationRow
from eval.cases import PastTurn
from eval.errors import EvalError
from eval.metrics import summarise
from eval.report import Judged, as_json, cell, figures, html, reasons, table
from eval.runner import AskFailedError, Result, is_verbatim, measure_latency, run, timing
from eval.subject import Subject, subject_of
from eval.thresholds import Thresholds, read_thresholds
from ingest.errors import CanCuError
from tests.unit.eval.builders import answer, cited, question, unanswerable

TEXT = "Theo Kết luận số 72-KL/TW ngày 23/02/2024 của Bộ Chính trị."
QUOTE = TEXT[5:41]
GOOD = answer(citations=(cited("III.3", QUOTE, span=(5, 41)),))


def stored_text(document: str) -> str | None:
    return TEXT if document == "d" else None


def judge(given: AnswerRow = GOOD) -> Result:
    return run("tập", [question()], lambda _question, _history: given, stored_text)


@pytest.mark.parametrize(("citation", "verbatim"), [
    (cited(quote=QUOTE, span=(5, 41)), True),
    (cited(quote=QUOTE.lower(), span=(5, 41)), False),
    (cited(quote=QUOTE, span=(4, 40)), False),
    (cited(quote=QUOTE, span=None), False),
    (cited(quote="", span=(5, 5)), False),
    (cited(quote=TEXT[-5:], span=(-5, len(TEXT))), False),
    (cited(quote=QUOTE, document="khác", span=(5, 41)), False),
])  # fmt: skip
def test_a_quote_is_the_very_slice(citation: CitationRow, verbatim: bool) -> None:
    assert is_verbatim(citation, stored_text) is verbatim


def test_a_loose_quote_fails_a_right_answer() -> None:
    result = judge(answer(citations=(cited("III.3", QUOTE, span=(0, 3)), *GOOD.citations)))
    assert result.quotes_verbatim == 0.5
    assert len(result.failures) == 1
    assert judge().failures == ()


def test_history_reaches_the_assistant() -> None:
    heard: list[Sequence[PastTurn]] = []

    def ask(_question: str, history: Sequence[PastTurn]) -> AnswerRow:
        heard.append(history)
        return GOOD

    run("tập", [question(history=(PastTurn("user", "Trước?"),))], ask, stored_text)
    assert heard == [(PastTurn("user", "Trước?"),)]


def test_a_refused_question_is_a_failed_one() -> None:
    def refuse(_question: str, _history: Sequence[PastTurn]) -> object:
        raise CanCuError("Câu hỏi quá dài.", "Hãy rút gọn.")

    result = run("tập", [question()], subject_of(refuse, stored_text).ask, stored_text)
    assert result.overall.missing_answers == 1
    assert "Câu hỏi quá dài" in " ".join(reasons(result.failures[0]))


def test_percentiles_are_measured_values() -> None:
    times = timing([float(one) for one in range(1, 101)])
    assert (times.p50_ms, times.p95_ms, times.max_ms) == (50, 95, 100)
    assert timing([3.0]).p95_ms == 3


def test_latency_leaves_the_warm_up_out() -> None:
    asked: list[str] = []

    def ask(text: str, _history: Sequence[PastTurn]) -> AnswerRow:
        asked.append(text)
        return GOOD

    *passes, overall = measure_latency([question(), question(id="q2")], ask, passes=3, warm_up=1)
    assert len(asked) == 7
    assert [one.answers for one in passes] == [2, 2, 2]
    assert overall.answers == 6


def test_own_thresholds_go_before_the_default() -> None:
    bounds = {"default": {"min": {"fact_recall": 0.8}}, "files": {"x": {"min": {"fact_recall": 0.9}}}}
    thresholds = Thresholds.model_validate(bounds)
    assert thresholds.judge("y", {"fact_recall": 0.8})[0].passed
    assert not thresholds.judge("x", {"fact_recall": 0.85})[0].passed
    assert thresholds.judge("x", {"fact_recall": None})[0].passed
    with pytest.raises(EvalError, match="fact_recall"):
        thresholds.judge("x", {})


def test_every_committed_threshold_names_a_figure() -> None:
    assert all(check.threshold >= 0 for check in read_thresholds().judge("dev", figures(judge())))


def test_a_share_below_its_threshold_never_looks_equal() -> None:
    assert cell("fact_recall", 0.79996) == "0.799"
    assert cell("fact_recall", 0.8) == "0.800"
    assert cell("fact_recall", 0.29) == "0.290"
    assert cell("fact_recall", None) == "–"


def test_the_page_is_whole_and_runs_nothing() -> None:
    attack = "<script>alert(1)</script>"
    result = run("tập", [question(text=attack)], lambda _q, _h: answer(attack), stored_text)
    page = html([Judged(result, read_thresholds().judge("tập", figures(result)))], {"Lúc": attack})
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 3
    assert "http" not in page.replace("http-equiv", "")
    assert "72-kl/tw" in page
    assert "TẤT CẢ" in page


def test_the_table_shows_categories_and_verdicts() -> None:
    result = run("tập", [question(), unanswerable(id="u", category="khác")], lambda _q, _h: GOOD, stored_text)
    text = table(Judged(result, read_thresholds().judge("tập", figures(result))))
    assert "tasks" in text
    assert "khác" in text
    assert "KHÔNG ĐẠT" in text
    assert as_json([Judged(result, ())])["sets"][0]["failures"] == ["u"]
    assert summarise([]).questions == 0


def command(tmp_path: Path, given: AnswerRow, *arguments: str, **changes: Any) -> int:
    line = {"id": "q1", "category": "tasks", "question": "?", "answerable": True, "sections": ["III.3"]}
    line |= {"facts": [["72-kl/tw"]], "evidence": [QUOTE], **changes}
    questions = tmp_path / "cases.jsonl"
    questions.write_text(json.dumps(line), encoding="utf-8")
    subject = Subject(lambda _question, _history: given, stored_text)
    return main([arguments[0], "--questions", str(questions), *arguments[1:]], lambda _data_dir: subject)


def test_run_writes_what_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {name: tmp_path / "out" / f"{name}.txt" for name in ("json", "html", "answers")}
    options = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    assert command(tmp_path, GOOD, "run", *options) == 0
    assert json.loads(files["json"].read_text(encoding="utf-8"))["passed"] is True
    assert files["html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(files["answers"].read_text(encoding="utf-8"))["citations"][0]["span"] == [5, 41]
    assert "cases" in capsys.readouterr().out


def test_exit_code_one_below_a_threshold(tmp_path: Path) -> None:
    assert command(tmp_path, answer("Không rõ."), "run") == 1


def test_a_missing_document_is_not_passed_over_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(tmp_path, GOOD, "run", documents=["luat-x"]) == 2
    assert "luat-x" in capsys.readouterr().err
    assert command(tmp_path, GOOD, "run", "--present-only", documents=["luat-x"]) == 2


def never(_data_dir: Path | None) -> Subject:
    raise AssertionError("opened the assistant")


@pytest.mark.parametrize("arguments", [[], ["judge"], ["latency", "-n", "0"], ["run", "--unknown"]])
def test_misuse_is_one_line_and_code_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments, never)
    shown = capsys.readouterr()
    assert stopped.value.code == 2
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert shown.err.startswith("Lệnh chưa đúng: ")


@pytest.mark.parametrize(
    "arguments", [["run", "--questions", "/none/at/all.jsonl"], ["run", "--thresholds", "/none.toml"]]
)
def test_a_missing_file_is_one_line_and_code_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments, never) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert shown.err.startswith("Lỗi: ")


def test_latency_fails_only_when_asked_to_check(tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    strict.write_text("[latency.max]\np50_ms = 0\n", encoding="utf-8")
    options = ("latency", "-n", "1", "--thresholds", str(strict))
    assert command(tmp_path, GOOD, *options) == 0
    assert command(tmp_path, GOOD, *options, "--check") == 1


def test_latency_without_an_answer_is_an_error(tmp_path: Path) -> None:
    def ask(_question: str, _history: Sequence[PastTurn]) -> AnswerRow:
        raise AskFailedError("hỏng")

    questions = Path(__file__).parents[3] / "eval" / "questions" / "dev.jsonl"
    subject = Subject(ask, stored_text)
    assert main(["latency", "--questions", str(questions)], lambda _data_dir: subject) == 2
