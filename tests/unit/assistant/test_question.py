"""What a question wants, as labelled data; every question also without its diacritics."""

import pytest

from assistant.question import LONGEST_QUESTION, QuestionError, clean_question, understand_question
from assistant.wants import Wants
from ingest.vietnamese import fold

WANTS = [
    ("Kết luận số 72-KL/TW ban hành ngày nào?", Wants.DATE),
    ("Tháng Thanh niên là tháng mấy?", Wants.DATE),
    ("Báo cáo phải gửi trước ngày nào?", Wants.DATE),
    ("Văn bản khẩn phải được phát hành khi nào?", Wants.TIME),
    ("Hồ sơ phải nộp trong bao lâu?", Wants.TIME),
    ("Quảng Ninh lên thành phố trực thuộc Trung ương vào năm nào?", Wants.YEAR),
    ("Tổng kinh phí là bao nhiêu tỷ đồng?", Wants.QUANTITY),
    ("Sẽ có bao nhiêu km đường cao tốc?", Wants.QUANTITY),
    ("Cỡ chữ bao nhiêu?", Wants.QUANTITY),
    ("Phần III có mấy nhóm nhiệm vụ?", Wants.COUNT),
    ("Có bao nhiêu lĩnh vực trọng tâm?", Wants.COUNT),
    ("Cơ quan nào chủ trì theo dõi?", Wants.BODY),
    ("Ai có trách nhiệm kiểm tra?", Wants.BODY),
    ("Họ tên người ký là gì?", Wants.PERSON),
    ("Trưởng ban là ai?", Wants.PERSON),
    ("Văn bản đi là gì?", Wants.DEFINITION),
    ("Thế nào là lập hồ sơ trong công tác văn thư?", Wants.DEFINITION),
    ("Hồ chứa đã xuống cấp thì làm gì?", Wants.ANYTHING),
    ("Cơ quan nào trang bị máy tính bảo mật?", Wants.BODY),
    ("Nhà máy nước được nâng cấp khi nào?", Wants.TIME),
    ("Sắp xếp bộ máy ra sao?", Wants.ANYTHING),
    ("Tập đoàn nào xây nhà máy?", Wants.BODY),
]


@pytest.mark.parametrize(("text", "wanted"), WANTS)
def test_wants(text: str, wanted: Wants) -> None:
    assert understand_question(text).wants is wanted
    assert understand_question(fold(text)).wants is wanted


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Thế nào là “lập hồ sơ” trong công tác văn thư?", "lap ho so"),
        ("Khách du lịch là gì?", "khach du lich"),
        ("Văn bản hành chính được hiểu như thế nào?", "van ban hanh chinh"),
        ("Ai ký văn bản?", ""),
    ],
)
def test_term_to_define(text: str, term: str) -> None:
    assert understand_question(text).defined == term


def test_abbreviations_are_written_out_and_years_and_names_kept() -> None:
    question = understand_question("Đến 2030, KCHT của tỉnh Hải Phòng thế nào?")
    assert "kết cấu hạ tầng" in question.query.text
    assert question.years == ("2030",)
    assert "Hải Phòng" in question.names


def test_province_is_a_name_without_capitals_or_marks() -> None:
    assert understand_question("ha tang giao thong cua hai phong").names == ("Hải Phòng",)
    assert understand_question("giữ gìn hoà bình, ổn định").names == ()


def test_number_words_before_counted_things_become_numbers() -> None:
    assert "5" in understand_question("Năm lĩnh vực trọng tâm là gì?").content
    assert "5" not in understand_question("Năm 2030 phải đạt gì?").content


def test_synonyms_are_searched_too() -> None:
    assert "mục tiêu tổng quát" in understand_question("Mục tiêu chung là gì?").query.text


@pytest.mark.parametrize("text", ["", "   ", "?!…", "🙂🙂", "\x00\x01", "12345"])
def test_question_without_words_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="chưa có nội dung"):
        clean_question(text)


def test_long_question_is_refused_with_its_length() -> None:
    with pytest.raises(QuestionError, match="20000"):
        clean_question("a" * 20_000)
    assert clean_question("a" * LONGEST_QUESTION)


@pytest.mark.parametrize(
    "text", ["What are the responsibilities of the committee?", "When is the plan issued?"]
)
def test_english_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="tiếng Việt"):
        clean_question(text)


@pytest.mark.parametrize("text", ["Ban Tuyen giao lam gi", "BIM la gi", "TOD là gì?", "logistics"])
def test_vietnamese_without_marks_is_not_english(text: str) -> None:
    assert clean_question(text) == text


def test_control_characters_become_spaces() -> None:
    assert clean_question("Ban\x00Tuyên\u200bgiáo\n làm gì?") == "Ban Tuyên giáo làm gì?"
