"""Tables whose columns say who leads and who works with them: each row charges the bodies of its cells."""

import pytest

from assistant.tables.duties import find_duties
from assistant.tables.roles import CARRIES_OUT, COORDINATES, LEADS
from ingest.pipeline import read_document

HEAD = "KẾ HOẠCH\nThực hiện công tác năm 2025\n\nII. TỔ CHỨC THỰC HIỆN\nNhiệm vụ cụ thể nêu tại Phụ lục.\n\n"


def said(*rows: str) -> list[tuple[str, str, str]]:
    """Body, role and task of each duty that a table gives."""
    document = read_document((HEAD + "PHỤ LỤC\n\n" + "\n".join(rows) + "\n").encode(), "thu.txt")
    duties = find_duties([document])
    assert all(document.text[d.body.span.start : d.body.span.end] == d.body.text for d in duties)
    return [(d.body.text, d.role, d.quote.text) for d in duties]


def test_each_body_of_a_row_has_the_role_of_its_column() -> None:
    assert said(
        "TT | Nội dung công việc | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian",
        "1 | Rà soát quy hoạch giao thông | Sở Xây dựng | Sở Tài chính, UBND các huyện, thị xã | Quý I/2025",
        "2 | Nghiên cứu cơ chế thu hút vốn | Sở Kế hoạch và Đầu tư | - | 2025",
    ) == [
        ("Sở Xây dựng", LEADS, "Rà soát quy hoạch giao thông"),
        ("Sở Tài chính", COORDINATES, "Rà soát quy hoạch giao thông"),
        ("UBND các huyện, thị xã", COORDINATES, "Rà soát quy hoạch giao thông"),
        ("Sở Kế hoạch và Đầu tư", LEADS, "Nghiên cứu cơ chế thu hút vốn"),
    ]


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Sở Xây dựng; Công an tỉnh", ["Sở Xây dựng", "Công an tỉnh"]),
        ("- Sở Xây dựng - Sở Y tế", ["Sở Xây dựng", "Sở Y tế"]),
        ("Sở Xây dựng Sở Y tế UBND tỉnh", ["Sở Xây dựng", "Sở Y tế", "UBND tỉnh"]),
        ("Văn phòng UBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("Chủ tịch UBND cấp huyện và Giám đốc Sở Y tế", ["Chủ tịch UBND cấp huyện", "Giám đốc Sở Y tế"]),
        ("VNPT Quảng Ninh", ["VNPT Quảng Ninh"]),
        ("Các sở, ban, ngành", ["Các sở, ban, ngành"]),
        ("Như trên", []),
        ("x", []),
        ("", []),
    ],
)
def test_names_in_a_cell(cell: str, bodies: list[str]) -> None:
    found = said(
        "Nhiệm vụ | Đơn vị chủ trì | Ghi chú", f"Lập báo cáo | {cell} | (1)", "Họp giao ban | Sở Y tế |"
    )
    assert [body for body, _, task in found if task == "Lập báo cáo"] == bodies


def test_a_head_of_two_rows_and_a_line_across_the_table() -> None:
    found = said(
        "TT | Nội dung | Phân công thực hiện | Thời gian",
        "TT | Nội dung | Chủ trì | Phối hợp | Thời gian",
        "I. Giao thông",
        "1 | Mở rộng quốc lộ 18 | Sở Xây dựng | Công an tỉnh | 2026",
    )
    assert found == [
        ("Sở Xây dựng", LEADS, "Mở rộng quốc lộ 18"), ("Công an tỉnh", COORDINATES, "Mở rộng quốc lộ 18"),
    ]  # fmt: skip


def test_one_column_for_whoever_does_it() -> None:
    found = said("TT | Nhiệm vụ | Đơn vị thực hiện", "1 | Tuyên truyền kế hoạch | Ban Tuyên giáo Tỉnh ủy")
    assert found == [("Ban Tuyên giáo Tỉnh ủy", CARRIES_OUT, "Tuyên truyền kế hoạch")]


@pytest.mark.parametrize(
    "rows",
    [
        ("TT | Chỉ tiêu | Đơn vị tính | Thực hiện 2024", "1 | Chiều dài đường | km | 120"),
        ("TT | Dự án | Kinh phí | Tiến độ thực hiện", "1 | Cầu Cửa Lục 2 | 900 | Sở Xây dựng báo cáo"),
        ("Chủ trì | Phối hợp", "Sở Y tế | Sở Nội vụ"),
    ],
)
def test_a_table_that_charges_nobody(rows: tuple[str, ...]) -> None:
    assert said(*rows) == []


def test_a_table_ends_where_text_goes_on() -> None:
    found = said(
        "TT | Nhiệm vụ | Cơ quan chủ trì", "1 | Lập quy hoạch | Sở Y tế",
        "Kết quả gửi về tỉnh.", "Số liệu kèm theo như sau:", "2 | Lập bản đồ | Sở Nội vụ",
    )  # fmt: skip
    assert ("Sở Nội vụ", LEADS, "Lập bản đồ") not in found and found[0][0] == "Sở Y tế"
