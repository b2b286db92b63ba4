"""BM25: figures worked out by hand, counts kept by document, queries without diacritics."""

from math import log1p
from pathlib import Path

import numpy as np
import pytest

from ingest.pipeline import read_document
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore import counts as counts_module
from vectorstore.counts import count_documents
from vectorstore.lexical import ACCENTED_WEIGHT, K1, B, LexicalIndex, TermCounts
from vectorstore.query import Query, understand, without_frame


def index_of(*texts: str) -> LexicalIndex:
    return LexicalIndex.build(TermCounts.of([[(1.0, text)] for text in texts]))


def test_a_score_worked_out_by_hand() -> None:
    index = index_of("hạ hạ tầng", "cầu")
    assert index.accented is not None
    total = np.zeros(2, dtype=np.float32)
    index.accented.add(total, ["hạ"], 1.0)
    rarity = log1p((2 - 1 + 0.5) / (1 + 0.5))
    norm = K1 * (1 - B + B * 3 / 2)  # three syllables where the mean is two
    assert total == pytest.approx([rarity * 2 * (K1 + 1) / (2 + norm), 0.0])


def test_a_heading_weighs_as_it_is_told() -> None:
    counts = TermCounts.of([[(1.5, "hạ tầng"), (1.0, "hạ")]])
    found = dict(zip(counts.vocabulary, counts.counts.tolist(), strict=True))
    assert found == {"hạ": 2.5, "tầng": 1.5, "hạ tầng": 1.5}


def test_what_differs_by_marks_only_is_told_apart_by_a_query_with_marks() -> None:
    index = index_of("thu ngân sách nhà nước", "thư gửi ngân sách nhà nước")
    assert np.argmax(index.scores(understand("thu ngân sách"))) == 0
    assert np.argmax(index.scores(understand("thư ngân sách"))) == 1
    assert index.scores(understand("thu ngan sach")).min() > 0


def test_half_typed_marks_lean_on_the_folded_index() -> None:
    index = index_of("kết cấu hạ tầng giao thông", "quy hoạch đô thị")
    half = index.scores(Query("ket cấu ha tầng", accented=0.5))
    assert half[0] == 1.0
    assert 0 < ACCENTED_WEIGHT < 1


@pytest.mark.parametrize("texts", [(), ("",), ("", "…"), ("hạ tầng",)])
def test_little_or_nothing_to_search(texts: tuple[str, ...]) -> None:
    assert index_of(*texts).scores(understand("hạ tầng")).shape == (len(texts),)


def test_counting_documents_one_by_one_or_from_disk_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    law, decision = read_document(LAW.encode(), "luat.txt"), read_document(DECISION.encode(), "qd.txt")
    stamps = {law.id: (1, 1), decision.id: (1, 1)}
    path = tmp_path / "lexical.npz"
    count_documents(path, [law], stamps)
    counted: list[str] = []
    real = counts_module._count
    monkeypatch.setattr(counts_module, "_count", lambda ds: (counted.extend(d.name for d in ds), real(ds))[1])
    grown = count_documents(path, [decision, law], stamps)
    assert counted == ["qd"]  # the law's counts came from disk
    fresh = count_documents(tmp_path / "other.npz", [decision, law], stamps)
    query = understand("quyền của khách du lịch")
    assert LexicalIndex.build(grown).scores(query) == pytest.approx(LexicalIndex.build(fresh).scores(query))
    counted.clear()
    count_documents(path, [decision, law], stamps)
    assert counted == []
    count_documents(path, [decision, law], {**stamps, law.id: (2, 1)})
    assert counted == ["luat"]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("Xin hỏi thời hạn nộp thuế như thế nào?", "thời hạn nộp thuế"),
        ("Vợ chồng bình đẳng, đúng hay sai?", "Vợ chồng bình đẳng"),
        ("vo chong binh dang, dung hay sai?", "vo chong binh dang"),
        ("Pháp luật quy định về việc cấp phép ra sao?", "việc cấp phép"),
        ("Khách du lịch là gì?", "Khách du lịch"),
        ("như thế nào?", "như thế nào?"),
        ("quy định về thuế", "thuế"),
        ("Mục tiêu cụ thể", "Mục tiêu cụ thể"),
        ("", ""),
    ],
)
def test_words_of_asking_are_left_out(query: str, asked: str) -> None:
    assert without_frame(query) == asked
