"""What people and scripts read of a run: a table for the terminal, JSON, and an HTML page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.answers import AnswerRow
from eval.metrics import FACT_WORDS, Summary
from eval.runner import Outcome, Result, Timing
from eval.thresholds import Check

TEMPLATE = "report.html.j2"

COLUMNS = (
    ("questions", "câu"),
    ("fact_recall", "ý đúng"),
    ("full_answer_accuracy", "trọn vẹn"),
    ("citation_quote_hit", "trích dẫn"),
    ("citation_section_hit", "đúng mục"),
    ("abstention_recall", "từ chối đúng"),
    ("false_abstention_rate", "từ chối sai"),
    ("mean_words", "số từ"),
    ("conciseness", "ngắn gọn"),
)
"""Figures of a table row with their Vietnamese headings."""

FIGURE_NAMES = dict(COLUMNS) | {
    "quotes_verbatim": "trích nguyên văn",
    "fact_share": "tỷ lệ ý",
    "correct_all": "xử lý đúng",
    "p50_ms": "thời gian p50 (ms)",
    "p95_ms": "thời gian p95 (ms)",
    "max_ms": "thời gian lớn nhất (ms)",
}

_COUNTS = ("questions", "answerable", "missing_answers")
_ONE_DECIMAL = ("mean_words", "mean_citations", "mean_quote_words", "p50_ms", "p95_ms", "max_ms")


@dataclass(frozen=True, slots=True)
class Judged:
    """A result with its thresholds checked."""

    result: Result
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every threshold is kept."""
        return all(check.passed for check in self.checks)


def figures(result: Result) -> dict[str, float | None]:
    """Every figure of a result that a threshold can name."""
    return {
        **asdict(result.overall),
        "quotes_verbatim": result.quotes_verbatim,
        **timing_figures(result.timing),
    }


def timing_figures(timing: Timing) -> dict[str, float | None]:
    """The times, in milliseconds, under the names that thresholds use."""
    return {"p50_ms": timing.p50_ms, "p95_ms": timing.p95_ms, "max_ms": timing.max_ms}


def cell(figure: str, value: float | None) -> str:
    """A figure as tables show it: counts whole, lengths and times with one decimal, shares with three.

    Shares are cut, not rounded, so that a figure below its threshold never looks as if it kept it.
    """
    if value is None:
        return "–"
    if figure in _COUNTS:
        return str(int(value))
    if figure in _ONE_DECIMAL:
        return f"{value:.1f}"
    return f"{int(value * 1000 + 1e-9) / 1000:.3f}"


def reasons(outcome: Outcome) -> list[str]:
    """What is wrong with an answer, in Vietnamese, the gravest first; empty if nothing is."""
    score = outcome.score
    found = []
    if outcome.fault:
        found.append(f"không có câu trả lời: {outcome.fault}")
    if score.forbidden_found:
        found.append("nêu điều không được nêu: " + "; ".join(score.forbidden_found))
    if outcome.loose_quotes:
        found.append(f"{len(outcome.loose_quotes)} trích dẫn không phải nguyên văn trong tài liệu đã lưu")
    if not score.answerable:
        return found if score.abstained else [*found, "tài liệu không nói mà vẫn trả lời"]
    if score.false_abstention:
        found.append("từ chối một câu trả lời được")
    elif score.missing_facts:
        found.append(f"thiếu ý (trong {FACT_WORDS} từ đầu): " + "; ".join(score.missing_facts))
    if not score.quote_hit:
        found.append("không trích dẫn nào chứa câu chữ làm căn cứ")
    if not score.section_hit:
        found.append("không dẫn mục " + ", ".join(score.missing_sections or ("nào",)))
    return found


def table(judged: Judged) -> str:
    """The figures by category and overall, then the thresholds, for a terminal."""
    result = judged.result
    rows = [*result.categories.items(), ("TẤT CẢ", result.overall)]
    width = max(len(name) for name, _ in rows) + 2
    lines = [
        f"Bộ câu hỏi {result.name}",
        "nhóm".ljust(width) + "".join(heading.rjust(13) for _, heading in COLUMNS),
        *(
            name.ljust(width) + "".join(value.rjust(13) for value in _cells(summary))
            for name, summary in rows
        ),
        "",
        f"Trích nguyên văn {cell('quotes_verbatim', result.quotes_verbatim)}; xử lý đúng "
        f"{cell('correct_all', result.overall.correct_all)}; tỷ lệ ý {cell('', result.overall.fact_share)}; "
        f"{cell('mean_citations', result.overall.mean_citations)} trích dẫn mỗi câu, "
        f"{cell('mean_quote_words', result.overall.mean_quote_words)} từ mỗi trích dẫn; "
        f"p50 {result.timing.p50_ms:.1f} ms, p95 {result.timing.p95_ms:.1f} ms.",
        f"{len(result.failures)} trên {len(result.outcomes)} câu có điểm chưa đúng.",
        *(f"  {check_line(check)}" for check in judged.checks),
    ]
    return "\n".join(lines)


def check_line(check: Check) -> str:
    """A threshold and how the figure stands to it, in one line."""
    sign = "≥" if check.is_floor else "≤"
    verdict = "không đo được" if check.value is None else "đạt" if check.passed else "KHÔNG ĐẠT"
    name = FIGURE_NAMES.get(check.figure, check.figure)
    value = cell(check.figure, check.value)
    return f"{verdict}: {name} ({check.figure}) {value}, cần {sign} {check.threshold:g}"


def _cells(summary: Summary) -> list[str]:
    values = asdict(summary)
    return [cell(figure, values[figure]) for figure, _ in COLUMNS]


def as_json(judgements: Sequence[Judged]) -> dict[str, Any]:
    """The whole run as JSON values: figures, thresholds, and every question with its answer."""
    return {
        "passed": all(judged.passed for judged in judgements),
        "sets": [_set_json(judged) for judged in judgements],
    }


def _set_json(judged: Judged) -> dict[str, Any]:
    result = judged.result
    return {
        "name": result.name,
        "passed": judged.passed,
        "overall": asdict(result.overall),
        "by_category": {name: asdict(summary) for name, summary in result.categories.items()},
        "quotes_verbatim": result.quotes_verbatim,
        "timing": asdict(result.timing),
        "thresholds": [checks_json(check) for check in judged.checks],
        "failures": [outcome.question.id for outcome in result.failures],
        "questions": [_outcome_json(outcome) for outcome in result.outcomes],
    }


def checks_json(check: Check) -> dict[str, Any]:
    """A threshold check as JSON values."""
    bound = "min" if check.is_floor else "max"
    return {"figure": check.figure, "value": check.value, bound: check.threshold, "passed": check.passed}


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "question": outcome.question.text,
        **asdict(outcome.score),
        "milliseconds": round(outcome.milliseconds, 3),
        "why": reasons(outcome),
        "answer": None if outcome.answer is None else answer_json(outcome.question.id, outcome.answer),
    }


def answer_json(question_id: str, answer: AnswerRow) -> dict[str, Any]:
    """An answer as contract 4 writes it."""
    return {"id": question_id, **asdict(answer)}


def html(judgements: Sequence[Judged], told: Mapping[str, str]) -> str:
    """The run as one page that loads nothing; ``told`` is shown as it is under the title."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
        judgements=judgements,
        told=told,
        columns=COLUMNS,
        cells=_cells,
        cell=cell,
        reasons=reasons,
        check_line=check_line,
    )
