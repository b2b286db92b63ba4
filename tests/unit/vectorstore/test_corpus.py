"""Passages in order, and what is worked out by document."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pipeline import read_document
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore.corpus import Corpus

CORPUS = Corpus([read_document(LAW.encode(), "luat.txt"), read_document(DECISION.encode(), "qd.txt")])


@given(
    st.lists(st.floats(0, 1, width=32), min_size=len(CORPUS), max_size=len(CORPUS), unique=True),
    st.integers(1, 9),
)
def test_the_mean_of_a_documents_best_values(values: list[float], count: int) -> None:
    found = CORPUS.document_best(np.asarray(values, dtype=np.float32), count)
    for document in CORPUS.documents:
        own = [v for v, p in zip(values, CORPUS.passages, strict=True) if p.document.id == document.id]
        expected = np.mean(sorted(own, reverse=True)[:count])
        mean = found[[p.document.id == document.id for p in CORPUS.passages]]
        assert mean == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_no_documents() -> None:
    assert Corpus([]).document_best(np.zeros(0, dtype=np.float32), 5).shape == (0,)
    assert Corpus([]).called("Luật Du lịch").shape == (0,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theo Luật Du lịch thì sao", {"luat"}), ("theo luat du lich", {"luat"}), ("luật du", set()),
        ("siêu luật du lịch học", {"luat"}), ("luật du lịchx", set()), ("Quyết định này", set()), ("", set()),
    ],
)  # fmt: skip
def test_documents_called_by_their_title(text: str, expected: set[str]) -> None:
    called = CORPUS.called(text)
    assert {p.document.name for p, hit in zip(CORPUS.passages, called, strict=True) if hit} == expected
