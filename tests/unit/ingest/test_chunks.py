"""Provisions: clauses, points and bullets by name, with the sentence that leads to them."""

from ingest.chunks import LONGEST_CHUNK, make_chunks
from ingest.documents import Chunk
from ingest.structure import find_sections

FILLER = "bảo đảm kết nối giữa các trung tâm kinh tế lớn và với các đầu mối giao thông cửa ngõ của cả nước và khu vực, "


def chunks(text: str) -> tuple[Chunk, ...]:
    return make_chunks(text, find_sections(text), ())


def test_clauses_carry_their_points() -> None:
    found = chunks(
        "Điều 1. Trách nhiệm\n1. Bộ Nội vụ:\na) Lập hồ sơ;\nđ) Lưu hồ sơ.\n2. Bộ khác thực hiện.\nĐiều 2. Hiệu lực\nTừ nay."
    )
    assert [(c.section, c.detail, c.text) for c in found] == [
        ("Điều 1", "khoản 1", "Bộ Nội vụ:\na) Lập hồ sơ;\nđ) Lưu hồ sơ."),
        ("Điều 1", "khoản 2", "Bộ khác thực hiện."),
        ("Điều 2", "", "Từ nay."),
    ]
    assert found[0].path == ("Điều 1. Trách nhiệm",)


def test_a_clause_too_long_for_one_provision_gives_its_points_singly_with_their_lead() -> None:
    points = "\n".join(f"{letter}) Việc {letter} {FILLER * 5}." for letter in "abcdđ")
    text = f"Điều 1. Nhiệm vụ\n1. Các cơ quan có nhiệm vụ sau đây:\n{points}"
    found = chunks(text)
    assert len(found) > 2
    assert found[-1].detail == "điểm đ, khoản 1"
    assert found[-1].lead is not None
    assert found[-1].lead.of(text) == "Các cơ quan có nhiệm vụ sau đây:"


def test_bullets_know_the_sentence_that_leads_to_them() -> None:
    text = f"I- MỤC TIÊU\nTình hình chung. Các mục tiêu cụ thể sau:\n- về giao thông, {FILLER}\n- về điện, {FILLER}\nTiếp theo."
    found = chunks(text)
    assert [c.lead.of(text) if c.lead else None for c in found] == [
        None, "Các mục tiêu cụ thể sau:", "Các mục tiêu cụ thể sau:", None,
    ]  # fmt: skip


def test_a_paragraph_too_long_is_divided_between_sentences() -> None:
    sentence = f"Câu này dài, {FILLER}hết câu. "
    text = "I- MỤC TIÊU\n" + sentence * 40
    found = chunks(text)
    assert all(len(c.text) <= LONGEST_CHUNK for c in found)
    assert all(c.text.startswith("Câu này") and c.text.endswith("hết câu.") for c in found)


def test_a_paragraph_without_sentences_or_spaces_is_divided_too() -> None:
    for text in ("x" * 5000, "từ " * 3000, "dài " + "x" * 4000 + " hết"):
        found = chunks(text)
        assert all(0 < len(c.text) <= LONGEST_CHUNK for c in found)
        assert "".join("".join(c.text.split()) for c in found) == "".join(text.split())


def test_lines_without_letters_are_no_provision() -> None:
    assert chunks("• • ~ ' '\n\n____\n") == ()


def test_each_row_of_a_table_stands_alone_with_the_row_that_names_the_columns() -> None:
    rows = ("1 | Lập báo cáo | Sở Y tế | Sở Nội vụ", "2 | Họp | Sở Y tế | Công an tỉnh")
    head = "TT | Việc | Chủ trì | Phối hợp"
    for heads in ((head,), ("TT | Việc | Phân công", head)):
        text = "\n".join(("I- DANH MỤC", *heads, *rows))
        found = chunks(text)[-2:]
        assert tuple(c.text for c in found) == rows
        assert [c.lead.of(text) if c.lead else None for c in found] == [head, head]
