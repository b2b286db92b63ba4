"""The judge's figures against those of the scorer that came with the question set."""

import importlib.util
import json
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eval.answers import AnswerRow, CitationRow
from eval.cases import read_questions
from eval.metrics import Score, by_category, score, summarise
from eval.sections import section_path
from tests.unit.eval.perturbed import perturbed_answers

ROOT = Path(__file__).parents[3]
DEV = ROOT / "eval" / "questions" / "dev.jsonl"
RECORDED = json.loads(Path(__file__).with_name("recorded_figures.json").read_text(encoding="utf-8"))
REFERENCE = ROOT.parent / "shared" / "questions" / "score.py"


def raw_questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]


def row(raw: dict[str, Any] | None) -> AnswerRow | None:
    if raw is None:
        return None
    citations = (CitationRow(c["document"], c["section"], None, c["quote"]) for c in raw["citations"])
    return AnswerRow(raw["answer"], raw["abstained"], tuple(citations))


def judged(answers: dict[str, dict[str, Any]]) -> list[Score]:
    return [score(question, row(answers.get(question.id))) for question in read_questions(DEV)]


@pytest.mark.parametrize("seed", RECORDED["seeds"])
def test_figures_are_the_recorded_ones(seed: str) -> None:
    scores = judged(perturbed_answers(raw_questions(), int(seed)))
    recorded = RECORDED["seeds"][seed]
    assert asdict(summarise(scores)) == recorded["overall"]
    assert {name: asdict(one) for name, one in by_category(scores).items()} == recorded["by_category"]
    assert {one.id: list(one.missing_facts) for one in scores if not one.correct} == recorded["failed"]


@pytest.mark.parametrize(("label", "path"), RECORDED["labels"].items())
def test_section_labels_are_read_as_recorded(label: str, path: str) -> None:
    assert section_path(label) == path


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    if not REFERENCE.is_file():
        pytest.skip("the reference scorer is not beside this checkout")
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(100, 120))
def test_every_score_agrees_with_the_reference(reference: ModuleType, seed: int) -> None:
    answers = perturbed_answers(raw_questions(), seed)
    result, rows = reference.score(raw_questions(), answers)
    scores = judged(answers)
    for ours, theirs in zip(scores, rows, strict=True):
        mine = json.loads(json.dumps(asdict(ours)))
        assert {key: mine[key] for key in theirs if key in mine} == {
            key: value for key, value in theirs.items() if key in mine
        }
    assert asdict(summarise(scores)) == result["overall"]
    assert {name: asdict(one) for name, one in by_category(scores).items()} == result["by_category"]
