"""Questions that the rows of a table answer: who leads, who works with them, by when."""

import pytest

from assistant.facade import Assistant, open_assistant
from assistant.settings import load
from ingest.pipeline import read_document

PLAN = """TỈNH ỦY QUẢNG BÌNH
*
Số 15-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Quảng Bình, ngày 05 tháng 3 năm 2025

KẾ HOẠCH
chuyển đổi số trong các cơ quan đảng

I- MỤC ĐÍCH

1. Nâng cao chất lượng lãnh đạo, chỉ đạo trên môi trường số.

2. Kết nối mạng tới các xã.

PHỤ LỤC

TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành
I | Hạ tầng | | |
1 | Nâng cấp mạng diện rộng | Văn phòng Tỉnh ủy | Công an tỉnh | Quý II/2025
2 | Trang bị máy tính bảo mật | Văn phòng Tỉnh ủy | Sở Tài chính | Quý III/2025
3 | Số hóa hồ sơ đảng viên | Ban Tổ chức Tỉnh ủy | Công an tỉnh | 2026
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    found = open_assistant(load(tmp_path_factory.mktemp("rows")))
    document = read_document(PLAN.encode(), "ke-hoach-15.txt")
    found.index.add([document])
    found.index.library.put(document, PLAN.encode())
    return found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Cơ quan nào chủ trì trang bị máy tính bảo mật?", "Văn phòng Tỉnh ủy (Phụ lục)."),
        ("may tinh bao mat do ai chu tri trang bi", "Văn phòng Tỉnh ủy (Phụ lục)."),
        ("Ai phối hợp số hóa hồ sơ đảng viên?", "Công an tỉnh (Phụ lục)."),
        ("Khi nào hoàn thành trang bị máy tính bảo mật?", "Thời gian hoàn thành: Quý III/2025."),
        ("Số hóa hồ sơ đảng viên xong khi nào?", "Thời gian hoàn thành: 2026."),
        ("Nâng cấp mạng diện rộng hoàn thành năm nào?", "Thời gian hoàn thành: Quý II/2025."),
    ],
)
def test_a_row_answers_by_the_head_of_its_column(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith(said)
    assert all(check.citations and not check.problem for check in answer.checks)


def test_the_duties_of_a_body_say_its_role(assistant: Assistant) -> None:
    answer = assistant.ask("Công an tỉnh có nhiệm vụ gì?")
    assert answer.text.startswith("Công an tỉnh phối hợp theo Phụ lục:")
    assert "Nâng cấp mạng diện rộng" in answer.text and "Số hóa hồ sơ đảng viên" in answer.text
    assert "máy tính" not in answer.text
    leads = assistant.ask("Văn phòng Tỉnh ủy được giao nhiệm vụ gì?")
    assert leads.text.startswith("Văn phòng Tỉnh ủy chủ trì theo Phụ lục:")
    assert "Số hóa" not in leads.text


def test_a_kind_of_company_that_nothing_names_is_not_answered(assistant: Assistant) -> None:
    assert assistant.ask("Tập đoàn nào nâng cấp mạng diện rộng?").abstained
