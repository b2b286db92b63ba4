"""The invariants of the design, over whole documents read by the real pipeline."""

import hashlib

from hypothesis import assume, given, settings

from ingest.documents import Document
from ingest.edits import rebuild_original
from ingest.pipeline import read_document
from ingest.spans import Span
from tests.property.plans import documents


def read(text: str) -> Document:
    assume(text.strip() and "\0" not in text and any(c.isalnum() for c in text))
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
    assert all(a.start <= b.start and a.end <= b.end for a, b in zip(places, places[1:], strict=False))


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
