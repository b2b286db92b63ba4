"""The cleaning of a text, as a table of contents.

A text is cleaned block by block (about a page), and each block again until nothing changes, so
that cleaning a cleaned text makes no more edits. A block that would not come to rest is left as
it was.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from ingest.cleaning.blocks import MAX_LINE, blocks_of, lines_of
from ingest.cleaning.capitals import heading_capitals
from ingest.cleaning.characters import composed, vietnamese_letters, visible
from ingest.cleaning.cleaned import Cleaned
from ingest.cleaning.corrections import Decisions, Verdict, key_of
from ingest.cleaning.items import item_ends, item_letters
from ingest.cleaning.outline import heading_numerals, item_leads, last_numeral
from ingest.cleaning.stray import (
    bars_as_letters,
    illegible,
    unglued,
    without_open_quotes,
    without_stray_marks,
)
from ingest.cleaning.syllables import between_words_right, repaired, words_apart
from ingest.edits import Edit, EditedText
from ingest.spans import Span

RULES = (
    composed,
    visible,
    vietnamese_letters,
    without_stray_marks,
    without_open_quotes,
    bars_as_letters,
    unglued,
    words_apart,
    heading_capitals,
    item_leads,
    item_letters,
)
"""The rules before syllable repair, in order; each takes the text that the one before left.

Those after it need right words: marks between words, capitals inside sentences, ends of items.
"""
MAX_ROUNDS = 8


def clean(text: str, decisions: Decisions | None = None) -> Cleaned:
    """``text`` with every change that is sure enough made, others proposed, the illegible marked.

    Lines stay: no edit adds or removes a line end. ``decisions`` on earlier corrections are obeyed.
    """
    edits: list[Edit] = []
    proposals: list[Edit] = []
    marks: list[Span] = []
    for start, done in clean_blocks(blocks_of(lines_of([text]))):
        edits += (_shifted(edit, start) for edit in done.edited.edits)
        proposals += (_shifted(edit, start) for edit in done.proposals)
        marks += (span.shifted(start) for span in done.illegible)
    if decisions:
        edits, proposals = _obeying(decisions, text, edits, proposals)
    return Cleaned(EditedText(text, tuple(edits)), tuple(proposals), tuple(marks))


def clean_blocks(blocks: Iterable[str]) -> Iterator[tuple[int, Cleaned]]:
    """The blocks of one text cleaned one after the other, each with where it starts."""
    start = heading = 0
    for block in blocks:
        done = _clean_block(block, heading)
        yield start, done
        start += len(block)
        heading = last_numeral(done.edited.text, heading)


def _clean_block(block: str, heading: int) -> Cleaned:
    """One block cleaned until it rests; a piece of an endless line as it is.

    ``heading`` is the number of the last main heading before it.
    """
    if len(block) > MAX_LINE:
        return Cleaned(EditedText(block))
    edited = EditedText(block)
    noise: float | None = None
    for _ in range(MAX_ROUNDS):
        before = edited.text
        for rule in (*RULES, partial(heading_numerals, before=heading)):
            edited = _then(edited, rule(edited.text))
        repairs = repaired(edited.text)
        noise = repairs.noise if noise is None else noise
        edited = _then(edited, repairs.applied)
        edited = _then(edited, between_words_right(edited.text, noise))
        edited = _then(edited, item_ends(edited.text))
        if edited.text == before:
            return Cleaned(edited, _of_original(edited, repairs.proposed), _marks(edited))
    return Cleaned(EditedText(block), (), tuple(illegible(block)))


def _then(edited: EditedText, edits: list[Edit]) -> EditedText:
    return edited.then(edits) if edits else edited


def _marks(edited: EditedText) -> tuple[Span, ...]:
    return tuple(edited.to_original(span) for span in illegible(edited.text))


def _of_original(edited: EditedText, proposed: list[Edit]) -> tuple[Edit, ...]:
    """``proposed``, whose spans count in the cleaned text, as edits of the original text."""
    done: list[Edit] = []
    for edit in proposed:
        span = edited.to_original(edit.span)
        original = span.of(edited.original)
        if original != edit.replacement:
            done.append(Edit(span, original, edit.replacement, edit.rule, edit.confidence))
    return tuple(done)


def _shifted(edit: Edit, offset: int) -> Edit:
    return Edit(edit.span.shifted(offset), edit.original, edit.replacement, edit.rule, edit.confidence)


def _obeying(
    decisions: Decisions, text: str, edits: list[Edit], proposals: list[Edit]
) -> tuple[list[Edit], list[Edit]]:
    """Without the rejected edits, and with the accepted proposals made."""
    verdicts = [(edit, decisions.get(key_of(edit, text))) for edit in edits]
    kept = [edit for edit, verdict in verdicts if verdict is not Verdict.REJECTED]
    open_: list[Edit] = [edit for edit, verdict in verdicts if verdict is Verdict.REJECTED]
    for edit in proposals:
        verdict = decisions.get(key_of(edit, text))
        free = all(not edit.span.overlaps(other.span) for other in kept)
        if verdict is Verdict.ACCEPTED and free:
            kept.append(edit)
        else:
            open_.append(edit)
    return sorted(kept, key=lambda e: e.span), sorted(open_, key=lambda e: e.span)
