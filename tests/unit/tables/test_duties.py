"""Duties: measured against references made by hand, and small cases of each way a text charges somebody."""

import pytest

from assistant.tables.duties import Duty, find_duties
from assistant.tables.roles import COORDINATES, DIRECTS, LEADS, role_of
from ingest.documents import Document
from ingest.pipeline import read_document
from tests.bundled import plan
from tests.paths import ROOT
from tests.unit.tables.reference import compare

DECREE = ROOT.parent / "shared" / "documents" / "nghi-dinh-30-2020-nd-cp.docx"


def read(text: str) -> Document:
    return read_document(f"KẾ HOẠCH\nThực hiện công tác năm 2025\n\n{text}".encode(), "thu.txt")


def said(text: str) -> list[tuple[str, str, str]]:
    """Body, role and words of each duty in a text."""
    return [(d.body.text, d.role, " ".join(d.quote.text.split())) for d in find_duties([read(text)])]


def test_the_plan_against_the_reference() -> None:
    measured = compare(find_duties([plan()]), "plan-duties")
    assert measured.wanted == 29
    assert measured.recall >= 0.95, measured.missed
    assert measured.precision >= 0.95, measured.extra


@pytest.mark.skipif(not DECREE.exists(), reason="the decree is no part of the repository")
def test_the_decree_against_the_reference() -> None:
    document = read_document(DECREE.read_bytes(), DECREE.name)
    measured = compare(find_duties([document]), "decree-30-2020-duties")
    assert measured.wanted == 130
    assert measured.recall >= 0.95, measured.missed
    assert measured.precision >= 0.95, measured.extra


def test_every_body_and_duty_is_a_slice() -> None:
    document = plan()
    duties = find_duties([document])
    assert duties
    for duty in duties:
        for quote in (duty.body, duty.quote):
            assert quote.text == document.text[quote.span.start : quote.span.end]
            assert quote.text == quote.text.strip()


def test_leading_and_coordinating_bodies_are_told_apart() -> None:
    found = said(
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính chủ trì, phối hợp với Sở Kế hoạch và Đầu tư, "
        "Công an tỉnh xây dựng dự toán kinh phí hằng năm; theo dõi việc sử dụng kinh phí.\n"
    )
    assert [(body, role) for body, role, _ in found] == [
        ("Sở Tài chính", LEADS),
        ("Sở Kế hoạch và Đầu tư", COORDINATES),
        ("Công an tỉnh", COORDINATES),
        ("Sở Tài chính", "hướng dẫn, kiểm tra"),
    ]
    assert found[1][2] == "xây dựng dự toán kinh phí hằng năm"


def test_a_body_assigned_by_another() -> None:
    found = said(
        "II. TỔ CHỨC\nGiao Sở Y tế chủ trì, phối hợp với Sở Nội vụ tham mưu kế hoạch tuyển dụng bác sĩ.\n"
    )
    assert [(body, role) for body, role, _ in found] == [("Sở Y tế", LEADS), ("Sở Nội vụ", COORDINATES)]


def test_a_heading_that_names_a_body_charges_it_with_its_points() -> None:
    found = said(
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Giáo dục và Đào tạo\n- Xây dựng kế hoạch kiên cố hóa trường lớp.\n"
        "- Hướng dẫn các trường thực hiện; báo cáo kết quả.\n2. Đề nghị Ủy ban Mặt trận Tổ quốc tỉnh tăng cường giám sát.\n"
    )
    assert [(body, words[:12]) for body, _, words in found if "Giáo dục" in body] == [
        ("Sở Giáo dục và Đào tạo", "Xây dựng kế "),
        ("Sở Giáo dục và Đào tạo", "Hướng dẫn cá"),
    ]


def test_points_below_a_charge_belong_to_all_its_bodies() -> None:
    found = said(
        "Điều 5. Trách nhiệm thi hành\n1. Bộ Nội vụ, Ủy ban nhân dân cấp tỉnh có trách nhiệm:\n"
        "a) Ban hành văn bản hướng dẫn;\nb) Kiểm tra việc thực hiện.\n"
    )
    assert [(body, words) for body, _, words in found] == [
        ("Bộ Nội vụ", "Ban hành văn bản hướng dẫn;"),
        ("Ủy ban nhân dân cấp tỉnh", "Ban hành văn bản hướng dẫn;"),
        ("Bộ Nội vụ", "Kiểm tra việc thực hiện."),
        ("Ủy ban nhân dân cấp tỉnh", "Kiểm tra việc thực hiện."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Điều 3. Quyền hạn\nNgười đứng đầu cơ quan, tổ chức có thể giao cấp phó ký thay một số văn bản.",
        "Điều 3. Quyền hạn\nCơ quan, tổ chức được sử dụng chữ ký số.",
        "Điều 3. Đăng ký\nĐơn vị, cá nhân không có trách nhiệm giải quyết văn bản chưa đăng ký.",
        "Điều 3. Văn bản\nVăn bản đi phải được đăng ký trong ngày.",
        "Điều 2. Đối tượng áp dụng\nNghị định này áp dụng đối với cơ quan, tổ chức nhà nước; Sở Nội vụ thực hiện theo quy định.",
        "Điều 3. Giải thích từ ngữ\n1. “Văn thư cơ quan” là bộ phận thực hiện nhiệm vụ văn thư.",
    ],
)
def test_powers_passives_and_definitions_are_no_duties(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("enumeration", "bodies"),
    [
        ("Các sở, ban, ngành, địa phương", ["Các sở, ban, ngành, địa phương"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", ["Ủy ban nhân dân các huyện, thị xã, thành phố"]),
        (
            "Các bộ, cơ quan ngang bộ và Ủy ban nhân dân các cấp",
            ["Các bộ", "cơ quan ngang bộ", "Ủy ban nhân dân các cấp"],
        ),
        ("Tổ chức, cá nhân có liên quan", ["Tổ chức, cá nhân có liên quan"]),
    ],
)
def test_bodies_of_an_enumeration_are_parted_and_set_phrases_kept(
    enumeration: str, bodies: list[str]
) -> None:
    found = said(f"Điều 9. Thi hành\n{enumeration} có trách nhiệm thi hành Quyết định này.")
    assert [body for body, _, _ in found] == bodies
    assert {words for _, _, words in found} == {"thi hành Quyết định này."}


@pytest.mark.parametrize(
    ("duty", "role"),
    [
        ("chủ trì, phối hợp với Sở Y tế lập đề án", LEADS),
        ("phối hợp với Sở Y tế lập đề án", COORDINATES),
        ("lãnh đạo, chỉ đạo tổ chức thực hiện", DIRECTS),
        ("thường xuyên theo dõi, tham mưu", "hướng dẫn, kiểm tra"),
        ("xây dựng kế hoạch, chỉ đạo thực hiện", "thực hiện"),
        ("", "thực hiện"),
    ],
)
def test_roles(duty: str, role: str) -> None:
    assert role_of(duty) == role


def test_names_are_shown_with_a_large_first_letter() -> None:
    document = plan()
    duty: Duty = next(d for d in find_duties([document]) if d.body.text == "các cơ quan liên quan")
    assert duty.name == "Các cơ quan liên quan"


def test_no_documents_no_duties() -> None:
    assert find_duties([]) == ()
