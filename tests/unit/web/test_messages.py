"""The conversation as HTML."""

from assistant.web.conversation import Exchange
from assistant.web.messages import RELATED, conversation_html, copy_text, page, place
from tests.unit.web.builders import answer, citation

QUOTE = "Văn phòng theo dõi."


def test_questions_and_problems_are_escaped() -> None:
    html = conversation_html((Exchange("<script>1</script>", problem="Lỗi <b>"),))
    assert "<script>" not in html
    assert "&lt;script&gt;1&lt;/script&gt;" in html
    assert "Lỗi &lt;b&gt;" in html


def test_a_marker_names_its_exchange_and_its_place() -> None:
    html = conversation_html((Exchange("Trước?", problem="x"), Exchange("Ai?", answer())))
    assert 'data-exchange="1" data-number="1"' in html
    assert 'aria-label="Xem căn cứ 1: mục II, khoản 1, trang 2 (trang suy đoán)"' in html


def test_a_resolved_question_is_shown() -> None:
    html = conversation_html((Exchange("còn A?", answer(resolved="Ban <A> làm gì?")),))
    assert "Hiểu câu hỏi là: <em>Ban &lt;A&gt; làm gì?</em>" in html


def test_a_warning_is_a_note_and_said_once() -> None:
    said = answer("**Lưu ý:** ngày khác nhau [1]", warnings=("ngày khác nhau",))
    unsaid = answer("Có. [1]", warnings=("ngày khác nhau",))
    for made in (said, unsaid):
        html = conversation_html((Exchange("?", made),))
        assert html.count('class="note"') == 1
        assert html.split("</article>")[0].split('class="tools"')[0].count("ngày khác nhau") == 1


def test_what_goes_beyond_the_short_answer_is_folded_and_copied() -> None:
    exchange = Exchange("?", answer("Có. [1]", more="- Chi tiết <b>. [1]"))
    html = conversation_html((exchange,))
    folded = html.split('<details class="more">')[1].split("</details>")[0]
    assert folded.startswith("<summary>Xem thêm</summary>")
    assert "Chi tiết &lt;b&gt;" in folded
    assert 'data-number="1"' in folded
    assert copy_text(exchange).startswith("Có. [1]\n\n- Chi tiết <b>. [1]\n\nNguồn:")
    assert "<details" not in conversation_html((Exchange("?", answer()),))


def test_an_abstention_lists_what_is_related_as_no_answer() -> None:
    abstained = answer(
        "Không tìm thấy.\n\nCó thể liên quan (không phải câu trả lời): mục II.",
        abstained=True,
        citations=(),
        related=(citation(QUOTE),),
    )
    html = conversation_html((Exchange("?", abstained),))
    assert 'class="answer abstained"' in html
    assert RELATED in html
    assert html.split('class="tools"')[0].count("Có thể liên quan") == 1
    assert 'class="cite place" data-exchange="0" data-number="1"' in html


def test_copied_text_spells_out_its_sources() -> None:
    copied = copy_text(Exchange("?", answer("**Có.** [1]")))
    assert copied == ("Có. [1]\n\nNguồn:\n[1] Kế hoạch số 1 <x>, mục II, khoản 1, trang 2 (trang suy đoán)")


def test_places() -> None:
    assert place(citation(QUOTE, section="Điều 7", detail="", page=None)) == "Điều 7"
    assert place(citation(QUOTE, section="recipients", detail="", page_certain=True)) == "nơi nhận, trang 2"
    assert page(citation(QUOTE, page_certain=True)) == "trang 2"
