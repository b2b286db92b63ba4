"""Corrections by hand: carried out, kept when the document is read again, refused where they are stale."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.edits import Edit, EditedText, rebuild_original
from ingest.errors import DataDirError
from ingest.hand import (
    HandEdit,
    HandError,
    HandWork,
    apply_edits,
    by_hand,
    forget_hand,
    hand_edit,
    load_hand,
    save_hand,
    with_edit,
    with_facts,
    without_edit,
)
from ingest.intake import add_files
from ingest.library import Library
from ingest.review import correct, reread, set_facts, take_back
from ingest.spans import Span

TEXT = "UBND TỈNH\nSố: 12/KH-UBND\nKẾ HOẠCH\nVề việc trồng rừng\n\n1. Trồng 25 ha rừng ngập mặn ven biển.\n"


class NoIndex:
    def add(self, documents: object) -> None: ...

    def remove(self, document_ids: object) -> None: ...


@pytest.fixture
def library(tmp_path: Path) -> Library:
    file = tmp_path / "ke-hoach.txt"
    file.write_text(TEXT, encoding="utf-8")
    library = Library(tmp_path / "data")
    assert not [o.error for o in add_files([file], library, NoIndex()) if o.error]
    return library


def only(library: Library) -> Document:
    return next(library.documents())


def edit_of(document: Document, seen: str, replacement: str, digits: bool = False) -> HandEdit:
    start = document.text.index(seen)
    return hand_edit(document, Span(start, start + len(seen)), seen, replacement, digits=digits)


def test_a_word_is_corrected_and_stays_so_when_the_file_is_read_again(library: Library) -> None:
    document = correct(only(library), edit_of(only(library), "ngập mặn", "ngập lợ"), library, NoIndex())
    assert "ngập lợ ven biển." in document.text
    assert rebuild_original(document.text, document.edits) == document.original
    assert "ngập lợ" in reread(document, library, NoIndex()).text
    assert [c.text for c in only(library).chunks if "ngập lợ" in c.text]


def test_a_correction_is_taken_back(library: Library) -> None:
    before = only(library)
    after = correct(before, edit_of(before, "rừng ngập", "RỪNG ngập"), library, NoIndex())
    start = load_hand(library.data_dir, after.id).edits[0].start
    assert take_back(after, start, library, NoIndex()).text == before.text


def test_digits_change_only_with_the_persons_word(library: Library) -> None:
    with pytest.raises(HandError, match="chữ số"):
        edit_of(only(library), "25 ha", "26 ha")
    document = correct(
        only(library), edit_of(only(library), "25 ha", "26 ha", digits=True), library, NoIndex()
    )
    assert "Trồng 26 ha" in document.text


@pytest.mark.parametrize("seen, replacement", [("rừng ngập", "rừng ngập"), ("\n", "x"), ("rừng", "x" * 401)])
def test_what_is_no_correction_is_refused(library: Library, seen: str, replacement: str) -> None:
    with pytest.raises(HandError):
        edit_of(only(library), seen, replacement)


def test_a_stale_selection_is_refused(library: Library) -> None:
    with pytest.raises(HandError, match="đã thay đổi"):
        hand_edit(only(library), Span(0, 4), "UBMD", "UBND", digits=False)
    with pytest.raises(HandError, match="đã thay đổi"):
        hand_edit(only(library), Span(0, 9999), TEXT, "UBND", digits=False)


def test_facts_of_the_heading_are_corrected_and_given_back(library: Library) -> None:
    read = only(library).metadata.number
    document = set_facts(only(library), [("number", " 13/KH-UBND ")], library, NoIndex())
    assert (document.metadata.number.value, document.metadata.number.span) == ("13/KH-UBND", read.span)
    assert [name for name, _ in by_hand(document)] == ["number"]
    assert reread(document, library, NoIndex()).metadata.number.by_hand
    back = set_facts(document, [("number", "")], library, NoIndex())
    assert back.metadata.number == read


def test_a_failed_reading_leaves_the_corrections_as_they_were(library: Library) -> None:
    document = only(library)
    edit = edit_of(document, "ngập mặn", "ngập lợ")
    for file in (library.data_dir / "files").iterdir():
        file.unlink()
    with pytest.raises(DataDirError):
        correct(document, edit, library, NoIndex())
    assert load_hand(library.data_dir, document.id) == HandWork()


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    save_hand(tmp_path, "a", with_facts(HandWork(), [("kind", "Kế hoạch"), ("unknown", "x")]))
    assert load_hand(tmp_path, "a").facts == (("kind", "Kế hoạch"),)
    (tmp_path / "hand" / "a.json").write_text("{")
    with pytest.raises(DataDirError):
        load_hand(tmp_path, "a")
    forget_hand(tmp_path, "a")
    assert load_hand(tmp_path, "a") == HandWork()


def test_a_correction_finds_its_words_where_the_text_has_moved() -> None:
    edit = HandEdit(4, "một ", "hai", " ba bốn", "HAI")
    assert apply_edits(EditedText("không một hai ba bốn"), [edit]).text == "không một HAI ba bốn"
    # Twice, or gone: left out rather than guessed.
    assert not apply_edits(EditedText("và một hai ba bốn một hai ba bốn"), [edit]).edits
    assert not apply_edits(EditedText("một hái ba bốn"), [edit]).edits


def test_it_goes_before_other_edits_at_its_place() -> None:
    edited = EditedText(
        "mot hai ba", (Edit(Span(0, 3), "mot", "một", "x"), Edit(Span(4, 7), "hai", "hài", "x"))
    )
    hand = HandEdit(4, "mot ", "hai", " ba", "HAI")
    assert apply_edits(edited, [hand]).text == "một HAI ba"


def test_a_later_correction_takes_the_place_of_those_it_covers() -> None:
    first = HandEdit(4, "", "hai", "", "hài")
    wide = HandEdit(0, "", "mot hai", "", "một hai")
    assert with_edit(HandWork((first,)), wide).edits == (wide,)
    assert without_edit(HandWork((wide,)), 0).edits == ()


@given(st.text("ab 1\n", max_size=40), st.data())
def test_whatever_is_corrected_the_original_can_be_rebuilt(original: str, data: st.DataObject) -> None:
    spots = data.draw(st.lists(st.integers(0, len(original)), max_size=6).map(sorted))
    pairs = list(zip(spots[::2], spots[1::2], strict=False))
    edits = [
        HandEdit(a, original[max(0, a - 3) : a], original[a:b], original[b : b + 3], "X") for a, b in pairs
    ]
    machine = EditedText(
        original, tuple(Edit(Span(n, n + 1), c, c.upper(), "m") for n, c in enumerate(original) if c == "a")
    )
    done = apply_edits(machine, edits)
    assert rebuild_original(done.text, done.edits) == original
