"""Lines joined by where they stand on the page."""

from ingest.edits import EditedText
from ingest.layout import join_lines
from ingest.spans import Span
from ingest.words import Box, Word, Words
from ingest.wrapping import soft_ends

Line = tuple[str, float, float, float]  # text, left, right, top


def printed(*lines: Line) -> tuple[str, Words]:
    """A page of lines, each with its words spread from left to right."""
    words, pieces, length = [], [], 0
    for text, left, right, top in lines:
        tokens = text.split()
        step = (right - left) / len(tokens)
        for number, token in enumerate(tokens):
            x0 = left + step * number
            words.append(Word(Span(length, length + len(token)), 1, Box(x0, top, x0 + step, top + 0.015)))
            length += len(token) + 1
        pieces.append(text)
    whole = "\n".join(pieces)
    return whole, Words.of(whole, words)


def joined(*lines: Line) -> list[str]:
    text, words = printed(*lines)
    return EditedText(text, tuple(join_lines(text, soft_ends(text, words)))).text.split("\n")


def test_a_full_line_goes_on_and_a_short_one_does_not() -> None:
    assert joined(
        ("Thủ tướng yêu cầu các bộ", 0.15, 0.90, 0.10),
        ("Bộ Công an báo cáo.", 0.10, 0.40, 0.12),
        ("Sở Y tế thực hiện việc", 0.15, 0.90, 0.14),
        ("Ban Tổ chức giao cho.", 0.10, 0.42, 0.16),
    ) == ["Thủ tướng yêu cầu các bộ Bộ Công an báo cáo.", "Sở Y tế thực hiện việc Ban Tổ chức giao cho."]


def test_a_full_last_line_and_an_indented_new_paragraph() -> None:
    assert joined(
        ("Dòng một dài tới lề phải", 0.15, 0.90, 0.10),
        ("Dòng hai cũng dài tới lề", 0.10, 0.90, 0.12),
        ("Đoạn mới thụt đầu dòng", 0.15, 0.60, 0.14),
    ) == ["Dòng một dài tới lề phải Dòng hai cũng dài tới lề", "Đoạn mới thụt đầu dòng"]


def test_a_gap_divides_and_a_hanging_item_does_not() -> None:
    assert joined(
        ("1. Khoản này dài tới lề", 0.10, 0.90, 0.10),
        ("Bộ Y tế thụt vào theo số", 0.15, 0.90, 0.12),
        ("Đoạn sau cách một quãng", 0.15, 0.50, 0.18),
    ) == ["1. Khoản này dài tới lề Bộ Y tế thụt vào theo số", "Đoạn sau cách một quãng"]


def test_a_title_in_capitals_stays_alone() -> None:
    assert joined(
        ("KẾ HOẠCH", 0.4, 0.6, 0.10),
        ("về việc phòng chống thiên tai ở", 0.15, 0.90, 0.12),
        ("địa bàn tỉnh", 0.4, 0.6, 0.14),
        ("Thực hiện chỉ đạo của cấp trên,", 0.15, 0.90, 0.16),
        ("ban hành kế hoạch.", 0.10, 0.3, 0.18),
    ) == [
        "KẾ HOẠCH", "về việc phòng chống thiên tai ở địa bàn tỉnh",
        "Thực hiện chỉ đạo của cấp trên, ban hành kế hoạch.",
    ]  # fmt: skip


def test_the_number_of_a_decision_on_the_next_line() -> None:
    assert joined(
        ("Điều 2. Bãi bỏ toàn bộ Quyết định số", 0.15, 0.90, 0.10),
        ("999/QĐ-BYT của Bộ Y tế đã ban hành và", 0.10, 0.90, 0.12),
        ("các văn bản khác.", 0.10, 0.3, 0.14),
    ) == ["Điều 2. Bãi bỏ toàn bộ Quyết định số 999/QĐ-BYT của Bộ Y tế đã ban hành và các văn bản khác."]


def test_lines_that_end_anywhere_tell_nothing() -> None:
    text, words = printed(("Một hai ba", 0.1, 0.7, 0.1), ("Bốn năm sáu", 0.1, 0.8, 0.12))
    assert soft_ends(text, words) is None
    assert soft_ends("Một\nhai", Words.of("Một\nhai")) is None
