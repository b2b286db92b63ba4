"""The sources panel: the quote is highlighted in its context, exactly and escaped."""

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from assistant.web.conversation import Exchange
from assistant.web.sources import ILLEGIBLE, NARROWEST, WIDEST, context, highlighted, sources_html
from ingest.documents import Document, Mark
from ingest.spans import Span
from tests.unit.web.builders import TEXT, answer, citation, document


def marked(html: str) -> str:
    """The highlighted words, with white space made even."""
    found = re.findall(r"<mark>(.*?)</mark>", html)
    return " ".join(unescape(" ".join(found)).split())


def test_the_card_of_the_cited_passage() -> None:
    made = answer()
    html = sources_html((Exchange("Ai?", made),), 0, 1, lambda name: document())
    assert 'class="panel" data-exchange="0"' in html
    assert 'data-number="1" open' in html
    assert "Mục II, khoản 1, trang 2 (trang suy đoán)" in html
    assert "Kế hoạch số 1 &lt;x&gt;" in html
    assert "<ol><li>II- TỔ CHỨC</li></ol>" in html
    assert "tệp ke-hoach.txt" in html
    assert marked(html) == "Ban Tuyên giáo xây dựng kế hoạch tuyên truyền."
    assert "Văn phòng theo dõi." in html
    assert "&lt;b&gt;của&lt;/b&gt;" in html
    assert "Bản quét ghi" not in html


def test_what_the_scan_said_is_shown_with_the_differing_words() -> None:
    made = answer(citations=(citation("Văn phòng theo dõi.", scanned="Văn phờng theo <dõi>."),))
    html = sources_html((Exchange("?", made),), 0, 1, lambda name: document())
    assert "<b>Bản quét ghi:</b> “Văn <em>phờng</em> theo <em>&lt;dõi&gt;.</em>”" in html


def test_a_document_replaced_since_shows_the_quote_alone() -> None:
    other = document(id="another")
    for found in (None, other):
        html = sources_html((Exchange("?", answer()),), 0, 1, lambda name, found=found: found)
        assert marked(html) == "Ban Tuyên giáo xây dựng kế hoạch tuyên truyền."
        assert "Nâng cao" not in html


def test_related_passages_are_marked_as_no_answer() -> None:
    made = answer(abstained=True, citations=(), related=(citation("Văn phòng theo dõi."),))
    html = sources_html((Exchange("?", made),), 0, 1, lambda name: document())
    assert "Có thể liên quan, không phải câu trả lời" in html


def test_no_such_exchange_shows_the_hint() -> None:
    for shown in (-1, 0, 7):
        assert "Bấm vào số [1]" in sources_html((), shown, 1, lambda name: None)


def test_a_long_section_is_cut_on_spaces_around_the_quote() -> None:
    text = TEXT + "một hai ba " * 500
    long = document(text)
    start = text.index("ba một", 3000)
    around = context(long, Span(start, start + 6))
    assert start - WIDEST <= around.start <= start
    assert text[around.start - 1] == " "
    assert around.end <= start + 6 + WIDEST
    html = highlighted(long, around, Span(start, start + 6))
    assert html.startswith("<p>… ")
    assert html.endswith(" …</p>")


def test_a_short_section_is_shown_with_its_neighbours() -> None:
    span = citation("Nâng cao nhận thức").span
    around = context(document(), span)
    assert around.start == 0
    assert around.end > document().sections[0].span.end
    assert NARROWEST < WIDEST


words = st.text(alphabet="aăâ đêôơư<>&\"'\n -•|[]*1", max_size=300)


@given(words, st.integers(0, 300), st.integers(0, 300))
def test_the_highlight_is_the_quote_whatever_the_text(text: str, one: int, other: int) -> None:
    length = len(text)
    start, end = sorted((min(one, length), min(other, length)))
    made: Document = replace(document(), text=text, sections=(), pages=())
    quote = Span(start, end)
    around = context(made, quote)
    assert around.contains(quote)
    html = highlighted(made, around, quote)
    assert marked(html).replace(" ", "") == "".join(quote.of(text).split())
    shown = unescape(re.sub(r"</?(?:p|mark)>", "", html)).replace("…", "")
    assert "".join(shown.split()) == "".join(around.of(text).split())


def test_the_rows_of_a_table_stand_apart() -> None:
    text = "Danh mục\nkèm theo\nTT | Việc | Ai\n1 | Lập báo cáo | Sở Y tế\nCác sở\nthực hiện.\n"
    made: Document = replace(document(), text=text, sections=(), pages=())
    start = text.index("1 | Lập")
    html = highlighted(made, Span(0, len(text)), Span(start, text.index("\n", start)))
    assert html == (
        "<p>Danh mục kèm theo</p><p>TT | Việc | Ai</p><p><mark>1 | Lập báo cáo | Sở Y tế</mark></p>"
        "<p>Các sở thực hiện.</p>"
    )


def test_a_place_that_cannot_be_read_is_said_to_be_unread() -> None:
    made = document()
    start = made.text.index("Văn phòng")
    unread = replace(made, marks=(Mark(Span(start, start + 3)),))
    html = highlighted(unread, Span(0, len(made.text)), Span(start, start + 9))
    assert f'<mark><abbr class="illegible" title="{ILLEGIBLE}">Văn</abbr> phòng</mark>' in html
