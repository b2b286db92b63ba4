"""Teaches the assistant how sure its passages are, from questions whose right section is known.

Each answerable question is asked twice: of the whole store, where its best passage is right or
wrong, and with its own sections taken away, where no passage can be right. So every question makes
a near-miss of itself; the unanswerable ones of a file are near-misses too. A logistic regression
over ``assistant.confidence.Features`` is fitted to that (by iteratively reweighted least squares
with a small ridge) and written with ``--write``:

    python -m eval.calibrate --train eval/calibration.jsonl build/calibration-data \\
        --test eval/questions/own-c.jsonl build/own-c-data

It prints for each threshold how many are answered: of the right passages, of the questions without
their section, of the near-misses. Kinds of answer that need no such judgement are left aside.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Turn
from assistant.answers.choice import choose, possible
from assistant.answers.context import Context
from assistant.confidence import MODEL_FILE, Features, features, impossible
from assistant.evidence import Evidence, find_evidence
from assistant.facade import Assistant, open_assistant
from assistant.history import resolve
from assistant.question import QuestionError, clean_question, understand_question
from assistant.settings import load
from eval.cases import Question, read_questions
from eval.sections import supports
from ingest.cli import main_guard
from vectorstore.corpus import Corpus
from vectorstore.filters import Filters

Matrix = NDArray[np.float64]

_RIDGE = 1.0
_STEPS = 30
_RIGHT, _TAKEN_AWAY, _UNANSWERABLE = "right", "taken away", "unanswerable"


@dataclass(frozen=True, slots=True)
class Example:
    """A question asked: what kind it is, its features (None where it is refused anyway), the truth."""

    kind: str
    seen: Features | None
    right: bool


@dataclass(frozen=True, slots=True)
class _Without(Filters):
    """Everything but the sections that answer a question."""

    gone: tuple[tuple[str, str], ...] = field(default=())

    def passages_of(self, corpus: Corpus) -> NDArray[np.bool_]:
        gone = [
            any(
                p.document.name == document and supports(p.chunk.section, section)
                for document, section in self.gone
            )
            for p in corpus.passages
        ]
        return Filters.passages_of(self, corpus) & ~np.array(gone, dtype=np.bool_)

    def __bool__(self) -> bool:
        return True


def build_parser() -> argparse.ArgumentParser:
    """The arguments of this command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description="Hiệu chỉnh độ tin cậy.")
    for name in ("--train", "--test"):
        parser.add_argument(
            name, nargs=2, type=Path, action="append", default=[], metavar=("CÂU_HỎI.jsonl", "DIR")
        )
    parser.add_argument("--write", action="store_true", help="ghi các hệ số vào mô hình của trợ lý")
    parser.add_argument("-v", "--verbose", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Fit on the training files, print the table of every file."""
    trained = [(path, examples(path, data)) for path, data in arguments.train]
    weights = fit([e for _, found in trained for e in found])
    names = [f.name for f in fields(Features)]
    print({name: round(float(w), 3) for name, w in zip((*names, "constant"), weights, strict=True)})
    for path, found in [*trained, *((path, examples(path, data)) for path, data in arguments.test)]:
        print(f"\n{path.stem}\n{table(found, weights)}")
    if arguments.write:
        content = {
            "coefficients": [round(float(w), 4) for w in weights[:-1]],
            "constant": round(float(weights[-1]), 4),
        }
        MODEL_FILE.write_text(json.dumps(content) + "\n", encoding="utf-8")
    return 0


def examples(path: Path, data_dir: Path) -> list[Example]:
    """Every question of a file asked of a store, with and without its sections."""
    assistant = open_assistant(load(data_dir))
    found: list[Example] = []
    for question in read_questions(path):
        found += _asked(assistant, question)
    return found


def _asked(assistant: Assistant, asked: Question) -> Iterator[Example]:
    knowledge = assistant.knowledge()
    history = [Turn(turn.role, turn.content) for turn in asked.history]
    try:
        question = understand_question(resolve(clean_question(asked.text), history, knowledge))
    except QuestionError:
        return
    context = Context(question, assistant.index, knowledge)
    named = frozenset(d.name for d in knowledge.documents_named(question))

    def best(filters: Filters | None) -> list[Evidence]:
        found = possible(question, find_evidence(assistant.index, knowledge, question, filters))
        chosen = choose(context, found)[:1] if found else []
        return [] if chosen and impossible(context, chosen) else chosen

    chosen = best(None)
    right = asked.answerable and bool(chosen) and _right(asked, chosen[0])
    kind = _RIGHT if right else "" if asked.answerable else _UNANSWERABLE
    yield Example(kind, features(chosen[0]) if chosen else None, right)
    if asked.answerable:
        documents = asked.documents or tuple(d.name for d in knowledge.corpus.documents)
        gone = tuple((d, s) for d in documents for s in asked.sections)
        chosen = best(_Without(documents=named, gone=gone))
        yield Example(_TAKEN_AWAY, features(chosen[0]) if chosen else None, False)


def _right(asked: Question, evidence: Evidence) -> bool:
    quote = evidence.quote
    return (not asked.documents or quote.document.name in asked.documents) and any(
        supports(quote.section, section) for section in asked.sections
    )


def fit(found: list[Example]) -> Matrix:
    """Coefficients of the features and the constant; right and wrong passages count alike."""
    judged = [(astuple(e.seen), e.right) for e in found if e.seen is not None]
    inputs = np.array([[*values, 1.0] for values, _ in judged])
    truth = np.array([float(right) for _, right in judged])
    share = np.where(truth == 1, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    penalty = _RIDGE * np.eye(inputs.shape[1])
    penalty[-1, -1] = 0
    weights = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        likely = _likelihood(inputs, weights)
        curvature = (inputs * (share * likely * (1 - likely))[:, None]).T @ inputs + penalty
        weights += np.linalg.solve(curvature, inputs.T @ (share * (truth - likely)) - penalty @ weights)
    return weights


def _likelihood(inputs: Matrix, weights: Matrix) -> Matrix:
    likely: Matrix = 1 / (1 + np.exp(-inputs @ weights))
    return likely


def table(found: list[Example], weights: Matrix) -> str:
    """The share answered of each kind, for several thresholds."""
    lines = [
        "| threshold | right passages answered | section taken away, answered | near-misses answered |",
        "|---|---|---|---|",
    ]
    likely: dict[str, list[float]] = {_RIGHT: [], _TAKEN_AWAY: [], _UNANSWERABLE: []}
    for example in found:
        if example.kind:
            values = None if example.seen is None else np.array([[*astuple(example.seen), 1.0]])
            likely[example.kind].append(0.0 if values is None else float(_likelihood(values, weights)[0]))
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        shares = [
            f"{np.mean([v >= threshold for v in values]):.3f}" if values else "" for values in likely.values()
        ]
        lines.append(f"| {threshold:.2f} | {' | '.join(shares)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main_guard(build_parser, run))
