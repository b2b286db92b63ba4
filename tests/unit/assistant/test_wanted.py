"""What a passage must hold, as labelled data with negatives."""

import pytest

from assistant.question import understand_question
from assistant.wanted import defines, gives, holds_quantity

GIVES = [
    ("Ban hành ngày nào?", "ngày 23/02/2024 của Bộ Chính trị", True),
    ("Ban hành ngày nào?", "trong thời hạn 15 ngày làm việc", False),
    ("Nộp khi nào?", "ngay sau khi ký văn bản", True),
    ("Nộp khi nào?", "theo quy định của pháp luật", False),
    ("Nộp khi nào?", "1 | Lập báo cáo | Sở Y tế | Quý II/2025", True),
    ("Nộp khi nào?", "1 | Lập báo cáo | Sở Y tế | 2026", True),
    ("Nộp khi nào?", "1 | Lập báo cáo | Sở Y tế | Thường xuyên", True),
    ("Nộp khi nào?", "12 | Lập báo cáo năm 2025 | Sở Y tế | 120", False),
    ("Vào năm nào?", "đến năm 2030 trở thành thành phố", True),
    ("Vào năm nào?", "hoàn thành trong quý II/2025", True),
    ("Vào năm nào?", "Luật số 97/2015/QH13", False),
    ("Bao nhiêu tỷ đồng?", "tổng vốn 1.200 tỷ đồng", True),
    ("Bao nhiêu tỷ đồng?", "giai đoạn 2021 - 2025", False),
    ("Bao nhiêu km đường?", "dài 176 km", True),
    ("Bao nhiêu km đường?", "đến năm 2030", False),
    ("Bao nhiêu hồ chứa?", "xây dựng bổ sung thêm một số hồ chứa nước", False),
    ("Bao nhiêu hồ chứa?", "xây mới ba hồ chứa nước", True),
    ("Bao nhiêu tờ?", "mỗi dấu đóng tối đa 05 tờ văn bản", True),
    ("Họ tên người ký là gì?", "Các đồng chí ủy viên Ban Thường vụ", False),
    ("Họ tên người ký là gì?", "do đồng chí Nguyễn Văn An ký", True),
    ("Cơ quan nào chủ trì?", "Sở Xây dựng chủ trì", True),
    ("Cơ quan nào chủ trì?", "Phí thẩm định theo quy định của pháp luật về phí và lệ phí", False),
]


@pytest.mark.parametrize(("question", "passage", "expected"), GIVES)
def test_gives(question: str, passage: str, expected: bool) -> None:
    assert gives(understand_question(question), passage) is expected


def test_noun_before_the_number() -> None:
    assert holds_quantity("trình bày bằng cỡ chữ từ 13 đến 14", "< co chu")
    assert not holds_quantity("trình bày bằng cỡ chữ đứng", "< co chu")


def test_defines_only_the_term_itself() -> None:
    assert defines("van ban di", "“Văn bản đi” là tất cả các loại văn bản do cơ quan ban hành")
    assert not defines("van ban di", "Đăng ký văn bản đi bằng sổ")
