"""Targets: against the reference made by hand, and figures, years and fields in small texts."""

import json

import pytest

from assistant.tables.targets import ELSEWHERE, GENERAL, SPECIFIC, Target, find_targets
from ingest.pipeline import read_document
from tests.bundled import plan
from tests.unit.tables.reference import DATA

TEXT = """KẾ HOẠCH
Phát triển kinh tế - xã hội

I. MỤC TIÊU
1. Mục tiêu tổng quát
Xây dựng tỉnh phát triển nhanh, bền vững.
2. Mục tiêu cụ thể
2.1. Về kinh tế
- Tốc độ tăng trưởng bình quân giai đoạn 2026 - 2030 đạt trên 10%/năm; thu nhập bình quân đầu người đến năm 2030 đạt 15.000 USD; thu ngân sách đạt khoảng 75,5 nghìn tỷ đồng.
2.2. Về xã hội
- Đến năm 2030, tỷ lệ hộ nghèo còn dưới 0,5%; tỷ lệ bao phủ bảo hiểm y tế đạt tối thiểu 98%.
- Tạo việc làm cho 30.000 lao động mỗi năm theo Quyết định số 12/QĐ-UBND ngày 03/4/2024 của UBND tỉnh về việc làm đến năm 2028.
II. NHIỆM VỤ
Phấn đấu đến năm 2027 hoàn thành 25 km đường. Nâng cao chất lượng 3 tuyến đường.
"""


def small() -> list[Target]:
    return list(find_targets([read_document(TEXT.encode(), "thu.txt")]))


def test_the_plan_against_the_reference() -> None:
    wanted = [
        json.loads(line) for line in (DATA / "plan-targets.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found = find_targets([plan()])
    assert len(found) == len(wanted) == 13
    for target, entry in zip(found, wanted, strict=True):
        assert target.quote.text.startswith(entry["starts"])
        assert target.quote.section == entry["section"]
        assert (target.kind, target.field) == (entry["kind"], entry["field"])
        assert list(target.years) == entry["years"]
        assert [figure.written for figure in target.figures] == entry["figures"]


def test_kinds_fields_years_and_figures() -> None:
    found = [(t.kind, t.field, t.years, tuple(f.written for f in t.figures)) for t in small()]
    assert found == [
        (GENERAL, "", (), ()),
        (SPECIFIC, "kinh tế", ("2026–2030",), ("đạt trên 10%/năm",)),
        (SPECIFIC, "kinh tế", ("2030",), ("đạt 15.000 USD",)),
        (SPECIFIC, "kinh tế", (), ("đạt khoảng 75,5 nghìn tỷ đồng",)),
        (SPECIFIC, "xã hội", ("2030",), ("còn dưới 0,5%",)),
        (SPECIFIC, "xã hội", ("2030",), ("đạt tối thiểu 98%",)),
        # The year in the name of a cited decision is not that of the target.
        (SPECIFIC, "xã hội", (), ("30.000 lao động",)),
        (ELSEWHERE, "", ("2027",), ("25 km",)),
    ]


def test_every_target_and_figure_is_a_slice() -> None:
    for target in small():
        text = target.quote.document.text
        assert target.quote.text == text[target.quote.span.start : target.quote.span.end]
        for figure in target.figures:
            assert target.quote.span.contains(figure.span)
            assert figure.number in figure.span.of(text)


@pytest.mark.parametrize("text", ["", "I. NHIỆM VỤ\nXây dựng 3 trường học.\n"])
def test_no_targets_where_none_are_set(text: str) -> None:
    assert find_targets([read_document(f"KẾ HOẠCH\nThử\n\n{text}".encode(), "thu.txt")]) == ()
