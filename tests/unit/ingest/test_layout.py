"""Pages found and wrapped lines joined, on cases that official texts really have."""

import pytest

from ingest.edits import EditedText
from ingest.layout import join_lines, page_starts
from tests.paths import PLAN

BODY = "Tập trung huy động mọi nguồn lực, đa dạng hóa hình thức đầu tư, đẩy nhanh tốc độ"


def joined(text: str) -> str:
    return EditedText(text, tuple(join_lines(text))).text


def wrapped(*lines: str) -> str:
    """``lines`` among enough full lines that the text counts as hard-wrapped."""
    return "\n".join([*[BODY + " và"] * 6, BODY + ".", "", *lines])


def after_filler(text: str) -> str:
    return joined(text).split(BODY + ".", 1)[1].strip()


JOINED = {
    "a paragraph": (("Phát huy hệ thống kết cấu hạ tầng đã xây dựng, tăng cường kết nối nội vùng và liên", "vùng."), 1),
    "across one blank line": (("Xây dựng Quảng Ninh là một tỉnh tiêu biểu của cả nước về mọi", "", "mặt, văn minh."), 1),
    "a bullet's own lines": (("- về hạ tầng giao thông, bảo đảm kết nối giữa các trung tâm kinh tế lớn và", "cảng."), 1),
    "capital after a full line": (("Các cấp ủy đảng chịu trách nhiệm lãnh đạo và chỉ đạo việc thực hiện của Ủy ban nhân", "Dân tỉnh."), 1),
    "a number at the line's start": (("phê duyệt tại Quyết định số 80/QĐ-TTg và các quyết định có liên quan ban hành ngày", "11 tháng 02 năm 2023 của Thủ tướng."), 1),
    "a mention of an article": (("Tổ chức, cá nhân kinh doanh du lịch có trách nhiệm thực hiện quy định tại khoản 2", "Điều 12 của Luật này."), 1),
    "an article's title on two lines": (("Điều 5. Nhiệm vụ, quyền hạn và trách nhiệm quản lý nhà nước về công tác văn thư của", "Chính phủ"), 1),
}  # fmt: skip
APART = {
    "after a full stop on a short line": (("Bảo đảm an ninh.", "Phát triển mạnh hạ tầng du lịch."), 2),
    "bullets": (("- một việc cần làm ngay trong năm nay của các cấp ủy đảng và chính quyền địa phương,", "- việc hai"), 2),
    "numbered items": (("1. Mục tiêu tổng quát của kế hoạch này là huy động mọi nguồn lực cho phát triển hạ", "2. Mục tiêu cụ thể"), 2),
    "a Roman heading": (("vững chắc quốc phòng - an ninh và hợp tác, cạnh tranh kinh tế quốc tế của khu vực", "III- NHIỆM VỤ"), 2),
    "a damaged Roman heading": (("vững chắc quốc phòng - an ninh và hợp tác, cạnh tranh kinh tế quốc tế của khu vực", "m- NHIỆM VỤ"), 2),
    "an article": (("và các quy định khác của pháp luật có liên quan đến hoạt động du lịch trong và ngoài", "Điều 12. Quyền"), 2),
    "an article without its dot": (("và các quy định khác của pháp luật có liên quan đến hoạt động du lịch trong và ngoài", "Điều 12"), 2),
    "an article that lost its dot": (("và các quy định khác của pháp luật có liên quan đến hoạt động du lịch trong và ngoài", "Điều 12 Quyền"), 2),
    "a full-length title and its text": (("Điều 9. Quyền và nghĩa vụ của khách du lịch trong thời gian tham gia hoạt động du lịch", "Khách có quyền."), 2),
    "a chapter": (("và các quy định khác của pháp luật có liên quan đến hoạt động du lịch trong và ngoài", "Chương II"), 2),
    "a title in capitals and its text": (("I- MỤC ĐÍCH, YÊU CẦU CỦA KẾ HOẠCH THỰC HIỆN KẾT LUẬN SỐ 72 CỦA BỘ CHÍNH TRỊ KHÓA XI", "Quán triệt"), 2),
    "a short heading and its text": (("1. Mục tiêu tổng quát", "Tập trung huy động mọi nguồn lực."), 2),
    "the recipients": (("Các ban xây dựng Đảng của Tỉnh ủy thường xuyên theo dõi việc thực hiện Kế hoạch này", "Nơi nhận:"), 2),
    "grounds": (("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 của Quốc hội và", "Căn cứ Luật Đầu tư;"), 2),
    "a point after a clause": (("1. Các cơ quan sau đây có trách nhiệm lập hồ sơ và nộp lưu hồ sơ theo quy định này:", "a) Bộ Nội vụ;"), 2),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "paragraphs"), [*JOINED.values(), *APART.values()], ids=[*JOINED, *APART])
def test_lines_join_into_paragraphs(lines: tuple[str, ...], paragraphs: int) -> None:
    found = [line for line in after_filler(wrapped(*lines)).split("\n") if line.strip()]
    assert len(found) == paragraphs, found


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("thực hiện Nghị quyết số 29-", "NQ/TW của Hội nghị Trung ương", "29-NQ/TW"),
        ("sông Hồng (Quyết định số 368/QĐ-", "TTg ngày 4/5/2024", "368/QĐ-TTg"),
        ("Mặt trận Tổ quốc và các tổ chức chính trị -", "xã hội đẩy mạnh tuyên truyền", "chính trị - xã hội"),
        ("Hành lang kinh tế Lào Cai -", "Hà Nội - Hải Phòng", "Lào Cai - Hà Nội"),
    ],
)
def test_a_break_at_a_dash(first: str, second: str, expected: str) -> None:
    assert expected in joined(wrapped(f"{BODY} {first}"[-84:], second))


def test_text_that_is_not_wrapped_is_left_alone() -> None:
    text = "\n".join(f"Điều {n}. Một dòng\n{BODY * n}" for n in range(1, 9))
    assert join_lines(text) == []


def test_a_form_feed_between_lines_does_not_break_a_sentence() -> None:
    text = wrapped(
        "Phát huy hệ thống kết cấu hạ tầng đã xây dựng, tăng cường kết nối nội vùng và", "\fliên vùng."
    )
    assert "nội vùng và liên vùng." in joined(text)
    alone = wrapped(
        "Phát huy hệ thống kết cấu hạ tầng đã xây dựng, tăng cường kết nối nội vùng và", "\f", "liên vùng."
    )
    assert "nội vùng và liên vùng." in joined(alone)


def test_pages_of_the_plan_start_where_the_source_marks_them() -> None:
    text = PLAN.read_text(encoding="utf-8")
    starts = page_starts(text)
    assert [s.certain for s in starts] == [True] * 5 + [False, True]
    first_words = [text[s.offset :].split("\n", 1)[0].strip()[:30] for s in starts]
    assert first_words == [
        "SỐ 4^5 - KH/TU Quàng Ninh, ngà", "Tập trung huy động mọi nguồn l", "- về hạ tầng cung cấp điện, bả",
        "lớn, có ý nghĩa quan trọng, ch", "trình, dự án. Nghiên cứu rút n", "5. Tập trung đầu tư, sớm đưa v",
        "IV- TÒ CHỨC THỰC HIỆN",
    ]  # fmt: skip


def test_form_feeds_start_pages() -> None:
    text = "một\n\fhai\n\fba\n\f"
    assert [text[s.offset : s.offset + 2] for s in page_starts(text)] == ["mộ", "ha", "ba"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "một dòng",
        "không thụt đầu dòng\n thụt\n thụt",
        "\n".join(" mọi dòng đều thụt" for _ in range(60)),
        " đầu\n" + "x\n" * 3 + " quá ngắn để là một trang\n" + "x\n" * 50,
    ],
)
def test_pages_are_not_made_up(text: str) -> None:
    assert page_starts(text) == []


def test_a_kind_in_capitals_is_a_title_whatever_stands_below() -> None:
    text = "\n".join(
        [
            "KẾ HOẠCH",
            "thực hiện Kết luận số 72-KL/TW",
            *["Một dòng dài như mọi dòng khác trong văn bản này và"] * 6,
        ]
    )
    joined = text
    for edit in reversed(join_lines(text)):
        joined = joined[: edit.span.start] + edit.replacement + joined[edit.span.end :]
    assert joined.split("\n")[0] == "KẾ HOẠCH"
