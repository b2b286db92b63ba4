"""A text cut where something was changed, proposed, corrected by hand or can't be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.desk.rows import real_edits
from ingest.cleaning.corrections import Correction, Verdict
from ingest.documents import Document
from ingest.edits import Edit
from ingest.hand import is_by_hand
from ingest.spans import Span


class Kind(StrEnum):
    """What a piece of text is."""

    PLAIN = "plain"
    EDIT = "edit"
    PROPOSAL = "proposal"
    REJECTED = "rejected"
    HAND = "hand"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True, slots=True)
class Piece:
    """``span`` of the cleaned text, of one kind.

    ``before`` is what the scan said (of an edit) or what is proposed instead (of a proposal, also a
    rejected one); ``code`` names the correction for a verdict, ``start`` a correction by hand (its place in the original).
    """

    span: Span
    kind: Kind = Kind.PLAIN
    before: str = ""
    code: str = ""
    rule: str = ""
    confidence: float = 1.0
    start: int = -1


def pieces(document: Document, corrections: Sequence[Correction], within: Span) -> Iterator[Piece]:
    """``within`` as pieces that tile it; those of ``corrections`` (see ``shown_corrections``) carry codes."""
    position = within.start
    for piece in sorted(_special(document, corrections), key=lambda p: (p.span.start, -p.span.end)):
        if piece.span.start < position or piece.span.end > within.end:
            continue
        if position < piece.span.start:
            yield Piece(Span(position, piece.span.start))
        yield piece
        position = piece.span.end
    if position < within.end:
        yield Piece(Span(position, within.end))


def _special(document: Document, corrections: Sequence[Correction]) -> Iterator[Piece]:
    edited = document.edited
    for edit in filter(is_by_hand, real_edits(document.edits)):
        span = edited.to_clean(edit.span)
        yield Piece(span, Kind.HAND, before=edit.original, rule=edit.rule, start=edit.span.start)
    for correction in corrections:
        edit = correction.edit
        kind = Kind.EDIT if correction.applied else Kind.PROPOSAL
        if correction.verdict is Verdict.REJECTED:
            kind = Kind.REJECTED
        span = edited.to_clean(edit.span)
        before = edit.original if correction.applied else edit.replacement
        yield Piece(span, kind, before, correction.key.code, edit.rule, edit.confidence)
    for mark in document.marks:
        if len(mark.span):
            yield Piece(mark.span, Kind.ILLEGIBLE)


def shown_corrections(document: Document, found: Sequence[Correction]) -> list[Correction]:
    """Of the corrections that cleaning would make, those that the document has now."""
    made = real_edits(document.edits)
    proposed = set(document.proposals)
    return [
        c
        for c in found
        if (_is_made(c.edit, made) if c.applied else c.edit in proposed and not _by_hand(c, made))
    ]


def _is_made(edit: Edit, made: Sequence[Edit]) -> bool:
    return any(
        m.span.start <= edit.span.start and edit.span.end <= m.span.end and not is_by_hand(m) for m in made
    )


def _by_hand(correction: Correction, made: Sequence[Edit]) -> bool:
    return any(m.span.overlaps(correction.edit.span) for m in made if is_by_hand(m))


def undecided(corrections: Sequence[Correction]) -> list[Correction]:
    """The proposals that wait for a verdict."""
    return [c for c in corrections if not c.applied and c.verdict is not Verdict.REJECTED]
