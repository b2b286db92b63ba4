"""``python -m eval``: judge the assistant on question sets, or measure how fast it answers.

Exit codes: 0 every threshold kept, 1 a figure below its threshold, 2 a usage or file error.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from eval import report
from eval.cases import Question, read_questions
from eval.errors import EvalError
from eval.runner import AskFailedError, measure_latency, run
from eval.subject import Subject, open_subject
from eval.thresholds import THRESHOLDS_FILE, read_thresholds
from ingest.cli import Parser
from ingest.errors import CanCuError

QUESTIONS_DIR = Path(__file__).parent / "questions"
DEFAULT_QUESTIONS = QUESTIONS_DIR / "dev.jsonl"

OK, BELOW_THRESHOLD, BAD_USE = 0, 1, 2

OpenSubject = Callable[[Path | None], Subject]


def main(arguments: Sequence[str] | None = None, open_subject: OpenSubject = open_subject) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "latency":
            return _latency(options, open_subject)
        return _run(options, open_subject)
    except CanCuError as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return BAD_USE


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m eval", description="Đánh giá trợ lý Căn Cứ bằng các bộ câu hỏi.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    shared = Parser(add_help=False)
    shared.add_argument("--data-dir", type=Path, metavar="DIR", help="thư mục dữ liệu (mặc định ./data)")
    shared.add_argument("--json", type=Path, metavar="TỆP", help="ghi kết quả dạng JSON vào tệp này")
    shared.add_argument(
        "--thresholds", type=Path, default=THRESHOLDS_FILE, metavar="TỆP", help="tệp ngưỡng (TOML)"
    )
    judge = commands.add_parser("run", parents=[shared], help="chấm các câu trả lời, so với ngưỡng")
    judge.add_argument(
        "--questions",
        type=Path,
        nargs="+",
        default=[DEFAULT_QUESTIONS],
        metavar="TỆP",
        help="tệp câu hỏi JSONL",
    )
    judge.add_argument("--html", type=Path, metavar="TỆP", help="ghi báo cáo HTML vào tệp này")
    judge.add_argument("--answers", type=Path, metavar="TỆP", help="ghi các câu trả lời (JSONL) vào tệp này")
    judge.add_argument(
        "--present-only",
        action="store_true",
        help="bỏ qua (và nêu số) câu hỏi về tài liệu chưa có trong kho, thay vì báo lỗi",
    )
    speed = commands.add_parser("latency", parents=[shared], help="đo thời gian trả lời")
    speed.add_argument(
        "--questions", type=Path, default=DEFAULT_QUESTIONS, metavar="TỆP", help="tệp câu hỏi JSONL"
    )
    speed.add_argument(
        "-n", "--passes", type=_positive, default=3, metavar="N", help="hỏi cả tệp N lượt (mặc định 3)"
    )
    speed.add_argument(
        "--warm-up", type=_positive, default=5, metavar="N", help="số câu hỏi khởi động, không tính giờ"
    )
    speed.add_argument("--check", action="store_true", help="mã thoát 1 nếu chậm hơn ngưỡng")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _run(options: argparse.Namespace, open_subject: OpenSubject) -> int:
    thresholds = read_thresholds(options.thresholds)
    sets = [(path.stem, read_questions(path)) for path in options.questions]
    subject = open_subject(options.data_dir)
    judgements = []
    for name, questions in sets:
        askable = _with_documents(name, questions, subject, options.present_only)
        result = run(name, askable, subject.ask, subject.stored_text, _progress(name))
        judged = report.Judged(result, thresholds.judge(name, report.figures(result)))
        judgements.append(judged)
        print(report.table(judged), end="\n\n")
    if options.json:
        _write(options.json, _json_text(report.as_json(judgements)))
    if options.html:
        told = {"Thời điểm": datetime.now().astimezone().strftime("%H:%M %d/%m/%Y")}
        _write(options.html, report.html(judgements, told))
    if options.answers:
        _write(options.answers, "".join(map(_answer_line, _answered(judgements))))
    return OK if all(judged.passed for judged in judgements) else BELOW_THRESHOLD


def _with_documents(
    name: str, questions: Sequence[Question], subject: Subject, present_only: bool
) -> Sequence[Question]:
    """The questions whose documents are all in the store; others are an error unless passed over."""
    needed = sorted({document for question in questions for document in question.documents})
    missing = {document for document in needed if subject.stored_text(document) is None}
    if not missing:
        return questions
    listed = ", ".join(sorted(missing))
    if not present_only:
        raise EvalError(
            f"Bộ câu hỏi {name} cần tài liệu chưa có trong kho: {listed}.",
            "Hãy thêm bằng python -m ingest add, hoặc dùng --present-only.",
        )
    kept = [question for question in questions if missing.isdisjoint(question.documents)]
    if not kept:
        raise EvalError(
            f"Kho không có tài liệu nào của bộ câu hỏi {name}.", "Hãy thêm bằng python -m ingest add."
        )
    print(f"Bỏ qua {len(questions) - len(kept)} câu của {name}, vì kho chưa có: {listed}.")
    return kept


def _progress(name: str) -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None
    return lambda done, total: print(
        f"\r{name}: {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True
    )


def _latency(options: argparse.Namespace, open_subject: OpenSubject) -> int:
    thresholds = read_thresholds(options.thresholds)
    questions = read_questions(options.questions)
    subject = open_subject(options.data_dir)
    try:
        *passes, overall = measure_latency(questions, subject.ask, options.passes, options.warm_up)
    except AskFailedError as error:
        raise EvalError(f"Trợ lý không trả lời được: {error}", "Hãy sửa lỗi đó rồi đo lại.") from error
    checks = thresholds.judge_latency(report.timing_figures(overall))
    outcome = {
        "questions": len(questions),
        "overall": report.timing_figures(overall),
        "passes": [report.timing_figures(one) for one in passes],
        "thresholds": [report.checks_json(check) for check in checks],
    }
    print(_json_text(outcome))
    for check in checks:
        print(report.check_line(check))
    if options.json:
        _write(options.json, _json_text(outcome))
    failed = options.check and not all(check.passed for check in checks)
    return BELOW_THRESHOLD if failed else OK


def _answered(judgements: Sequence[report.Judged]) -> list[dict[str, Any]]:
    return [
        report.answer_json(outcome.question.id, outcome.answer)
        for judged in judgements
        for outcome in judged.result.outcomes
        if outcome.answer is not None
    ]


def _answer_line(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _json_text(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvalError(f"Không ghi được tệp {path}.", "Hãy chọn nơi khác có quyền ghi.") from error


if __name__ == "__main__":
    sys.exit(main())
