"""The view of one page, and the page pictures of the sources panel."""

import re
from types import SimpleNamespace
from typing import Any

from assistant.desk.sheets import Highlight, highlight
from assistant.web.pages import Pages, address, view_html
from assistant.web.typeset import set_text
from ingest.documents import Document, Page
from ingest.spans import Span
from ingest.words import Box, Word, Words
from tests.unit.web.builders import TEXT, citation, document
from vectorstore.corpus import Corpus

QUOTE = "Văn phòng theo dõi."


def span_of(text: str, quote: str) -> Span:
    return Span(text.index(quote), text.index(quote) + len(quote))


def test_a_quote_is_marked_across_lines_and_markup_is_text() -> None:
    whole = document()
    quote = span_of(TEXT, "Ban Tuyên giáo xây dựng\nkế hoạch tuyên truyền.")
    html = set_text(whole, Span(0, len(TEXT)), quote)
    assert re.findall("<mark>(.*?)</mark>", html) == ["Ban Tuyên giáo xây dựng", "kế hoạch tuyên truyền."]
    assert "&lt;b&gt;của&lt;/b&gt;" in html
    assert '<p class="heading">II- TỔ CHỨC</p>' in html


def test_the_view_keeps_the_highlight_from_page_to_page() -> None:
    whole = document()
    marked = Highlight(span_of(TEXT, QUOTE), {})
    first, second = (view_html(whole, page, marked, stale=False) for page in (1, 2))
    assert "<mark>" not in first
    assert f"<mark>{QUOTE}</mark>" in second
    assert "suy đoán" in second
    [following] = re.findall(r'rel="next"', first)
    assert following
    kept = f"tu={marked.span.start}&amp;den={marked.span.end}&amp;kiem="
    assert kept in first
    assert 'rel="prev"' in second


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert "trang 2</title>" in view_html(document(), 99, None, stale=False)
    assert "trang 1</title>" in view_html(document(), -5, None, stale=False)


def test_a_quote_that_moved_is_said_not_to_be_marked() -> None:
    assert "không được đánh dấu" in view_html(document(), 1, None, stale=True)


class FakeLibrary:
    def __init__(self, words: Words) -> None:
        self._words = words

    def words(self, _: Document) -> Words:
        return self._words

    def replaced(self) -> tuple[()]:
        return ()


def pages_over(made: Document, words: Words) -> Pages:
    index: Any = SimpleNamespace(library=FakeLibrary(words))
    assistant: Any = SimpleNamespace(corpus=Corpus((made,)), index=index)
    return Pages(assistant)


def pdf() -> tuple[Document, Words]:
    half = TEXT.index("II- ")
    made = document(file_name="ke-hoach.pdf", pages=(Page(1, Span(0, half)), Page(2, Span(half, len(TEXT)))))
    placed = [
        Word(
            Span(m.start(), m.end()),
            1 if m.start() < half else 2,
            Box(0.1, m.start() / 500, 0.2, m.start() / 500 + 0.01),
        )
        for m in re.finditer(r"\S+", TEXT)
    ]
    return made, Words.of(TEXT, placed)


def test_a_citation_shows_its_page_with_boxes_and_the_way_to_it() -> None:
    made, words = pdf()
    html = pages_over(made, words).cited(citation(QUOTE))
    assert 'src="van-ban/abc/trang/2.webp?co=vua"' in html
    assert html.count('class="box"') == len(QUOTE.split())
    assert 'loading="lazy"' in html
    assert "Ảnh trang 2 của" in html
    assert "trang=2&amp;tu=" in html


def test_a_citation_over_two_pages_shows_both() -> None:
    made, words = pdf()
    quote = TEXT[TEXT.index("cán bộ") : TEXT.index(" xây dựng")]
    html = pages_over(made, words).cited(citation(quote))
    assert [n for n in (1, 2) if f"trang/{n}.webp" in html] == [1, 2]


def test_nothing_is_boxed_where_the_words_changed_or_have_no_place() -> None:
    made, words = pdf()
    stale = citation(QUOTE, quote="Văn phòng không theo dõi.")
    for html in (
        pages_over(made, words).cited(stale),
        pages_over(made, Words.of(TEXT)).cited(citation(QUOTE)),
        pages_over(document(), Words.of(TEXT)).cited(citation(QUOTE)),
    ):
        assert 'class="box"' not in html
        assert "<img" not in html
        assert "Mở trang" in html
    assert "tu=" not in pages_over(made, words).cited(stale)
    assert pages_over(document(id="other"), words).cited(citation(QUOTE)) == ""


def test_an_address_names_words_that_can_be_checked() -> None:
    made, words = pdf()
    span = span_of(TEXT, QUOTE)
    given = dict(part.split("=") for part in address(made, 2, span).split("?")[1].split("&"))
    found = pages_over(made, words).highlight(made, span, given["kiem"])
    assert found == highlight(made, words, span, QUOTE)
