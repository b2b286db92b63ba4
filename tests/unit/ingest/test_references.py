"""Mentions of decisions, on the plan and on other ways of writing them."""

import pytest

from ingest.documents import DecisionRef
from ingest.references import find_references, issuer_of_sign, number_key
from tests.bundled import plan


def one(text: str) -> DecisionRef:
    found = find_references(text, ())
    assert len(found) == 1, found
    return found[0]


def test_the_plan_cites_these_decisions_and_no_other() -> None:
    document = plan()
    dates: dict[str, set[str]] = {}
    for reference in document.references:
        dates.setdefault(reference.number, set()).update({reference.date} - {""})
    assert dates == {
        "72-KL/TW": {"23/02/2024"},
        "13-NQ/TW": {"16/01/2012"},
        "29-NQ/TW": set(),
        "45-KL/TW": set(),
        "368/QĐ-TTg": {"4/5/2024"},
        "80/QĐ-TTg": {"10/02/2023", "11/02/2023"},
        "1279/QĐ-TTg": {"01/11/2023"},
        "21-CTr/TƯ": {"12/12/2022"},
        "06-NQ/TW": {"24/01/2022"},
        "258/QĐ-TTg": {"17/3/2023"},
        "10-NQ/TƯ": {"26/9/2022"},
    }
    by_number = {r.number: r for r in document.references if r.date}
    assert by_number["06-NQ/TW"].issuer == "Bộ Chính trị"
    assert by_number["06-NQ/TW"].subject.startswith("về quy hoạch, xây dựng, quản lý")
    assert by_number["1279/QĐ-TTg"].subject == "Kế hoạch thực hiện Quy hoạch tỉnh"
    assert by_number["10-NQ/TƯ"].kind == "Nghị quyết"
    assert by_number["10-NQ/TƯ"].section == "III.5"


@pytest.mark.parametrize(
    ("text", "number", "kind", "date"),
    [
        ("Quyết định số 80/QĐ-TTg ngày 11/02/2023", "80/QĐ-TTg", "Quyết định", "11/02/2023"),
        (
            "Quyết định 80/QĐ-TTg, ngày 11 tháng 02 năm 2023",
            "80/QĐ-TTg",
            "Quyết định",
            "11 tháng 02 năm 2023",
        ),
        ("theo QĐ số 80 /QĐ-TTg", "80/QĐ-TTg", "Quyết định", ""),
        ("quyết định số 80/QĐ- TTg ngày 11-02-2023", "80/QĐ-TTg", "Quyết định", "11-02-2023"),
        ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", "30/2020/NĐ-CP", "Nghị định", "05/3/2020"),
        ("Luật Đầu tư số 61/2020/QH14", "61/2020/QH14", "Luật", ""),
        ("Kết luận so 45-KL/TW của Hội nghị", "45-KL/TW", "Kết luận", ""),
        ("Thông tư liên tịch số 05/2015/TTLT-BNV-BTC", "05/2015/TTLT-BNV-BTC", "Thông tư liên tịch", ""),
        ("Nghị quyết số 12/NQ-HĐND ngày 9/7/2021", "12/NQ-HĐND", "Nghị quyết", "9/7/2021"),
        ("Nghị quyết số 119/2020/UBTVQH14", "119/2020/UBTVQH14", "Nghị quyết", ""),
        ("(Chỉ thị 05-CT/TW)", "05-CT/TW", "Chỉ thị", ""),
        ("Quyết định số 80/QĐ-TTg ký ngày 1.2.2023", "80/QĐ-TTg", "Quyết định", "1.2.2023"),
        ("Công văn số 123/UBND-KT ngày 1/2/2024", "123/UBND-KT", "Công văn", "1/2/2024"),
    ],
)
def test_ways_of_writing_a_mention(text: str, number: str, kind: str, date: str) -> None:
    reference = one(text)
    assert (reference.number, reference.kind, reference.date) == (number, kind, date)
    assert number in "".join(reference.span.of(text).split())


@pytest.mark.parametrize(
    "text",
    [
        "SỐ 4^5 - KH/TU Quảng Ninh", "giai đoạn 2021-2030", "ngày 10/02/2023", "tăng 10%/năm", "24/7", "3/4 diện tích",
        "đường 18A/B", "Hành lang Lạng Sơn-Hà Nội-Hải Phòng", "TCVN 1234", "quý I/2024", "5 - Cán bộ", "02 - 03 Dự án",
        "COVID-19", "khoản 2 Điều 3/2024", "LNG-Quảng Ninh 1500 MW", "100/QL18 qua huyện", "",
    ],
)  # fmt: skip
def test_what_is_no_decision(text: str) -> None:
    assert find_references(text, ()) == ()


def test_a_law_is_known_by_its_name() -> None:
    text = "Căn cứ Luật Đầu tư số 61/2020/QH14 ngày 17 tháng 6 năm 2020;"
    reference = one(text)
    assert reference.subject.strip() == "Luật Đầu tư"
    assert reference.span.of(text).startswith("Luật Đầu tư số 61")


def test_two_decisions_in_one_sentence_keep_their_own_subjects() -> None:
    text = (
        "Thực hiện Nghị quyết số 06-NQ/TW ngày 24/01/2022 của Bộ Chính trị về quy hoạch đô thị và Quyết định số "
        "258/QĐ-TTg ngày 17/3/2023 của Thủ tướng Chính phủ về lộ trình áp dụng BIM."
    )
    first, second = find_references(text, ())
    assert (first.issuer, second.issuer) == ("Bộ Chính trị", "Thủ tướng Chính phủ")
    assert first.subject == "về quy hoạch đô thị"
    assert second.subject == "về lộ trình áp dụng BIM"


def test_one_spelling_to_compare_by() -> None:
    assert number_key("10-NQ/TƯ") == number_key("10 - nq/tu") == "10-nq/tu"
    assert issuer_of_sign("80/QĐ-TTg") == "Thủ tướng Chính phủ"
    assert issuer_of_sign("61/2020/QH14") == "Quốc hội"
    assert issuer_of_sign("80/XY-Z") == ""
