"""Words run together: ``mớiQuy hoạch`` → ``mới Quy hoạch``, ``LưuVPTU`` → ``Lưu VPTU``."""

from collections.abc import Sequence

import numpy as np

from ingest.cleaning.marks import old_place
from ingest.cleaning.readings import Model
from ingest.cleaning.words import Case, Word
from ingest.edits import Edit
from ingest.spans import Span

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz")
RULE = "run-together words"
MIN_TOGETHER = -6.0
"""Two syllables run together must be likely neighbours: natural log of P(second | first)."""
MIN_LETTERS = 5


def split_words(words: Sequence[Word], model: Model) -> list[Edit]:
    """A space before a capital inside a word, where a syllable of Vietnamese ends.

    The syllable must bear a mark: foreign names (GrabTaxi, VietJet) have capitals inside too.
    """
    edits: list[Edit] = []
    for word in words:
        if word.protected:
            continue
        if word.case is Case.LOWER:
            edits += _two_syllables(word, model)
            continue
        if word.case is not Case.MIXED:
            continue
        at = next((i for i in range(2, len(word.text)) if word.text[i].isupper()), 0)
        left, right = word.text[:at], word.text[at:]
        if not at or not left[1:].islower() or set(left.lower()) <= _PLAIN:
            continue
        if not model.is_known_syllable(old_place(left.lower())):
            continue
        follows = right.isupper() and 2 <= len(right) <= 6
        if follows or model.is_known_syllable(old_place(right.lower())):
            place = word.span.start + at
            edits.append(Edit(Span(place, place), "", " ", RULE, 0.9))
    return edits


def _two_syllables(word: Word, model: Model) -> list[Edit]:
    """``thếlực`` → ``thế lực``: an unknown word that is two likely neighbours, in one way only."""
    text = word.text
    if len(text) < MIN_LETTERS or word.lower in model.language.ids or set(word.lower) <= _PLAIN:
        return []
    ids = model.language.ids
    places = []
    for at in range(2, len(text) - 1):
        left, right = old_place(text[:at]), old_place(text[at:])
        if model.is_known_syllable(left) and model.is_known_syllable(right):
            places.append((float(model.language.log_prob(np.array([[ids[left], ids[right]]]))[0]), at))
    if not places or max(places)[0] < MIN_TOGETHER:
        return []
    place = word.span.start + max(places)[1]
    return [Edit(Span(place, place), "", " ", RULE, 0.85)]
