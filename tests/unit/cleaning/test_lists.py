"""Lists and headings: labels, capitals and marks by the evidence of their fellows, and only by it."""

import pytest

from ingest.cleaning.items import item_ends, item_letters
from ingest.cleaning.outline import heading_numerals, item_leads, last_numeral
from ingest.edits import Edit, EditedText


def after(text: str, edits: list[Edit]) -> str:
    return EditedText(text, tuple(edits)).text


@pytest.mark.parametrize(
    ("before", "text", "cleaned"),
    [
        (2, "m- NHIỆM VỤ", "III- NHIỆM VỤ"),
        (2, "Ill- NHIỆM VỤ", "III- NHIỆM VỤ"),
        (1, "n. MỤC TIÊU", "II. MỤC TIÊU"),
        (0, "I- MỤC ĐÍCH\nH- MỤC TIÊU\nm- NHIỆM VỤ", "I- MỤC ĐÍCH\nII- MỤC TIÊU\nIII- NHIỆM VỤ"),
        (0, "m- NHIỆM VỤ", "m- NHIỆM VỤ"),
        (3, "m- NHIỆM VỤ", "m- NHIỆM VỤ"),
        (2, "m- nhiệm vụ", "m- nhiệm vụ"),
        (2, "IV- NHIỆM VỤ", "IV- NHIỆM VỤ"),
    ],
)
def test_a_numeral_is_read_only_where_the_sequence_asks_for_it(before: int, text: str, cleaned: str) -> None:
    assert after(text, heading_numerals(text, before)) == cleaned


def test_the_last_numeral_is_carried_on() -> None:
    assert last_numeral("I- MỤC ĐÍCH\nchữ\nII- MỤC TIÊU\nchữ") == 2
    assert last_numeral("không có đề mục", before=2) == 2


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("sau:\n- về điện.\n- về nước.\n- Đường sá.", "sau:\n- Về điện.\n- Về nước.\n- Đường sá."),
        ("sau:\n- về điện;\n- về nước;\n- đường sá.", "sau:\n- về điện;\n- về nước;\n- đường sá."),
        ("sau:\n- về điện;\n- về nước;", "sau:\n- về điện;\n- về nước;"),
        ("- Sở;\n- Ban;\n-Lưu", "- Sở;\n- Ban;\n- Lưu"),
        ("- Sở;\n-Ban;\n-Lưu", "- Sở;\n-Ban;\n-Lưu"),
        ("- Sở;\n- Ban;\n-5 độ", "- Sở;\n- Ban;\n-5 độ"),
    ],
)
def test_items_begin_as_their_fellows_do(text: str, cleaned: str) -> None:
    assert after(text, item_leads(text)) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("gồm:\na) Một là:\nb) Hai là.", "gồm:\na) Một là;\nb) Hai là."),
        ("hành vi sau đây:\nb) Hai là.", "hành vi sau đây:\nb) Hai là."),
        ("gồm:\na) Một.", "gồm:\na) Một."),
        ("1. Câu một,\n2. Câu hai.\n3. Câu ba.", "1. Câu một.\n2. Câu hai.\n3. Câu ba."),
        ("1. Câu số 5,\n2. Câu hai.", "1. Câu số 5,\n2. Câu hai."),
        ("Luật này,\n\nĐiều 1. Phạm vi", "Luật này,\n\nĐiều 1. Phạm vi"),
    ],
)
def test_items_end_as_their_fellows_do(text: str, cleaned: str) -> None:
    assert after(text, item_ends(text)) == cleaned


@pytest.mark.parametrize(
    ("labels", "cleaned"),
    [
        ("abed", "abcd"),
        ("abe", "abc"),
        ("abcđđe", "abcdđe"),
        ("abđ", "abđ"),
        ("abeg", "abeg"),
        ("e", "e"),
        ("be", "bc"),
    ],
)
def test_a_letter_is_read_only_where_its_neighbours_ask_for_it(labels: str, cleaned: str) -> None:
    text = "\n".join(f"{label}) Mục này" for label in labels)
    assert after(text, item_letters(text)) == "\n".join(f"{label}) Mục này" for label in cleaned)
