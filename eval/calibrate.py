"""Where to draw the line between answering and "không tìm thấy", on questions apart from the evaluation's.

``python -m eval.calibrate QUESTIONS.jsonl`` takes lines {"question", "passage"} (for example
``wiki-questions.jsonl``), puts half of the passages into an index of its own, and asks about
both halves: the questions whose passage is there should be answered, the others not. It prints
for each threshold on the draft's confidence how many of each kind would be answered.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.answers.context import Context
from assistant.compose import compose
from assistant.facade import Assistant, open_assistant
from assistant.question import QuestionError, clean_question, understand_question
from assistant.settings import load
from ingest.cli import main_guard, read_jsonl
from ingest.pipeline import read_document


def build_parser() -> argparse.ArgumentParser:
    """The arguments of this command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.calibrate", description="Chọn ngưỡng từ chối trả lời."
    )
    parser.add_argument("questions", type=Path, metavar="CÂU_HỎI.jsonl")
    parser.add_argument("--number", type=int, default=300, help="số câu mỗi loại")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, help="ghi độ tin cậy của từng câu")
    parser.add_argument("-v", "--verbose", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Ask both halves and print the table."""
    rows = list({r["passage"]: r for r in read_jsonl(arguments.questions, ("question", "passage"))}.values())
    random.Random(arguments.seed).shuffle(rows)
    inside, outside = rows[: arguments.number], rows[arguments.number : 2 * arguments.number]
    with tempfile.TemporaryDirectory() as folder:
        assistant = open_assistant(load(Path(folder)))
        for number, row in enumerate(inside):
            data = row["passage"].encode()
            document = read_document(data, f"p{number}.txt")
            assistant.index.add([document])
            assistant.index.library.put(document, data)
        found = {True: confidences(assistant, inside), False: confidences(assistant, outside)}
    if arguments.out:
        arguments.out.write_text(json.dumps({str(k): v for k, v in found.items()}), encoding="utf-8")
    print("ngưỡng   trả lời đúng lúc   trả lời nhầm")
    for threshold in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        shares = [sum(c >= threshold for c in found[k]) / len(found[k]) for k in (True, False)]
        print(f"{threshold:6.2f}   {shares[0]:16.3f}   {shares[1]:12.3f}")
    return 0


def confidences(assistant: Assistant, rows: Sequence[dict[str, str]]) -> list[float]:
    """The confidence of the draft for each question."""
    found = []
    for row in rows:
        try:
            question = understand_question(clean_question(row["question"]))
        except QuestionError:
            continue
        found.append(compose(Context(question, assistant.index, assistant.knowledge())).confidence)
    return found


if __name__ == "__main__":
    raise SystemExit(main_guard(build_parser, run))
