"""Sections of plans, laws and decrees: labels, order, paths, and what must open nothing."""

from ingest.structure import find_sections
from tests.bundled import plan


def labels(text: str) -> list[str]:
    return [section.label for section in find_sections(text)]


LAW = """LUẬT
DU LỊCH

Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;

Phần thứ nhất
NHỮNG QUY ĐỊNH CHUNG
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về tài nguyên du lịch.
Điều 2. Đối tượng áp dụng
1. Tổ chức, cá nhân Việt Nam.
2. Cộng đồng dân cư:
a) ở khu du lịch;
b) ở điểm du lịch.
Chương II
KHÁCH DU LỊCH,
QUYỀN CỦA KHÁCH
Mục 1. QUYỀN
Điều 3. Quyền
I. Quyền chung
1. Sửa đổi Điều 7 như sau:
“Điều 7. Điều kiện
1. Có đủ sức khỏe.”
Mục 2
NGHĨA VỤ
Điều 4. Nghĩa vụ
Phần lớn khách du lịch có nghĩa vụ nêu tại
Điều 3 của Luật này.
Phụ lục I
MẪU ĐƠN
Nội dung mẫu.
"""


def test_the_plan_has_its_sections_in_order() -> None:
    document = plan()
    assert [s.label for s in document.sections] == [
        "header", "I", "II", "II.1", "II.2", "III", "III.1", "III.2", "III.3", "III.4", "III.5",
        "IV", "IV.1", "IV.2", "IV.3", "IV.4", "IV.5", "IV.6", "recipients",
    ]  # fmt: skip
    assert [p.number for p in document.pages] == [1, 2, 3, 4, 5, 6, 7]
    assert [p.certain for p in document.pages] == [True] * 5 + [False, True]
    by_label = {s.label: s for s in document.sections}
    assert by_label["III.5"].path[0].endswith("NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU")
    assert by_label["III.5"].heading.endswith("gắn vói bảo đảm chất lượng công trình") or by_label[
        "III.5"
    ].heading.endswith("gắn với bảo đảm chất lượng công trình")
    assert by_label["IV.4"].heading == ""  # a numbered paragraph: all of it is text
    assert {c.section: c.page for c in document.chunks}["IV.4"] == 7


def test_a_law_has_divisions_and_articles() -> None:
    sections = find_sections(LAW)
    assert [s.label for s in sections] == [
        "header", "Phần I", "Chương I", "Điều 1", "Điều 2", "Chương II", "Mục 1", "Điều 3", "Mục 2", "Điều 4",
        "Phụ lục I",
    ]  # fmt: skip
    article = next(s for s in sections if s.label == "Điều 3")
    assert article.path == (
        "Phần thứ nhất NHỮNG QUY ĐỊNH CHUNG", "Chương II KHÁCH DU LỊCH, QUYỀN CỦA KHÁCH", "Mục 1. QUYỀN",
        "Điều 3. Quyền",
    )  # fmt: skip


def test_a_quoted_article_opens_nothing_even_unquoted_lines_of_it() -> None:
    text = LAW.replace("“Điều 7. Điều kiện", "“1. Điều kiện\nĐiều 7. Điều kiện của hướng dẫn viên")
    assert "Điều 7" not in labels(text)


def test_an_article_number_missing_in_the_middle_does_not_stop_the_rest() -> None:
    text = "\n".join(f"Điều {n}. Tên\nNội dung {n}." for n in (1, 2, 4, 5))
    assert labels(text) == ["Điều 1", "Điều 2", "Điều 4", "Điều 5"]


def test_articles_of_an_appendix_count_anew() -> None:
    text = "Điều 1. Ban hành\nKèm theo.\nĐiều 2. Hiệu lực\nTừ nay.\nNơi nhận:\n- Như trên\nPhụ lục\nQUY CHẾ\nĐiều 1. Phạm vi\nA\nĐiều 2. Đối tượng\nB"
    assert labels(text) == [
        "Điều 1",
        "Điều 2",
        "recipients",
        "Phụ lục",
        "Phụ lục – Điều 1",
        "Phụ lục – Điều 2",
    ]


def test_a_regulation_behind_its_decision_counts_anew() -> None:
    text = "QUYẾT ĐỊNH\nĐiều 1. Ban hành Quy chế.\nĐiều 2. Hiệu lực.\nQUY CHẾ\nChương I\nCHUNG\nĐiều 1. Phạm vi\nA\nĐiều 2. Đối tượng\nB"
    found = labels(text)
    assert len(found) == len(set(found)), found


def test_numbered_lists_inside_a_numbered_section_open_nothing() -> None:
    text = "I- MỤC TIÊU\n1. Chung\nGồm các việc:\n1. Việc một\n2. Việc hai\n2. Cụ thể\nNội dung."
    assert labels(text).count("I.1") == 1


def test_decimal_numbers() -> None:
    text = "II- MỤC TIÊU\n1. Chung\nA\n2. Cụ thể\n2.1. Giao thông\nB\n2.2. Điện\nC\nIII- GIẢI PHÁP\n1. Một\nD"
    assert labels(text) == ["II", "II.1", "II.2", "II.2.1", "II.2.2", "III", "III.1"]


def test_text_without_headings_is_one_section() -> None:
    assert labels("Một đoạn văn.\nMột đoạn nữa.") == ["toàn văn"]
    assert labels("") == []


def test_a_plan_without_roman_numbers() -> None:
    text = "KẾ HOẠCH\nVề việc gì đó\n1. Mục đích\nA\n2. Yêu cầu\nB"
    assert labels(text) == ["header", "1", "2"]


def test_a_heading_with_nothing_below_it_is_text() -> None:
    text = "II- TỔ CHỨC\n1. Sở Y tế: báo cáo.\n2. Sở Nội vụ\n2.1. Tổng hợp\n2.2. Rà soát\nĐịnh kỳ.\nIII- HẾT"
    bodies = {s.label: text[s.body_start : s.span.end].strip() for s in find_sections(text)}
    assert bodies == {
        "II": "", "II.1": "Sở Y tế: báo cáo.", "II.2": "", "II.2.1": "Tổng hợp", "II.2.2": "Định kỳ.", "III": "HẾT",
    }  # fmt: skip
    law = "Điều 1. Phạm vi\nA\nĐiều 2. Luật này có hiệu lực từ ngày 01 tháng 01 năm 2020."
    last = find_sections(law)[-1]
    assert (last.heading, law[last.body_start :]) == (
        "Điều 2",
        "Luật này có hiệu lực từ ngày 01 tháng 01 năm 2020.",
    )


def test_an_extract_that_begins_in_the_middle_of_a_law() -> None:
    text = (
        "Điều 17. Quốc tịch\n1. Công dân là người có quốc tịch.\n2. Không bị trục xuất.\nĐiều 18. Định cư\nA"
    )
    assert labels(text) == ["Điều 17", "Điều 18"]
