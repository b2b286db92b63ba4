"""The questions written by hand: well formed, halves apart, and loaded with their statutes."""

import json
from pathlib import Path
from typing import Any

import pytest

from vectorstore.bench.draw import drawn
from vectorstore.bench.sets import QUESTIONS, Case, written
from vectorstore.training.held_out import BENCHMARK, DEV_STATUTES

HALVES = ("development", "final")
STATUTE = """LUẬT
THỬ NGHIỆM

Điều 1. Phạm vi
Luật này quy định về việc thử nghiệm.

Điều 2. Thời hạn
Thời hạn thử nghiệm là 10 ngày.
"""


def rows(half: str) -> list[dict[str, Any]]:
    return list(map(json.loads, (QUESTIONS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()))


def statutes_of(half: str) -> set[str]:
    return {pair["document"] for row in rows(half) for pair in row["relevant"]}


def test_ids_and_questions_are_unique() -> None:
    found = [row for half in HALVES for row in rows(half)]
    assert len({row["id"] for row in found}) == len({row["query"] for row in found}) == len(found) >= 500


def test_every_question_names_an_article_and_a_kind() -> None:
    for half in HALVES:
        for row in rows(half):
            assert row["query"] == row["query"].strip() != ""
            assert row["kind"] in {
                "statement", "direct", "scenario", "definition", "rule", "search words",
            }  # fmt: skip
            assert row.get("style") in {None, "everyday", "long"}
            assert row["relevant"], row["id"]
            assert all(pair["section"].startswith("Điều ") for pair in row["relevant"])


def test_halves_share_no_statute_with_each_other_or_the_exam() -> None:
    assert statutes_of("development") <= set(DEV_STATUTES[::2])
    assert statutes_of("final") <= set(DEV_STATUTES[1::2])
    assert not (statutes_of("development") | statutes_of("final")) & set(BENCHMARK)


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "statutes").mkdir()
    (tmp_path / "statutes" / "luat-thu.txt").write_text(STATUTE, encoding="utf-8")
    return tmp_path


def ask(folder: Path, *articles: tuple[str, str]) -> None:
    row = {
        "id": "q",
        "query": "Thử mấy ngày?",
        "relevant": [{"document": d, "section": s} for d, s in articles],
    }
    with (folder / "development.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def test_a_set_holds_its_statutes_and_every_answer(corpora: Path) -> None:
    ask(corpora, ("luat-thu", "Điều 2"), ("luat-thu", "Điều 1"))
    found = written(corpora, "development", corpora)
    assert list(found.files) == ["luat-thu.txt"]
    (case,) = found.cases
    assert case == Case("Thử mấy ngày?", "luat-thu", "Điều 2", (("luat-thu", "Điều 1"),))
    assert case.answered_by("luat-thu", "Điều 1")
    assert not case.answered_by("luat-khac", "Điều 1")
    assert not case.answered_by("luat-thu", "Điều 3")


def test_a_missing_statute_is_left_out_and_named(corpora: Path, caplog: pytest.LogCaptureFixture) -> None:
    ask(corpora, ("luat-thu", "Điều 2"))
    ask(corpora, ("luat-mat", "Điều 1"))
    found = written(corpora, "development", corpora)
    assert [case.document for case in found.cases] == ["luat-thu"]
    assert "luat-mat" in caplog.text


def test_an_article_that_is_not_there_is_an_error(corpora: Path) -> None:
    ask(corpora, ("luat-thu", "Điều 9"))
    with pytest.raises(ValueError, match="luat-thu has no Điều 9"):
        written(corpora, "development", corpora)


def test_the_draw_takes_one_article_of_every_part() -> None:
    labels = [f"Điều {number}" for number in range(1, 101)]
    numbers = [labels.index(label) for label in drawn(labels, 10, 11)]
    assert [number // 10 for number in numbers] == list(range(10))
    assert numbers != [labels.index(label) for label in drawn(labels, 10, 12)]
    assert list(drawn(labels[:3], 10, 11)) == labels[:3]
