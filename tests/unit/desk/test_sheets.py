"""Pages to look at, and what may be marked on them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.sheets import SHEET, checked_highlight, fingerprint, highlight, sheet_at, sheets
from ingest.documents import Document, Page
from ingest.spans import Span
from ingest.words import Box, Word, Words

TEXT = "Điều 1. Trồng rừng ngập mặn.\nĐiều 2. Thi hành.\n"


def document(text: str = TEXT, file_name: str = "a.pdf", pages: tuple[Page, ...] = ()) -> Document:
    return Document("i" * 64, "a", file_name, text, text, pages=pages)


def words(text: str = TEXT) -> Words:
    """Each word in a box of its own, ten to a line."""
    found, position = [], 0
    for number, word in enumerate(text.split()):
        start = text.index(word, position)
        position = start + len(word)
        x, y = number % 10 / 10, number // 10 / 10
        found.append(Word(Span(start, position), 1, Box(x, y, x + 0.08, y + 0.05)))
    return Words.of(text, found)


WHOLE = (Page(1, Span(0, len(TEXT))),)


def test_a_quote_is_boxed_where_its_words_stand() -> None:
    start = TEXT.index("rừng")
    span = Span(start, start + len("rừng ngập mặn"))
    found = highlight(document(pages=WHOLE), words(), span, "rừng ngập mặn")
    assert found is not None
    [box] = found.boxes[1]
    assert (round(box.x0, 2), round(box.x1, 2)) == (0.3, 0.58)


@pytest.mark.parametrize("span, quote", [(Span(3, 9), "rừng"), (Span(0, 999), TEXT), (Span(0, 0), "")])
def test_nothing_is_marked_where_the_text_says_something_else(span: Span, quote: str) -> None:
    assert highlight(document(pages=WHOLE), words(), span, quote) is None


def test_words_of_another_text_mark_nothing() -> None:
    found = checked_highlight(document(pages=WHOLE), words(TEXT + " x"), Span(0, 4), fingerprint(TEXT[:4]))
    assert found is not None
    assert found.boxes == {}


def test_a_text_without_pages_is_set_on_sheets() -> None:
    long = document("".join(f"Đoạn {n}. " + "chữ " * 80 + "\n" for n in range(40)), "a.docx")
    made = sheets(long)
    assert len(made) > 3
    assert not any(sheet.own for sheet in made)
    assert sheet_at(long, 0) == 1
    assert sheet_at(long, len(long.text) - 1) == len(made)
    assert all(long.text[sheet.span.end - 1] == "\n" for sheet in made)


@given(st.text("ab \nĐiều", max_size=9 * SHEET), st.booleans())
def test_sheets_tile_the_text(text: str, unbroken: bool) -> None:
    text = text.replace("\n", "x").replace(" ", "x") * 40 if unbroken else text * 40
    made = sheets(replace(document(text, "a.txt"), pages=()))
    assert "".join(sheet.span.of(text) for sheet in made) == text
    assert [sheet.number for sheet in made] == list(range(1, len(made) + 1))
    assert all(len(sheet.span) for sheet in made) or not text
