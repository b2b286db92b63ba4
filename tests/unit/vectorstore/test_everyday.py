"""Everyday words are searched as the official ones too."""

import unicodedata

import pytest

from ingest.vietnamese import fold
from vectorstore.everyday import _table, official_words
from vectorstore.lexical import LexicalIndex, TermCounts
from vectorstore.query import understand


@pytest.mark.parametrize(
    ("asked", "official"),
    [
        ("Bị mất bằng lái thì làm sao?", ("giấy phép lái xe",)),
        ("bi mat bang lai thi lam sao", ("giấy phép lái xe",)),
        ("mat bằng lai", ("giấy phép lái xe",)),
        ("Ly dị thì con ở với ai?", ("ly hôn",)),
        ("Mất bằng lái, tức là giấy phép lái xe", ()),
        ("bảng lai tạp", ()),
        ("Kế hoạch thực hiện Kết luận", ()),
        ("", ()),
    ],
)
def test_official_words_of_what_is_asked(asked: str, official: tuple[str, ...]) -> None:
    assert official_words(asked) == official


def test_a_decomposed_spelling_is_the_same() -> None:
    assert official_words(unicodedata.normalize("NFD", "bằng lái")) == ("giấy phép lái xe",)


def test_official_words_find_their_passage_but_count_less_than_those_typed() -> None:
    texts = ["Giấy phép lái xe có thời hạn.", "Bằng lái tàu thủy.", "Quỹ đất của địa phương."]
    index = LexicalIndex.build(TermCounts.of([[(1.0, text)] for text in texts]))
    query = understand("bằng lái tàu thủy")
    scores = index.scores(query)
    assert scores[1] == 1.0 > scores[0] > 0.0 == scores[2]


def test_no_line_of_the_list_says_the_same_twice() -> None:
    for phrases in _table().values():
        for phrase, official in phrases:
            assert len(set(map(fold, official))) == len(official)
            assert fold(" ".join(phrase)) not in map(fold, official)
