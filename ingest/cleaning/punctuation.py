"""Marks that a scan's dirt put between two words of one sentence, and spaces lost at marks."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.cleaning.readings import Model
from ingest.cleaning.words import Case, Word
from ingest.edits import Edit
from ingest.spans import Span

_BETWEEN = re.compile(r"[.:]{1,2}([ \t]+|[ \t]*\r?\n)")
RULE = "punctuation"
MIN_AFTER_COLON = 0.03
"""The least P(right | left) at which a colon between the two words is dirt."""


def sentence_inside(text: str, words: Sequence[Word], model: Model) -> list[Edit]:
    """Marks between two words of which none can stand there.

    A mark is taken out of a pair of words that punctuation never divides (``quy: định``). A full
    stop before a small letter on the same line ends no sentence: it was a comma.
    """
    edits: list[Edit] = []
    for left, right in pairwise(words):
        if left.protected or right.protected or right.case is not Case.LOWER:
            continue
        between = text[left.span.end : right.span.start]
        if between in ("-", ",") and left.case is Case.LOWER:
            edits += _glued(left, right, between, model)
            continue
        match = _BETWEEN.fullmatch(between)
        if match is None or len(left.text) < 2 or len(right.text) < 2:
            continue
        marks = between[: match.start(1)]
        span = Span(left.span.end, left.span.end + len(marks))
        # A colon may open a list after any word, so only the surest pairs rule it out.
        bar = MIN_AFTER_COLON if ":" in marks else 0.0
        if model.are_together(left.lower, right.lower, bar):
            edits.append(Edit(span, marks, "", RULE, 0.95))
        elif (
            marks == "."
            and "\n" not in between
            and left.case is Case.LOWER
            and model.is_known_syllable(left.lower)
            and model.is_known_syllable(right.lower)
        ):
            edits.append(Edit(span, marks, ",", RULE, 0.75))
    return edits


def _glued(left: Word, right: Word, mark: str, model: Model) -> list[Edit]:
    """``nhu-cầu`` → ``nhu cầu``, ``học,phổ thông`` → ``học, phổ thông``: between syllables only."""
    if not (model.is_known_syllable(left.lower) and model.is_known_syllable(right.lower)):
        return []
    if min(len(left.text), len(right.text)) < 2:
        return []
    span = Span(left.span.end, right.span.start)
    if mark == ",":
        return [Edit(span, mark, ", ", RULE, 0.8)]
    return [Edit(span, mark, " ", RULE, 0.8)] if model.are_together(left.lower, right.lower) else []
