"""The last gate: what passages don't hold is not said."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Quote
from assistant.draft import Statement
from assistant.verify import problem
from ingest.pipeline import read_document
from ingest.spans import Span

TEXT = """KẾ HOẠCH
Về phát triển hạ tầng

I- MỤC TIÊU
Đến năm 2030, tỉnh Quảng Ninh có 176 km đường cao tốc theo Quyết định số 80/QĐ-TTg ngày 11/02/2023 của Thủ tướng Chính phủ.
Uỷ ban nhân dân tỉnh chủ trì thực hiện.
"""
DOCUMENT = read_document(TEXT.encode(), "ke-hoach.txt")


def quote(words: str) -> Quote:
    start = DOCUMENT.text.index(words)
    return Quote(DOCUMENT, Span(start, start + len(words)))


GROUNDS = (
    quote("Đến năm 2030, tỉnh Quảng Ninh có 176 km đường cao tốc"),
    quote("Quyết định số 80/QĐ-TTg ngày 11/02/2023"),
)


def test_what_the_passages_hold_may_be_said() -> None:
    for text in (
        "Đến năm 2030 có 176 km.",
        "Theo Quyết định 80/QĐ-TTg ngày 11/02/2023 (mục I, trang 4).",
        "Tỉnh Quảng Ninh có 176 km đường cao tốc.",
    ):
        assert problem(Statement(text, GROUNDS)) == ""


def test_other_numbers_dates_signs_and_names_may_not() -> None:
    for text in (
        "Đến năm 2035 có 176 km.",
        "Đến năm 2030 có 17 km.",
        "Theo Quyết định 80/QĐ-TTg ngày 10/02/2023.",
        "Theo Quyết định 8/QĐ-TTg.",
        "Tỉnh Hải Phòng có 176 km.",
    ):
        assert problem(Statement(text, GROUNDS)), text


def test_nothing_is_said_without_grounds() -> None:
    assert problem(Statement("Đúng như vậy.", ()))


def test_both_ways_of_placing_the_tone_mark_count_as_the_same() -> None:
    assert (
        problem(
            Statement("Ủy ban nhân dân tỉnh chủ trì.", (quote("Uỷ ban nhân dân tỉnh chủ trì thực hiện"),))
        )
        == ""
    )


def test_a_count_of_its_own_grounds_may_be_said_but_no_larger_one() -> None:
    assert problem(Statement("Có 2 văn bản:", GROUNDS)) == ""
    assert problem(Statement("Có 3 văn bản:", GROUNDS))


@given(st.integers(0, 99_999))
def test_a_number_that_is_not_in_the_grounds_never_passes(number: int) -> None:
    held = re.findall(r"\d+", " ".join(q.text for q in GROUNDS))
    if problem(Statement(f"Con số là {number} công trình.", GROUNDS)) == "":
        assert str(number) in held
