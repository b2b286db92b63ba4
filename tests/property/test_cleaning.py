"""Whatever the text: originals rebuilt, digits and lines kept, cleaning twice changes nothing more."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning import clean
from ingest.edits import rebuild_original

SCRAPS = (
    "phát triên kêt câu hạ tâng đồng bộ ừách nhiệm họp lý UBND ƯBND tỉnh Quảng Ninh TÒ CHỨC vụ "
    "thực hiện Kế hoạch 2021 2030, 72-KL/TW 29- NQ/TW 21-CTr/TƯ 17/3/2023 4^5 zs ngày tháng năm "
    "mớiQuy tục.quản |ý 'thì ~ • .. : - J The fox hoá hóa thuỷ quy: định. và ŀ øiao ðất a) 1.5%"
)
WORDS = st.sampled_from(SCRAPS.split())
SPACES = st.sampled_from([" ", " ", " ", "\n", "\r\n", "\n\n", "\t", "  "])
SENTENCES = st.lists(st.tuples(WORDS, SPACES), max_size=25).map(
    lambda pairs: "".join(w + s for w, s in pairs)
)
TEXTS = st.one_of(SENTENCES, st.text(max_size=60), SENTENCES.map(lambda t: unicodedata.normalize("NFD", t)))
SETTINGS = settings(max_examples=60, deadline=None)


@SETTINGS
@given(TEXTS)
def test_original_is_rebuilt(text: str) -> None:
    edited = clean(text).edited
    assert edited.original == text
    assert rebuild_original(edited.text, edited.edits) == text


@SETTINGS
@given(TEXTS)
def test_digits_and_line_ends_stay(text: str) -> None:
    cleaned = clean(text)
    assert re.findall(r"\d", cleaned.edited.text) == re.findall(r"\d", text)
    assert re.findall(r"[\r\n]", cleaned.edited.text) == re.findall(r"[\r\n]", text)
    touched = [e for e in cleaned.edited.edits + cleaned.proposals if e.rule != "unicode"]
    assert not any(any(ch.isdigit() for ch in e.original + e.replacement) for e in touched)


@SETTINGS
@given(TEXTS)
def test_tokens_with_digits_stay(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    numbers = [t for t in composed.split() if any(ch.isdigit() for ch in t)]
    after = [t for t in clean(text).edited.text.split() if any(ch.isdigit() for ch in t)]
    assert [t.replace("\ufeff", "") for t in numbers] == [t.replace("\ufeff", "") for t in after]


@SETTINGS
@given(TEXTS)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text).edited.text
    assert clean(once).edited.edits == ()


@SETTINGS
@given(TEXTS)
def test_proposals_and_marks_count_in_the_original(text: str) -> None:
    cleaned = clean(text)
    assert all(edit.span.of(text) == edit.original for edit in cleaned.proposals)
    assert all(span.end <= len(text) for span in cleaned.illegible)
