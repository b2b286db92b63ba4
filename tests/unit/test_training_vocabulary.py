"""The tokenizer: tokens span words, break where they must, and are the same for every spelling."""

import numpy as np

from vectorstore.training.batches import Ragged, token_parts
from vectorstore.training.folding import folded_clauses
from vectorstore.training.vocabulary import build_tokenizer, count_runs, train_vocabulary

SCORES = {
    "▁": -12.0,
    "▁80": -8.0,
    "▁ha": -7.0,
    "▁tang": -7.0,
    "▁ha▁tang": -8.0,
    "▁ket": -7.0,
    "▁cau": -7.0,
    "▁ket▁cau▁ha▁tang": -9.0,
}


def test_a_token_may_span_words_and_the_spelling_does_not_matter() -> None:
    tokenizer = build_tokenizer(SCORES)
    for text in ["Kết cấu hạ tầng", "ket cau ha tang", "kêt câu hạ tâng", "  KẾT  CẤU\tHẠ TẦNG "]:
        assert tokenizer.encode(text).tokens == ["▁ket▁cau▁ha▁tang"], text


def test_punctuation_and_numbers_break_tokens() -> None:
    tokenizer = build_tokenizer(SCORES)
    assert tokenizer.encode("kết cấu, hạ tầng").tokens == ["▁ket", "▁cau", "▁ha▁tang"]
    assert tokenizer.encode("hạ tầng 80 kết cấu").tokens == ["▁ha▁tang", "▁80", "▁ket", "▁cau"]
    assert tokenizer.encode("").tokens == []


def test_runs_are_counted_within_clauses_only() -> None:
    counts = count_runs([["a", "b", "a", "b"], ["b", "a"]], longest=3, at_least=2)
    assert counts == {("a",): 3, ("b",): 3, ("a", "b"): 2, ("b", "a"): 2}


def test_training_keeps_the_frequent_phrase_and_obeys_the_size() -> None:
    text = "\n".join(
        ["kết cấu hạ tầng giao thông", "phát triển kết cấu hạ tầng", "giao thông", "tầng hai"] * 30
    )
    tokenizer = train_vocabulary(folded_clauses(text), size=64)
    assert tokenizer.get_vocab_size() <= 64
    assert "▁ket▁cau▁ha▁tang" in tokenizer.get_vocab()


def test_a_token_is_made_of_itself_and_the_runs_within_it() -> None:
    tokenizer = build_tokenizer(SCORES)
    ids = tokenizer.get_vocab()
    parts = token_parts(tokenizer)
    token = ids["▁ket▁cau▁ha▁tang"]
    found = parts.flat[parts.starts[token] : parts.starts[token + 1]].tolist()
    assert found[0] == token
    assert set(found[1:]) == {ids[t] for t in ["▁ket", "▁cau", "▁ha", "▁tang", "▁ha▁tang"]}


def test_ragged_rows_are_taken_and_expanded() -> None:
    rows = Ragged.of([[1], [], [2, 0]])
    taken = rows.take(np.array([2, 1, 0]))
    assert taken.flat.tolist() == [2, 0, 1] and taken.starts.tolist() == [0, 2, 2, 3]
    parts = Ragged.of([[0], [1, 0], [2, 1]])
    assert taken.expand(parts).flat.tolist() == [2, 1, 0, 1, 0]
    assert taken.expand(parts).starts.tolist() == [0, 3, 3, 5]
