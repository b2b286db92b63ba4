"""The list of corrections on a terminal: grouped, in Vietnamese, no wider than the terminal."""

import pytest

from ingest.cleaning.corrections import Correction, Verdict, key_of
from ingest.cleaning.rule_names import rule_name
from ingest.corrections_list import listing
from ingest.edits import Edit
from ingest.spans import Span

TEXT = "Phát triển đồng bộ hệ thống kêt cấu hạ tầng giao thông chiến lược trên địa bàn tỉnh.\n-Lãnh đạo"


def correction(word: str, new: str, rule: str = "syllable", **more: object) -> Correction:
    start = TEXT.index(word)
    original = word if len(word) > 1 else ""
    edit = Edit(Span(start, start + len(original)), original, new, rule, 0.97)
    return Correction(key_of(edit, TEXT), edit, bool(more.get("applied", True)), more.get("verdict"))  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_fit_the_terminal_and_name_code_and_change(width: int) -> None:
    items = [correction("kêt", "kết"), correction("-", " ", "item space")]
    lines = list(listing("ke-hoach", items, width))
    assert lines[0] == "Đã sửa (2):"
    assert lines[1].startswith(items[0].key.code)
    assert "[kêt → kết] cấu hạ" in lines[1]
    assert lines[2].endswith("(khoảng trắng)")
    assert max(map(len, lines)) <= width


def test_proposals_and_verdicts_are_told_apart() -> None:
    items = [
        correction("kêt", "kết", applied=False, verdict=Verdict.REJECTED),
        correction("tầng", "tàng", verdict=Verdict.ACCEPTED),
    ]
    lines = list(listing("ke-hoach", items, 80))
    assert [line for line in lines if line.endswith(":")][:2] == ["Đã sửa (1):", "Đề nghị, chưa sửa (1):"]
    assert lines[1].endswith("đã nhận")
    assert lines[4].endswith("đã bỏ")


def test_a_document_without_corrections_says_so() -> None:
    assert list(listing("ke-hoach", [], 80)) == ["ke-hoach: không có chỗ sửa nào."]


def test_rules_have_vietnamese_names_each_once() -> None:
    assert rule_name("stray mark+syllable+join-lines") == "dấu lạc, âm tiết nhận dạng sai"
    assert rule_name("glued words+run-together words") == "chữ dính nhau"
