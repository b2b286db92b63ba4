"""Syllable repair as edits: those sure enough to make, and those only proposed."""

from functools import cache
from pathlib import Path

from ingest.cleaning.marks import is_new_place, is_old_place, new_place
from ingest.cleaning.readings import Model
from ingest.cleaning.repair import Judged, judged
from ingest.cleaning.words import Case, Word, with_case, words_of
from ingest.edits import Edit

MODEL_DIR = Path(__file__).parent / "model"
RULE = "syllable"
APPLIED = 0.8
"""A change at least this sure is made."""
PROPOSED = 0.35
"""A change at least this sure is shown to a person."""


@cache
def bundled_model() -> Model:
    """The model beside this file, loaded on first use. Raises ModelError."""
    return Model(MODEL_DIR)


def repaired(text: str) -> tuple[list[Edit], list[Edit]]:
    """Edits to make and edits to propose, for words of ``text``."""
    model = bundled_model()
    words = words_of(text)
    newer = prefers_new_place(words)
    applied: list[Edit] = []
    proposed: list[Edit] = []
    for item in judged(model, words):
        if item.p_best < PROPOSED or item.word.case is Case.MIXED:
            continue
        edit = _edit(item, newer)
        if edit.original != edit.replacement:
            (applied if edit.confidence >= APPLIED else proposed).append(edit)
    return applied, proposed


def _edit(item: Judged, newer: bool) -> Edit:
    spelled = new_place(item.best) if newer else item.best
    return Edit(
        item.word.span, item.word.text, with_case(spelled, item.word.case), RULE, round(item.p_best, 4)
    )


def prefers_new_place(words: list[Word]) -> bool:
    """True if more words have their tone in the newer place (hoà) than in the older."""
    lowers = [word.text.lower() for word in words]
    return sum(map(is_new_place, lowers)) > sum(map(is_old_place, lowers))
