"""Folding in Python and folding in the tokenizer are the same thing."""

import random
import unicodedata

import pytest

from vectorstore.training.folding import fold, folded_clauses
from vectorstore.training.noise import damage_letters, damage_marks, strip_diacritics, strip_half
from vectorstore.training.vocabulary import build_tokenizer

SAMPLES = ["Kết cấu hạ tầng", "ĐẢNG ĐOÀN", "hoà, hòa; thuỷ/thủy", "Quyết định số 80/QĐ-TTg", "Ủy ban"]


@pytest.mark.parametrize("text", SAMPLES)
def test_tokenizer_folds_as_python_does(text: str) -> None:
    tokenizer = build_tokenizer({"▁": -9.0})
    for typed in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        assert tokenizer.normalizer.normalize_str(typed) == fold(typed) == fold(text)


def test_clauses_break_at_punctuation_and_numbers() -> None:
    assert folded_clauses("Căn cứ Quyết định số 80/QĐ-TTg, về\nquy hoạch") == [
        ["can", "cu", "quyet", "dinh", "so"],
        ["80"],
        ["qd"],
        ["ttg"],
        ["ve"],
        ["quy", "hoach"],
    ]


def test_stripping_and_poor_marks_leave_the_folded_text_alone() -> None:
    text = "đường bộ cao tốc qua địa bàn tỉnh"
    rng = random.Random(1)
    assert strip_diacritics(text) == "duong bo cao toc qua dia ban tinh"
    assert fold(strip_half(text, rng)) == fold(damage_marks(text, rng, rate=1.0)) == fold(text)


def test_letter_damage_is_repeatable_and_small() -> None:
    text = "nhiệm vụ và giải pháp chủ yếu " * 20
    assert damage_letters(text, random.Random(2)) == damage_letters(text, random.Random(2)) != text
    assert damage_letters(text, random.Random(2), rate=0.0) == text
