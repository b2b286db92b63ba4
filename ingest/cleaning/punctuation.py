"""Marks that a scan's dirt put between two words of one sentence, or made of other marks."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ingest.cleaning.between import MARKS
from ingest.cleaning.readings import Model
from ingest.cleaning.words import Case, Word
from ingest.edits import Edit
from ingest.spans import Span

RULE = "punctuation"
APPLIED = 0.65
"""A mark is changed if it is at least so sure."""
APPLIED_COLON = 0.95
"""The same for a colon taken out: a list may begin after any word."""
APPLIED_CAPITAL = 0.9
"""The same before a capital, where a sentence may begin."""
_BETWEEN = re.compile(r"(?P<mark>[,;.:])(?P<dirt>[.:'’‘`´„›‹-])?(?P<space>[ \t]*(?:\r?\n[ \t]*)?)")
_DIRT = re.compile(r"(?P<mark>['’‘`´„›‹-]|!(?=[ \t]))(?P<dirt>)(?P<space>(?<=!)[ \t]+)?")
"""No quotation mark and no hyphen with a space beside it: those are meant."""


def marks_between(text: str, words: Sequence[Word], model: Model, noise: float) -> list[Edit]:
    """Marks between two syllables that were most likely another mark, or none.

    ``noise`` says how many times as many mistakes as usual the page has.
    """
    edits: list[Edit] = []
    for left, right in pairwise(words):
        start, end = left.span.end, right.span.start
        if end - start == 1 and text[start] == " ":
            continue
        if left.protected or right.protected or right.case not in (Case.LOWER, Case.TITLE):
            continue
        if min(len(left.text), len(right.text)) < 2:
            continue  # labels of lists and abbreviations
        match = _BETWEEN.fullmatch(text, start, end) or _DIRT.fullmatch(text, start, end)
        if match:
            edits += _edit(left, right, match, model, noise)
    return edits


def _edit(left: Word, right: Word, match: re.Match[str], model: Model, noise: float) -> list[Edit]:
    if not (model.is_known_syllable(left.lower) and model.is_known_syllable(right.lower)):
        return []
    ids = model.language.ids
    read, found = match["mark"], match["space"] or ""
    capital = right.case is Case.TITLE
    if read == "-" and (capital or left.case is not Case.LOWER):
        return []  # names: Hà Nội-Hải Phòng
    chances = model.between.chances(
        ids[left.lower], ids[right.lower], capital=capital, read=read, noise=noise
    )
    best = int(np.argmax(chances))
    confidence = float(chances[best])
    if MARKS[best] == read:
        if not match["dirt"] and (found or read != ","):
            return []
        confidence = min(confidence, 0.9)
    if MARKS[best] == "-" or (read == ";" and MARKS[best]):
        return []  # between items of a list a semicolon is at home, and news has few such lists
    if confidence < _bar(read, MARKS[best], capital=capital):
        return []
    span = Span(match.start(), match.end() - len(found))
    replacement = MARKS[best] if found else MARKS[best] + " "
    return [Edit(span, span.of(match.string), replacement, RULE, round(confidence, 4))]


def _bar(read: str, mark: str, *, capital: bool) -> float:
    """How sure a change of ``read`` into ``mark`` must be to be made."""
    if read == ":" and not mark:
        return APPLIED_COLON
    return APPLIED_CAPITAL if capital else APPLIED
