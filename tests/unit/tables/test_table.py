"""What of a table is chosen, and in what order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tables.table import Selection, natural
from tests.unit.tables.builders import table


def bodies(**chosen: object) -> list[str]:
    return [row.cells["body"] for row in table().select(Selection(**chosen))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 3),
        ("tuyen giao", 1),
        ("Tuyên giáo", 1),
        ("KIEM TRA", 1),
        ("tuyến", 0),  # with marks, the marks count
        ("kế lập", 1),
        ('"lap ke hoach"', 1),
        ('"ke lap"', 0),
        ("không có", 0),
        ('"', 0),
    ],
)
def test_words_are_found_without_marks_and_case(words: str, found: int) -> None:
    assert len(bodies(words=words)) == found


def test_choices_and_words_narrow_together() -> None:
    assert bodies(chosen={"role": "Thực hiện"}) == ["Sở Y tế", "=Đơn vị"]
    assert bodies(chosen={"role": "Thực hiện", "body": ""}, words="cong thuc") == ["=Đơn vị"]
    assert bodies(chosen={"role": "không có"}) == []


def test_sorting_and_the_documents_order() -> None:
    assert bodies(sort="body") == ["=Đơn vị", "Ban Tuyên giáo", "Sở Y tế"]
    assert bodies(sort="body", descending=True) == ["Sở Y tế", "Ban Tuyên giáo", "=Đơn vị"]
    assert bodies(sort="unknown") == bodies()


def test_natural_order() -> None:
    assert sorted(["IV.10", "IV.9", "đ", "Điều 2", "e", "Điều 10"], key=natural)[-2:] == [
        "IV.9",
        "IV.10",
    ]
    assert natural("Điều 2") < natural("Điều 10")


def test_the_values_of_a_column_are_counted() -> None:
    assert table().values("role") == (("Hướng dẫn, kiểm tra", 1), ("Thực hiện", 2))


def test_a_column_that_says_nothing_is_not_shown() -> None:
    assert [column.key for column in table().shown] == ["body", "role", "duty", "place"]


@given(st.text(max_size=40), st.sampled_from(["body", "place", "duty", ""]), st.booleans())
def test_whatever_is_typed_gives_rows_of_the_table(words: str, sort: str, descending: bool) -> None:
    made = table()
    found = made.select(Selection(words, {}, sort, descending))
    assert all(row in made.rows for row in found)
    assert len(found) <= len(made.rows)
