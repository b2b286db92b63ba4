"""Structure and heading facts of the kinds of papers that officials send, on small ones of our own making."""

from pathlib import Path

import pytest

from ingest.documents import Document
from ingest.pipeline import read_document

PAPERS = Path(__file__).parents[2] / "data" / "papers"


def paper(name: str) -> Document:
    return read_document((PAPERS / f"{name}.txt").read_bytes(), f"{name}.txt")


SECTIONS = {
    "ke-hoach": "header I I.1 I.2 II II.1 II.1.1 II.1.2 II.2 III III.1 III.2 recipients",
    "nghi-quyet": "header Điều_1 Điều_2 Điều_3 recipients",
    "ket-luan": "header I II II.1 II.2 II.3 III III.1 III.2 recipients",
    "chi-thi": "header 1 2 3 4 recipients",
    "chuong-trinh-hanh-dong": "header I II II.1 II.2 III III.1 III.2 IV IV.1 IV.2 recipients",
    "quyet-dinh": "header Điều_1 Điều_2 Điều_3 recipients Quy_chế Quy_chế_–_Điều_1 Quy_chế_–_Điều_2",
    "nghi-dinh": "header Chương_I Điều_1 Chương_II Điều_2 Điều_3 recipients",
    "luat": "header Phần_I Chương_I Điều_1 Điều_2 Chương_II Mục_1 Điều_3 Mục_2 Điều_4 Phần_II Điều_5",
}


@pytest.mark.parametrize("name", SECTIONS)
def test_sections(name: str) -> None:
    assert [s.label.replace(" ", "_") for s in paper(name).sections] == SECTIONS[name].split()


FACTS = {
    "ke-hoach": (
        "Kế hoạch", "145/KH-UBND", "ngày 12 tháng 3 năm 2025", "Lào Cai", "Ủy ban nhân dân tỉnh Lào Cai",
        "Phòng, chống thiên tai và tìm kiếm cứu nạn trên địa bàn tỉnh năm 2025", "Nguyễn Văn A",
    ),
    "nghi-quyet": (
        "Nghị quyết", "08/2025/NQ-HĐND", "ngày 10 tháng 7 năm 2025", "Hải Phòng",
        "Hội đồng nhân dân thành phố Hải Phòng", "Quy định mức hỗ trợ học phí cho học sinh phổ thông", "Trần Thị B",
    ),
    "ket-luan": (
        "Kết luận", "99-KL/TW", "ngày 05 tháng 02 năm 2025", "Hà Nội", "Bộ Chính trị",
        "về đẩy mạnh chuyển đổi số trong các cơ quan đảng", "Lê Văn C",
    ),
    "chi-thi": (
        "Chỉ thị", "21/CT-TTg", "ngày 30 tháng 8 năm 2025", "Hà Nội", "Thủ tướng Chính phủ",
        "Về tăng cường bảo đảm an toàn giao thông đường thủy", "Phạm Văn D",
    ),
    "chuong-trinh-hanh-dong": (
        "Chương trình hành động", "30-CTr/TU", "ngày 18 tháng 4 năm 2025", "Nghệ An", "Ban Thường vụ Tỉnh ủy",
        "thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ",
        "Hoàng Văn G",
    ),
    "quyet-dinh": (
        "Quyết định", "2155/QĐ-BYT", "ngày 25 tháng 6 năm 2025", "Hà Nội", "Bộ Y tế",
        "Ban hành Quy chế quản lý tài sản công của Bộ Y tế", "Đỗ Thị H",
    ),
    "nghi-dinh": (
        "Nghị định", "201/2025/NĐ-CP", "ngày 15 tháng 7 năm 2025", "Hà Nội", "Chính phủ",
        "Sửa đổi, bổ sung một số điều của Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        "Vũ Văn K",
    ),
    "luat": (
        "Luật", "95/2025/QH15", "ngày 27 tháng 6 năm 2025", "Hà Nội", "Quốc hội", "Thư viện số", "Bùi Văn L",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_facts_of_the_heading_and_the_signer(name: str) -> None:
    known = paper(name).metadata
    facts = (known.kind, known.number, known.date, known.place, known.issuer, known.subject, known.signer)
    assert tuple(fact.value for fact in facts) == FACTS[name]
    text = paper(name).text
    for fact in facts:
        assert fact.span is not None
    assert known.signer.span is not None
    assert known.signer.span.of(text) == known.signer.value


def test_recipients() -> None:
    document = paper("chi-thi")
    fact = document.metadata.recipients
    assert fact.value == "Ban Bí thư Trung ương Đảng; Các bộ, cơ quan ngang bộ; Lưu: VT, CN (3b)"
    assert fact.span is not None
    assert fact.span.of(document.text).startswith("Ban Bí thư")
    assert fact.span.of(document.text).endswith("CN (3b)")
    assert not paper("luat").metadata.recipients


@pytest.mark.parametrize(
    "text",
    [
        "Điều 1. Nội dung\nNơi nhận:\n- Như trên;\nHạ Long Xanh",  # no office above
        "Điều 1. Nội dung\nBan Tuyên Giáo",
        "CHỦ TỊCH\nngày 3 tháng 5",
    ],
)
def test_no_name_is_made_up(text: str) -> None:
    assert not read_document(text.encode(), "a.txt").metadata.signer


def test_a_signature_that_comes_before_the_recipients() -> None:
    text = "Điều 1. Nội dung\nNội dung điều này.\nTM. CHÍNH PHỦ\nTHỦ TƯỚNG\nVũ Văn K\nNơi nhận:\n- Như trên;"
    assert read_document(text.encode(), "a.txt").metadata.signer.value == "Vũ Văn K"
