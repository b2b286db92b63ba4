"""The benchmark counts right, and the ways it compares can be built."""

import json
import math
from pathlib import Path

import pytest

from ingest.pipeline import read_document
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore.bench.__main__ import main
from vectorstore.bench.quality import TRAINED, WAYS, measured, rank
from vectorstore.bench.rivals import Rival, rivals
from vectorstore.bench.sets import Case

CASE = Case("?", "luat", "Điều 2")


def test_a_place_found_twice_counts_once() -> None:
    found = [("luat", "Điều 1"), ("luat", "Điều 1"), ("qd", "Điều 2"), ("luat", "Điều 2")]
    assert rank(found, CASE) == 3
    assert rank(found[:3], CASE) == math.inf


def test_any_section_of_the_document_will_do() -> None:
    assert rank([("qd", "Điều 1"), ("qd", "Điều 2"), ("luat", "Điều 1")], Case("?", "luat", "")) == 2


def test_figures_worked_out_by_hand() -> None:
    found = measured([1, 2, 11, math.inf])
    assert found == {"R@1": 0.25, "R@3": 0.5, "R@10": 0.5, "MRR@10": pytest.approx(1.5 / 4)}


@pytest.mark.parametrize("rival", rivals()[1:], ids=lambda rival: rival.name)
def test_rivals_find_words_that_stand_there(rival: Rival) -> None:
    for package in ("langchain_community", "langchain_text_splitters", "rank_bm25", "bm25s"):
        pytest.importorskip(package)
    documents = [read_document(LAW.encode(), "luat.txt"), read_document(DECISION.encode(), "qd.txt")]
    search = rival.build(documents)
    assert rank(search("tài nguyên du lịch"), Case("", "luat", "Điều 1")) == 1
    assert rank(search("có hiệu lực từ ngày ký ban hành"), Case("", "qd", "Điều 2")) == 1


def test_plots_are_the_same_for_the_same_figures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from vectorstore.bench.plots import plot_growth, plot_quality

    typings = {how: measured([1, 2]) for how in ("accented", "unaccented", "half")}
    row = dict.fromkeys(("ingest s", "query p50 ms", "query p95 ms", "peak memory MB", "disk MB"), 2.0)
    for name in ("a", "b"):
        plot_quality({"exam": {"BM25": typings, "both": typings}}, tmp_path / name / "quality.svg")
        plot_growth([{"provisions": n, **row} for n in (10.0, 100.0)], tmp_path / name / "growth.svg")
    for name in ("quality.svg", "growth.svg"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert "<svg" in (tmp_path / "a" / name).read_text(encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of one law and one question, as the exam is laid out."""
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "luat.txt").write_text(LAW, encoding="utf-8")
    relevant = [{"document": "luat", "section": "Điều 3"}]
    row = {"query": "Môi trường du lịch được bảo vệ ra sao?", "relevant": relevant}
    (tmp_path / "queries.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return tmp_path


def test_the_command_measures_sets_and_growth(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = data / "figures.json"
    command = ["--data", str(data), "--sets", "exam", "--held-out", "other", "--model", "fake"]
    assert main([*command, "--grow", "20", "5", "--json", str(written)]) == 0
    found = json.loads(written.read_text(encoding="utf-8"))
    assert list(found["quality"]) == ["exam"]
    assert list(found["quality"]["exam"]) == [*WAYS, TRAINED]
    assert found["quality"]["exam"]["BM25"]["accented"]["R@1"] == 1.0
    sizes = [row["provisions"] for row in found["growth"]]
    assert sizes == sorted(sizes) and sizes[0] >= 5 and sizes[1] >= 20
    assert "| exam, 1 questions | accented | unaccented | half |" in capsys.readouterr().out


def test_a_folder_without_questions_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--data", str(tmp_path)])
    assert "no queries.jsonl" in capsys.readouterr().err
