"""Edits can be undone byte for byte, composed, and their offsets mapped both ways."""

from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.edits import Edit, EditedText, rebuild_original
from ingest.spans import Span

TEXT = st.text(alphabet="aăâbcđê 1\n-", max_size=40)


@st.composite
def edits_on(draw: st.DrawFn, text: str, rule: str) -> tuple[Edit, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return tuple(Edit(s, s.of(text), draw(st.text(alphabet="xyz ", max_size=3)), rule) for s in spans)


@st.composite
def edited(draw: st.DrawFn) -> EditedText:
    text = draw(TEXT)
    return EditedText(text, draw(edits_on(text, "first")))


@given(edited())
def test_original_is_rebuilt_from_text_and_edits(value: EditedText) -> None:
    assert rebuild_original(value.text, value.edits) == value.original


@given(edited(), st.data())
def test_composition_gives_the_same_text_as_two_steps(value: EditedText, data: st.DataObject) -> None:
    second = data.draw(edits_on(value.text, "second"))
    composed = value.then(second)
    assert composed.text == EditedText(value.text, second).text
    assert composed.original == value.original
    assert rebuild_original(composed.text, composed.edits) == value.original


@given(edited(), st.data())
def test_mapping_to_the_original_and_back_covers_the_span(value: EditedText, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(value.text)))
    end = data.draw(st.integers(start, len(value.text)))
    span = Span(start, end)
    source = value.to_original(span)
    assert source.end <= len(value.original)
    assume(all(len(e.span) for e in value.edits))  # an insertion at a boundary belongs to neither side
    if len(span):
        assert value.to_clean(source).contains(span)


@given(edited(), st.data())
def test_unedited_text_maps_to_itself(value: EditedText, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(value.original)))
    end = data.draw(st.integers(start, len(value.original)))
    span = Span(start, end)
    touched = any(e.span.start <= end and e.span.end >= start for e in value.edits)
    if not touched:
        clean = value.to_clean(span)
        assert clean.of(value.text) == span.of(value.original)
        assert value.to_original(clean) == span
