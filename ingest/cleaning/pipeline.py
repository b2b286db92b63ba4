"""The cleaning of a text, as a table of contents.

A text is cleaned block by block (about a page), and each block again until nothing changes, so
that cleaning a cleaned text makes no more edits. A block that would not come to rest is left as
it was.
"""

from ingest.cleaning.blocks import MAX_LINE, blocks_of, lines_of
from ingest.cleaning.capitals import heading_capitals
from ingest.cleaning.characters import composed, vietnamese_letters, visible
from ingest.cleaning.cleaned import Cleaned
from ingest.cleaning.corrections import Decisions, Verdict, key_of
from ingest.cleaning.stray import (
    bars_as_letters,
    illegible,
    unglued,
    without_open_quotes,
    without_stray_marks,
)
from ingest.cleaning.syllables import joined_rightly, repaired
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
    joined_rightly,
    heading_capitals,
)
"""The rules before syllable repair, in order; each takes the text that the one before left."""
MAX_ROUNDS = 8


def clean(text: str, decisions: Decisions | None = None) -> Cleaned:
    """``text`` with every change that is sure enough made, others proposed, the illegible marked.

    Lines stay: no edit adds or removes a line end. ``decisions`` on earlier corrections are obeyed.
    """
    edits: list[Edit] = []
    proposals: list[Edit] = []
    marks: list[Span] = []
    start = 0
    for block in blocks_of(lines_of([text])):
        done = clean_block(block)
        edits += (_shifted(edit, start) for edit in done.edited.edits)
        proposals += (_shifted(edit, start) for edit in done.proposals)
        marks += (span.shifted(start) for span in done.illegible)
        start += len(block)
    if decisions:
        edits, proposals = _obeying(decisions, text, edits, proposals)
    return Cleaned(EditedText(text, tuple(edits)), tuple(proposals), tuple(marks))


def clean_block(block: str) -> Cleaned:
    """One block cleaned until it rests; a piece of an endless line as it is."""
    if len(block) > MAX_LINE:
        return Cleaned(EditedText(block))
    edited = EditedText(block)
    for _ in range(MAX_ROUNDS):
        before = edited.text
        for rule in RULES:
            edits = rule(edited.text)
            if edits:
                edited = edited.then(edits)
        applied, proposed = repaired(edited.text)
        if applied:
            edited = edited.then(applied)
        elif edited.text == before:
            return Cleaned(edited, _of_original(edited, proposed), _marks(edited))
    return Cleaned(EditedText(block), (), tuple(illegible(block)))


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
