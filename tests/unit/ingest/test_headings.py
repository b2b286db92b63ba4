"""Heading lines told from other lines, as clean and as OCR leaves them."""

import pytest

from ingest.headings import (
    Level,
    appendix_name,
    arabic_heading,
    article_heading,
    decimal_heading,
    division_heading,
    is_recipients,
    roman_heading,
)


@pytest.mark.parametrize(
    ("line", "expected", "number"),
    [
        ("I- MỤC ĐÍCH, YÊU CẦU", 1, "I"),
        ("I. MỤC ĐÍCH", 1, "I"),
        ("l- MỤC ĐÍCH", 1, "I"),
        ("1- MỤC ĐÍCH", 1, "I"),
        ("II - MỤC TIÊU", 2, "II"),
        ("H- MỤC TIÊU", 2, "II"),
        ("n- MỤC TIÊU", 2, "II"),
        ("11- MỤC TIÊU", 2, "II"),
        ("m- NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU", 3, "III"),
        ("IH- NHIỆM VỤ", 3, "III"),
        ("ni. NHIỆM VỤ", 3, "III"),
        (" IV- TÒ CHỨC THỰC HIỆN", 4, "IV"),
        ("TV- TỔ CHỨC THỰC HIỆN", 4, "IV"),
        ("N- TỔ CHỨC THỰC HIỆN", 4, "IV"),
        ("Y- KINH PHÍ", 5, "V"),
        ("III. Giải pháp thực hiện", 3, "III"),
        ("III- GIẢI PHÁP", 2, "III"),  # II was lost
    ],
)
def test_roman_headings(line: str, expected: int, number: str) -> None:
    heading = roman_heading(line, expected)
    assert heading is not None
    assert (heading.level, heading.number) == (Level.ROMAN, number)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1. Mục tiêu tổng quát", 1),
        ("I- MỤC ĐÍCH", 2),
        ("V- KINH PHÍ", 2),
        ("m- nhiệm vụ và giải pháp", 3),
        ("II, III và IV của Kế hoạch", 2),
        ("V.v và các việc khác", 5),
        ("X. Nguyễn Văn A", 1),
        ("I-", 1),
        ("", 1),
        ("- về hạ tầng giao thông", 1),
        ("LNG. Một trong những trung tâm", 1),
    ],
)
def test_lines_that_are_no_roman_heading(line: str, expected: int) -> None:
    assert roman_heading(line, expected) is None


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("Điều 7. Các loại văn bản", "7", "Các loại văn bản"),
        ("ĐIỀU 7: Các loại văn bản", "7", "Các loại văn bản"),
        ("Ðiều 12.Quyền", "12", "Quyền"),  # the Icelandic eth that old fonts have
        ("Điêu 3. Giải thích", "3", "Giải thích"),
        ("Điều 15a. Bổ sung", "15a", "Bổ sung"),
        ("  Điều 9", "9", ""),
    ],
)
def test_article_headings(line: str, number: str, title: str) -> None:
    heading = article_heading(line)
    assert heading is not None
    assert (heading.number, line[heading.title_at :]) == (number, title)


@pytest.mark.parametrize(
    "line",
    [
        "Điều 7 của Luật này quy định",
        "“Điều 7. Sửa đổi”",
        "theo Điều 7.",
        "Điều kiện 7. kinh doanh",
        "Điều 12, Điều 13",
    ],
)
def test_mentions_of_articles_are_no_headings(line: str) -> None:
    assert article_heading(line) is None


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [
        ("Chương II", Level.CHAPTER, "II"),
        ("CHƯƠNG III. QUẢN LÝ VĂN BẢN", Level.CHAPTER, "III"),
        ("Chương 4", Level.CHAPTER, "4"),
        ("PHẦN THỨ NHẤT", Level.PART, "I"),
        ("Phần thứ hai: TÀI SẢN", Level.PART, "II"),
        ("Mục 1. THỂ THỨC", Level.SUBCHAPTER, "1"),
        ("Mục 2", Level.SUBCHAPTER, "2"),
    ],
)
def test_divisions(line: str, level: Level, number: str) -> None:
    heading = division_heading(line)
    assert heading is not None
    assert (heading.level, heading.number) == (level, number)


@pytest.mark.parametrize(
    "line",
    [
        "Mục tiêu cụ thể", "mục 1 của Chương này", "Phần lớn các dự án", "Chương trình hành động số 21-CTr/TU",
        "Phần mềm", "Mục 1 và Mục 2 Chương này quy định", "Phần vốn góp: của Nhà nước",
    ],
)  # fmt: skip
def test_lines_that_are_no_division(line: str) -> None:
    assert division_heading(line) is None


def test_numbered_lines_follow_on() -> None:
    assert arabic_heading("2. Muc tiêu cu thể", 2) is not None
    assert arabic_heading("3) Việc ba", 3) is not None
    assert arabic_heading("3. Việc ba", 2) is None
    assert arabic_heading("2021 - 2030", 2) is None
    assert arabic_heading("1.500 ha", 1) is None
    assert decimal_heading("2.1. Về giao thông", "2") is not None
    assert decimal_heading("3.1. Về điện", "2") is None


@pytest.mark.parametrize("line", ["Nơi nhận:", "Nơi nhân: ", "NƠI NHẬN", " Nơi nhận ."])
def test_recipients(line: str) -> None:
    assert is_recipients(line)


@pytest.mark.parametrize("line", ["Nơi nhận hồ sơ là bộ phận một cửa", "nhận:", "Nơi nhân dân sinh sống"])
def test_not_recipients(line: str) -> None:
    assert not is_recipients(line)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Phụ lục", "Phụ lục"), ("PHỤ LỤC I", "Phụ lục I"), ("Phụ lục số 2", "Phụ lục 2"),
        ("Phụ lục II. Mẫu văn bản", "Phụ lục II"), ("Phụ lục kèm theo Quyết định này", None),
        ("phụ lục I", None), ("Phụ lục I của Nghị định này quy định", None),
    ],
)  # fmt: skip
def test_appendices(line: str, name: str | None) -> None:
    assert appendix_name(line) == name
