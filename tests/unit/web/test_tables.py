"""Tabs with tables: their HTML, and their events with whatever a browser may send."""

import base64
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from assistant.knowledge import Knowledge
from assistant.tables.table import Selection, Table
from assistant.web.duties import Duties
from assistant.web.table_html import PAGE, quote_key, rows_html, tools_html
from tests.unit.tables import builders
from vectorstore.corpus import Corpus

WORDS = Duties.words


def event(**data: Any) -> Any:
    return SimpleNamespace(_data=data)


class Small(Duties):
    """The tab over the small table."""

    def make_table(self, knowledge: Knowledge) -> Table:
        return builders.table(self.size)

    size = 0


class Broken(Duties):
    def make_table(self, knowledge: Knowledge) -> Table:
        raise RuntimeError("harm")


def tab(kind: type[Duties] = Small) -> Any:
    corpus = Corpus((builders.document(),))
    knowledge = Knowledge(corpus)
    assistant = SimpleNamespace(corpus=corpus, knowledge=lambda: knowledge, document=corpus.document)
    with gr.Blocks():
        return kind(assistant)  # type: ignore[arg-type]


def test_rows_are_escaped_and_name_their_passage() -> None:
    made = builders.table()
    html = rows_html(made, made.rows, Selection(sort="body"), 0, WORDS)
    assert f'data-quotes="{quote_key(made.rows[0].quotes[0])}"' in html
    assert html.count("<tr data-quotes") == 3
    assert '<th scope="col" class="c-body" aria-sort="ascending">' in html
    assert "<b>3</b> nhiệm vụ" in html
    assert "pager" not in html


def test_pages_of_a_long_table() -> None:
    made = builders.table(1000)
    html = rows_html(made, made.rows, Selection(), 7, WORDS)
    assert html.count("<tr data-quotes") == PAGE
    assert "<b>1.000</b> nhiệm vụ, đang xem 351–400" in html
    assert "Trang 8 / 20" in html
    # Beyond the end is the last page.
    assert "Trang 20 / 20" in rows_html(made, made.rows, Selection(), 99, WORDS)


def test_nothing_matches_and_nothing_there() -> None:
    made = builders.table()
    none = rows_html(made, (), Selection(words="x"), 0, WORDS)
    assert "Không có nhiệm vụ nào khớp" in none
    assert "Bỏ lọc" in none
    empty = Table("t", "T", made.columns, ())
    assert "Chưa có nhiệm vụ" in rows_html(empty, (), Selection(), 0, WORDS)
    assert tools_html(empty, WORDS) == ""


def test_choices_are_offered_with_counts() -> None:
    html = tools_html(builders.table(), WORDS)
    assert '<option value="Thực hiện">Thực hiện (2)</option>' in html
    assert 'data-column="document"' not in html  # a single document is no choice


def test_choosing_filters_sorts_and_pages() -> None:
    html = tab()._choose(event(words="tuyen giao", chosen={}, sort="body", descending=True, page=0))
    assert "<b>1</b> trong 3 nhiệm vụ" in html


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"words": 3},
        {"chosen": [1]},
        {"chosen": {"role": {}}},
        {"page": "x"},
        {"page": -5},
        {"sort": "nothing"},
        {"words": "\x00\ud800"},
    ],
)
def test_whatever_is_sent_gives_a_table(data: dict[str, Any]) -> None:
    assert "nhiệm vụ" in tab()._choose(event(**data))
    assert "nhiệm vụ" in tab()._choose(SimpleNamespace(_data=None))


def test_a_row_opens_its_passage_in_context() -> None:
    quote = builders.table().rows[1].quotes[0]
    html = tab()._open(event(quotes=quote_key(quote), number=1))
    assert "<mark>kiểm tra.</mark>" in html
    assert "Ban Tuyên giáo" in html
    assert 'data-number="1" open' in html


@pytest.mark.parametrize(
    "quotes", ["", "xyz:1:2", "0123456789abcdef:5:1", "0123456789abcdef:0:99999", "a b c", "0123456789abcdef"]
)
def test_a_passage_that_is_gone_is_said_to_be_gone(quotes: str) -> None:
    assert "đã được thay hoặc gỡ" in tab()._open(event(quotes=quotes, number=1))


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbfSTT"), ("xlsx", b"PK")])
def test_a_file_holds_the_chosen_rows(kind: str, begins: bytes) -> None:
    html = tab()._file(event(kind=kind, words="tuyên", chosen={}))
    content = base64.b64decode(html.split('data-content="')[1].split('"')[0])
    assert content.startswith(begins)
    assert f".{kind}" in html
    if kind == "csv":
        assert content.decode("utf-8-sig").count("\r\n") == 2


def test_a_failure_is_a_sentence() -> None:
    made = tab(Broken)
    assert "Có lỗi ngoài dự kiến" in made._choose(event())
    assert "Có lỗi ngoài dự kiến" in made._start()[2]


def test_a_tab_opened_again_is_drawn_anew_only_over_other_documents() -> None:
    made = tab()
    first = made._start()
    assert all(isinstance(one, dict) for one in made._renew(first[0]))  # gr.skip(): nothing changes
    other = Knowledge(Corpus(()))
    made._assistant.knowledge = lambda: other
    again = made._renew(first[0])
    assert again[0] != first[0]
    assert "nhiệm vụ" in again[2]
