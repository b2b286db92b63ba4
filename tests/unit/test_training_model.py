"""A model trained on a handful of pairs loads in sentence-transformers and ranks what it was shown."""

from pathlib import Path

import numpy as np
import pytest

from vectorstore.training.artefact import quantise, write_checksums, write_model
from vectorstore.training.evaluate import Board, Case, load_encoder, metrics, ranks_of, ways_to_type
from vectorstore.training.folding import folded_clauses
from vectorstore.training.pairs import Pair
from vectorstore.training.train import Recipe, fit
from vectorstore.training.vocabulary import build_tokenizer, train_vocabulary

TEXTS = {
    "đường bộ": "Xây dựng đường bộ cao tốc và cầu lớn qua sông.",
    "trường học": "Đầu tư trường học và lớp học cho học sinh vùng cao.",
    "bệnh viện": "Mở rộng bệnh viện tỉnh và trạm y tế các xã.",
    "chợ": "Nâng cấp chợ trung tâm và kho hàng hóa.",
}


def test_quantised_rows_are_within_half_a_step() -> None:
    table = np.random.default_rng(0).normal(size=(5, 8)).astype(np.float32)
    table[2] = 0.0
    numbers, scale = quantise(table)
    assert numbers.dtype == np.int8 and scale.dtype == np.float32
    assert np.all(np.abs(numbers * scale[:, None] - table) <= scale[:, None] * 0.5001)


def test_a_table_of_the_wrong_height_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rows"):
        write_model(tmp_path, build_tokenizer({"▁": -1.0}), np.zeros((5, 4), dtype=np.float32))


def test_trained_model_loads_and_finds_its_passages(tmp_path: Path) -> None:
    tokenizer = train_vocabulary([c for t in TEXTS.values() for c in folded_clauses(t)] * 20, size=120)
    pairs = [Pair(query, text, query, "") for query, text in TEXTS.items()] * 4
    recipe = Recipe(dimensions=16, epochs=20, batch=8, dropped=0.0)
    table = fit(tokenizer, pairs, recipe)
    assert np.array_equal(table, fit(tokenizer, pairs, recipe))  # the same seed, the same model
    write_model(tmp_path, tokenizer, table)
    write_checksums(tmp_path)
    assert "model.safetensors" in (tmp_path / "SHA256SUMS").read_text(encoding="utf-8")
    encode = load_encoder(tmp_path)
    vectors = encode(list(TEXTS.values()))
    assert vectors.dtype == np.float32 and vectors.shape == (4, 16)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    keys = list(TEXTS)
    board = Board("toy", keys, list(TEXTS.values()), [Case(key, key) for key in keys])
    for queries in (keys, ways_to_type(keys)["stripped"]):
        assert ranks_of(board, queries, encode) == [1, 1, 1, 1]


def test_metrics_count_ranks_up_to_ten() -> None:
    assert metrics([1, 2, 11]) == {
        "R@1": pytest.approx(1 / 3),
        "R@5": pytest.approx(2 / 3),
        "R@10": pytest.approx(2 / 3),
        "MRR@10": pytest.approx(0.5),
    }
