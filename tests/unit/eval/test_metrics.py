"""What the judge lets pass and what it does not."""

import unicodedata

import pytest

from eval.metrics import CONCISE_WORDS, score, summarise
from eval.sections import supports
from eval.text import contains, first_words, normalise, strip_markup, word_count
from tests.unit.eval.builders import answer, cited, question, unanswerable


def test_a_full_answer_with_its_grounds_is_clean() -> None:
    quote = "… Kết  luận số 72-KL/TW\nngày 23/02/2024 của Bộ Chính trị"
    one = score(question(), answer(citations=(cited("Mục III-3", quote),)))
    assert one.correct
    assert one.quote_hit
    assert one.section_hit
    assert one.clean


def test_a_missing_fact_is_named_by_its_first_phrase() -> None:
    one = score(question(), answer("Ban hành ngày 23 tháng 02 năm 2024."))
    assert one.fact_recall == 0.5
    assert one.missing_facts == ("72-kl/tw",)
    assert not one.correct


def test_a_forbidden_string_anywhere_spoils_the_answer() -> None:
    one = score(
        question(forbidden=("24/02/2024",)), answer("72-KL/TW ngày 23/02/2024 " + "từ " * 300 + "24/02/2024")
    )
    assert one.fact_recall == 1
    assert not one.correct


def test_facts_after_the_first_words_do_not_count() -> None:
    assert score(question(), answer("từ " * 300 + "72-KL/TW ngày 23/02/2024")).fact_recall == 0
    early = score(question(), answer("72-KL/TW ngày 23/02/2024 " + "từ " * 300))
    assert early.fact_recall == 1
    assert early.words > CONCISE_WORDS


def test_facts_in_an_abstaining_answer_do_not_count() -> None:
    one = score(question(), answer(abstained=True))
    assert one.false_abstention
    assert one.fact_recall == 0
    assert score(question(abstain_ok=True), answer(abstained=True)).correct


@pytest.mark.parametrize(("abstained", "text", "right"), [
    (True, "Không tìm thấy trong các tài liệu hiện có.", True),
    (False, "Không tìm thấy trong các tài liệu hiện có.", False),
    (False, "1.000 tỷ đồng.", False),
    (True, "Không thấy, có lẽ 1.000 tỷ đồng.", False),
])  # fmt: skip
def test_only_the_flag_abstains(abstained: bool, text: str, right: bool) -> None:
    assert score(unanswerable(forbidden=("1.000 tỷ",)), answer(text, abstained)).correct is right


def test_no_answer_at_all_fails() -> None:
    assert not score(question(), None).correct
    assert not score(question(facts=()), None).correct
    assert not score(unanswerable(), None).correct


def test_all_sections_are_needed_where_the_question_says_so() -> None:
    both = question(sections=("I", "III.3"), all_sections=True)
    half = score(both, answer(citations=(cited("III.3"),)))
    assert not half.section_hit
    assert half.missing_sections == ("I",)
    assert score(both, answer(citations=(cited("III.3"), cited("I")))).section_hit
    assert score(question(sections=("I", "III.3")), answer(citations=(cited("I"),))).section_hit


def test_only_the_named_documents_can_support() -> None:
    own = question(sections=("Điều 7",), documents=("luat-thanh-nien",))
    quote = "Kết luận số 72-KL/TW ngày 23/02/2024"
    other = score(own, answer(citations=(cited("Điều 7", quote, "luat-du-lich"),)))
    assert not other.section_hit
    assert not other.quote_hit
    right = score(own, answer(citations=(cited("Điều 7", quote, "luat-thanh-nien"),)))
    assert right.section_hit
    assert right.quote_hit


@pytest.mark.parametrize(("label", "accepted", "right"), [
    ("III.3.2", "III.3", True), ("III", "II", False), ("III", "III.3", False), ("IV.5", "IV", True),
    ("III.33", "III.3", False), ("điều 7", "Điều 7", True), ("Điều 7, khoản 2", "Điều 7", True),
    ("Chương II > Điều 7", "Điều 7", True), ("Điều 70", "Điều 7", False), ("Điều 7a", "Điều 7", False),
    ("khoản 7", "Điều 7", False), ("II.7", "Điều 7", False),
])  # fmt: skip
def test_what_supports_a_section(label: str, accepted: str, right: bool) -> None:
    assert supports(label, accepted) is right


@pytest.mark.parametrize(("one", "other"), [
    (unicodedata.normalize("NFD", "Ủy  ban\nNhân dân"), "uỷ ban nhân dân"),
    ("hiện đại hoá, thuỷ lợi, cấp uỷ", "hiện đại hóa, thủy lợi, cấp ủy"),
    ("2021 – 2030", "2021-2030"),
    ("“lợi ích nhóm”", '"lợi ích nhóm"'),
])  # fmt: skip
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_tone_marks_that_stand_right_stay() -> None:
    assert normalise("quý hoàn thuỳ") == "quý hoàn thùy"


@pytest.mark.parametrize(("text", "phrase", "held"), [
    ("quyết định 380/qđ-ttg", "80/QĐ-TTg", False), ("ngày 14/5/2024", "4/5/2024", False),
    ("số 80/qđ-ttg", "80/QĐ-TTg", True), ("380 và 80", "80", True), ("năm 20301", "2030", False),
    ("abc", "", False),
])  # fmt: skip
def test_a_number_is_whole(text: str, phrase: str, held: bool) -> None:
    assert contains(text, phrase) is held


def test_markup_goes_and_words_stay() -> None:
    text = "- **Ban** Tuyên giáo [1][2], _xem_ [đây](http://x) `a`"
    assert strip_markup(text) == "Ban Tuyên giáo, xem đây a"
    assert contains(normalise(strip_markup("giám sát [1] độc lập")), "giám sát độc lập")


def test_words_are_counted_without_lone_signs() -> None:
    assert word_count("một – hai, … ba") == 3
    assert first_words("một – hai, … ba", 2) == "một – hai,"


def test_a_figure_without_questions_is_none() -> None:
    only = summarise([score(question(), answer())])
    assert only.abstention_recall is None
    assert only.false_abstention_rate == 0
    assert summarise([]).fact_recall is None
