"""The invariants of the design, over whole documents read by the real pipeline."""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings

import ingest.pipeline
from ingest.cleaning.cleaned import Cleaned
from ingest.documents import Document
from ingest.edits import Edit, EditedText, rebuild_original
from ingest.pipeline import read_document
from ingest.spans import Span
from tests.property.plans import documents


def damaged(text: str, _: object = None) -> Cleaned:
    """A cleaning that changes many letters, drops some and adds some, as the real one may; no line end, no digit."""
    edits = []
    for number, match in enumerate(re.finditer(r"[^\W\d_]+", text)):
        if number % 5 == 0:
            replacement = ("", "hạ", match[0] + "ng", match[0][:1])[number // 5 % 4]
            edits.append(Edit(Span(*match.span()), match[0], replacement, "test"))
    return Cleaned(EditedText(text, tuple(e for e in edits if e.original != e.replacement)))


@pytest.fixture(autouse=True, scope="module")
def _quick_cleaning() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest.pipeline, "clean", damaged)
        yield


def read(text: str) -> Document:
    assume(len(text) > 8 and len(damaged(text).edited.text.strip()))
    return read_document(text.encode(), "ke-hoach.txt")


def tiles(spans: list[Span], length: int) -> bool:
    """True if the spans follow each other without gap or overlap from 0 to ``length``."""
    return [0, *(s.end for s in spans)] == [*(s.start for s in spans), length]


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_span_is_where_it_says(text: str) -> None:
    document = read(text)
    assert tiles([s.span for s in document.sections], len(document.text))
    assert not document.pages or tiles([p.span for p in document.pages], len(document.text))
    assert [p.number for p in document.pages] == list(range(1, len(document.pages) + 1))
    for section in document.sections:
        assert section.span.start <= section.body_start <= section.span.end
    end = 0
    for number, chunk in enumerate(document.chunks):
        assert chunk.index == number
        assert chunk.span.of(document.text) == chunk.text == chunk.text.strip() != ""
        assert end <= chunk.span.start
        end = chunk.span.end
        holders = [s for s in document.sections if s.span.contains(chunk.span)]
        assert [s.label for s in holders] == [chunk.section]
        assert holders[0].body_start <= chunk.span.start
        if chunk.lead:
            assert chunk.lead.end <= chunk.span.start and holders[0].span.contains(chunk.lead)
        page = document.page_at(chunk.span.start)
        assert chunk.page == (page.number if page else None)
    for reference in document.references:
        written = "".join(reference.span.of(document.text).split())
        assert reference.number in written


@settings(max_examples=100, deadline=None)
@given(documents())
def test_no_word_is_lost_between_text_and_chunks(text: str) -> None:
    document = read(text)
    covered = {n for c in document.chunks for n in range(c.span.start, c.span.end)}
    for section in document.sections:
        covered.update(range(section.span.start, section.body_start))
    lost = "".join(c for n, c in enumerate(document.text) if n not in covered)
    # only the numbers, letters and bullets of items stand outside
    assert not [word for word in lost.split() if sum(c.isalpha() for c in word) > 1]


@settings(max_examples=100, deadline=None)
@given(documents())
def test_the_original_is_rebuilt_and_offsets_are_monotone(text: str) -> None:
    document = read(text)
    assert rebuild_original(document.text, document.edits) == document.original
    assert document.original == text.replace("\r\n", "\n").replace("\r", "\n")
    places = [document.edited.to_original(Span(n, n + 1)) for n in range(len(document.text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(places))


@settings(max_examples=60, deadline=None)
@given(documents())
def test_reading_the_same_bytes_twice_gives_the_same_document(text: str) -> None:
    document = read(text)
    assert document == read(text)
    assert document.id == hashlib.sha256(text.encode()).hexdigest()


@settings(max_examples=60, deadline=None)
@given(documents())
def test_no_digit_comes_or_goes(text: str) -> None:
    """Edits only ever join lines or repair letters: no digit comes or goes."""
    document = read(text)
    digits = [c for c in document.original if c.isdigit()]
    assert [c for c in document.text if c.isdigit()] == digits
