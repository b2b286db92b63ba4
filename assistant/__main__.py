"""The assistant's command line: ``python -m assistant ask|batch``."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.answer import Answer, Turn, section_name
from assistant.facade import Assistant, open_assistant
from assistant.question import QuestionError
from assistant.settings import load
from ingest.cli import CommandError, Parser, main_guard, read_jsonl, settings_arguments


def build_parser() -> argparse.ArgumentParser:
    """The arguments of this command line; help is in Vietnamese."""
    parser = Parser(prog="python -m assistant", description="Hỏi đáp trên các tài liệu đã nạp.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    ask = commands.add_parser("ask", help="trả lời một câu hỏi")
    ask.add_argument("question", metavar="CÂU_HỎI")
    ask.add_argument("--json", action="store_true", help="in ra JSON")
    settings_arguments(ask)
    batch = commands.add_parser("batch", help="trả lời từng dòng {id, question, history} của một tệp")
    batch.add_argument("questions", type=Path, metavar="CÂU_HỎI.jsonl")
    batch.add_argument("--out", type=Path, required=True, metavar="TRẢ_LỜI.jsonl")
    settings_arguments(batch)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Carry out a parsed command; returns the exit code. Raises CanCuError."""
    assistant = open_assistant(load(arguments.data_dir))
    if arguments.command == "ask":
        answer = assistant.ask(arguments.question)
        print(
            json.dumps(answer.to_json(), ensure_ascii=False, indent=1)
            if arguments.json
            else "\n".join(_shown(answer))
        )
        return 0
    rows = list(read_jsonl(arguments.questions, required=("id", "question")))
    try:
        with arguments.out.open("w", encoding="utf-8") as out:
            for row in tqdm(rows, desc="Trả lời", unit="câu", disable=None):
                out.write(
                    json.dumps({"id": row["id"], **_answered(assistant, row)}, ensure_ascii=False) + "\n"
                )
    except OSError as error:
        raise CommandError(
            f"Không ghi được tệp {arguments.out}.", "Hãy kiểm tra đường dẫn và quyền ghi."
        ) from error
    return 0


def _answered(assistant: Assistant, row: dict[str, Any]) -> dict[str, Any]:
    """A line's answer. A question that can't be taken is a line that says so; the others go on."""
    try:
        return assistant.ask(str(row["question"]), _history(row)).to_json()
    except QuestionError as error:
        return Answer(str(row["question"]), str(error), abstained=True, kind="invalid").to_json()


def _history(row: dict[str, Any]) -> list[Turn]:
    turns = row.get("history") or []
    valid = isinstance(turns, list) and all(
        isinstance(t, dict) and t.get("role") in {"user", "assistant"} for t in turns
    )
    if not valid:
        raise CommandError(
            f"Câu {row['id']} có history không hợp lệ.", "Mỗi lượt cần role (user, assistant) và content."
        )
    return [Turn(t["role"], str(t.get("content", ""))) for t in turns]


def _shown(answer: Answer) -> Iterator[str]:
    if answer.resolved:
        yield f"(Hiểu câu hỏi là: {answer.resolved})"
    yield answer.text
    if answer.more:
        yield f"Xem thêm:\n{answer.more}"
    for citation in answer.citations:
        page = f", trang {citation.page}" if citation.page else ""
        yield f"[{citation.number}] {citation.title}, {section_name(citation.section)}{page}: “{citation.quote}”"


if __name__ == "__main__":
    sys.exit(main_guard(build_parser, run))
