"""Words with boxes: what a quote marks, and what is refused rather than marked wrongly."""

import io
from pathlib import Path

import pytest
from PIL import Image

from ingest.documents import Document
from ingest.edits import Edit, EditedText
from ingest.errors import UnreadableFileError
from ingest.library import Library
from ingest.pipeline import read_file
from ingest.readers.pages import page_image
from ingest.spans import Span
from ingest.words import Box, Word, Words, boxes_of
from tests.unit.ingest.test_readers import pdf

TEXT = "kết cấu hạ tâng\nđồng bộ, hiện đại"


def placed(text: str, per_line: float = 0.1) -> Words:
    """Every word of ``text`` a tenth of the page wide, every line at its own height."""
    words, start = [], 0
    for row, line in enumerate(text.split("\n")):
        for column, token in enumerate(line.split(" ")):
            box = Box(column * 0.1, row * per_line, column * 0.1 + 0.09, row * per_line + 0.02)
            words.append(Word(Span(start, start + len(token)), 1, box, 0.9))
            start += len(token) + 1
    return Words.of(text, words)


def document(edits: tuple[Edit, ...] = (), original: str = TEXT) -> Document:
    return Document("0" * 64, "a", "a.pdf", original, EditedText(original, edits).text, edits)


def span_in(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def test_a_quote_over_two_lines_is_one_box_a_line() -> None:
    edits = (Edit(Span(11, 15), "tâng", "tầng", "syllable"), Edit(Span(15, 16), "\n", " ", "join-lines"))
    known = document(edits)
    assert known.text == "kết cấu hạ tầng đồng bộ, hiện đại"
    boxes = boxes_of(known, placed(TEXT), span_in(known.text, "hạ tầng đồng bộ"))
    assert {
        page: [tuple(round(v, 2) for v in (b.x0, b.y0, b.x1, b.y1)) for b in found]
        for page, found in boxes.items()
    } == {1: [(0.2, 0.0, 0.39, 0.02), (0.0, 0.1, 0.19, 0.12)]}


def test_only_words_with_letters_in_the_span_are_marked() -> None:
    # the comma behind "bộ" and the space before it mark nothing
    assert boxes_of(document(), placed(TEXT), span_in(TEXT, ", ")) == {}
    assert len(boxes_of(document(), placed(TEXT), span_in(TEXT, ", hiện"))[1]) == 1
    assert boxes_of(document(), placed(TEXT), span_in(TEXT, ", hiện"))[1][0].x0 == pytest.approx(0.2)


def test_words_of_another_text_mark_nothing() -> None:
    assert boxes_of(document(original=TEXT + "."), placed(TEXT), Span(0, 3)) == {}
    assert boxes_of(document(), Words.of(TEXT), Span(0, 3)) == {}


def test_words_in_two_columns_are_not_one_box() -> None:
    left, right = Box(0.1, 0.1, 0.2, 0.12), Box(0.6, 0.1, 0.7, 0.12)
    words = Words.of("một hai", [Word(Span(0, 3), 1, left), Word(Span(4, 7), 1, right)])
    marked = boxes_of(document(original="một hai"), words, Span(0, 7))[1]
    assert [round(box.x1, 3) for box in marked] == [0.2, 0.7]


def test_words_come_back_from_their_file_and_others_are_refused() -> None:
    words = placed(TEXT)
    again = Words.from_bytes(words.to_bytes())
    assert list(again) == list(words)
    for damaged in (b"", b"PK", words.to_bytes()[:-40], words.to_bytes()[:200]):
        with pytest.raises(ValueError):
            Words.from_bytes(damaged)


def test_words_out_of_order_or_range_are_no_words() -> None:
    box = Box(0, 0, 1, 1)
    with pytest.raises(ValueError):
        Words.of("một hai", [Word(Span(4, 7), 1, box), Word(Span(0, 3), 1, box)])
    with pytest.raises(ValueError):
        Words.of("một", [Word(Span(0, 9), 1, box)])


def test_the_words_of_a_pdf_stand_where_they_were_printed(tmp_path: Path) -> None:
    data = pdf(["Trang mot", "", "Trang ba"])
    reading = read_file(data, "a.pdf")
    words = list(reading.words)
    assert [(w.span.of(reading.document.original), w.page) for w in words] == [
        ("Trang", 1), ("mot", 1), ("Trang", 3), ("ba", 3)
    ]  # fmt: skip
    # set at 72 points from the left and 700 from below, on a page of 595 by 842
    assert words[0].box.x0 == pytest.approx(72 / 595, abs=0.01)
    assert words[0].box.y0 < 1 - 700 / 842 < words[0].box.y1
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    picture = Image.open(io.BytesIO(page_image(file, 3, dpi=72))).convert("L")
    assert picture.size == (595, 842)
    box = words[2].box
    inside = picture.crop(
        (int(box.x0 * 595), int(box.y0 * 842), int(box.x1 * 595) + 1, int(box.y1 * 842) + 1)
    )
    assert min(inside.getdata()) < 100, "no ink where the word should be"
    blank = picture.copy()
    blank.paste(255, (60, 120, 200, 160))
    assert min(blank.getdata()) > 200, "ink outside of the words"
    with pytest.raises(UnreadableFileError, match="Tài liệu không có trang 4"):
        page_image(file, 4)


def test_the_library_keeps_the_words_and_lets_them_go(tmp_path: Path) -> None:
    data = pdf(["Trang mot"])
    reading = read_file(data, "a.pdf")
    library = Library(tmp_path)
    library.put(reading.document, data, words=reading.words)
    assert list(library.words(reading.document)) == list(reading.words)
    assert library.file_path(reading.document).read_bytes() == data
    file = next((tmp_path / "library").glob("*.npz"))
    file.write_bytes(b"hong")
    assert len(library.words(reading.document)) == 0
    library.remove(reading.document.id)
    assert not list((tmp_path / "library").iterdir())


def test_words_without_a_record_are_cleared_away(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.folder.mkdir()
    (library.folder / "abc.words.npz").write_bytes(b"")
    library.mend()
    assert not list(library.folder.iterdir())
