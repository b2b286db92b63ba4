"""Syllable repair as edits: those sure enough to make, and those only proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.cleaning.capitals import small_inside
from ingest.cleaning.checksums import check_files
from ingest.cleaning.marks import is_new_place, is_old_place, new_place
from ingest.cleaning.punctuation import marks_between
from ingest.cleaning.readings import Model
from ingest.cleaning.repair import USUAL_ERROR_RATE, Judged, judged
from ingest.cleaning.spacing import split_words
from ingest.cleaning.words import NUMBER, Case, Word, with_case, words_of
from ingest.edits import Edit

MODEL_DIR = Path(__file__).parent / "model"
RULE = "syllable"
APPLIED = 0.7
"""A change at least this sure is made."""
APPLIED_NAME = 0.8
"""The same for a word with a capital inside a sentence: a name may be any syllable."""
PROPOSED = 0.35
"""A change at least this sure is shown to a person."""

FOREIGN_REACH = 4
FOREIGN_SHARE = 0.6
"""Among words of which more are no syllables, up to so many on each side, nothing is repaired."""


@cache
def bundled_model() -> Model:
    """The model beside this file, checked and loaded on first use. Raises ModelError."""
    check_files(MODEL_DIR)
    return Model(MODEL_DIR)


@dataclass(frozen=True, slots=True)
class Repairs:
    """Edits to make, edits to propose, and how many times as many mistakes as usual the text has."""

    applied: list[Edit]
    proposed: list[Edit]
    noise: float


def repaired(text: str) -> Repairs:
    """What to make of the words of ``text``."""
    model = bundled_model()
    words = words_of(text)
    newer = prefers_new_place(words)
    applied: list[Edit] = []
    proposed: list[Edit] = []
    strange = [word.lower != NUMBER and not model.is_known_syllable(word.lower) for word in words]
    page = judged(model, words)
    for number, item in enumerate(page.words):
        if not item.chance:
            continue
        confidence = model.confidence.of(item.chance)
        if confidence < PROPOSED or item.word.case is Case.MIXED or _is_foreign(strange, number):
            continue
        edit = _edit(item, newer, confidence)
        if edit.original != edit.replacement:
            bar = APPLIED_NAME if item.word.case is Case.TITLE and not item.word.opens else APPLIED
            (applied if edit.confidence >= bar else proposed).append(edit)
    return Repairs(applied, proposed, page.error_rate / USUAL_ERROR_RATE)


def _is_foreign(strange: Sequence[bool], number: int) -> bool:
    """True for a word among words of which most are no Vietnamese syllables."""
    around = [
        *strange[max(0, number - FOREIGN_REACH) : number],
        *strange[number + 1 : number + 1 + FOREIGN_REACH],
    ]
    return sum(around) > FOREIGN_SHARE * len(around)


def _edit(item: Judged, newer: bool, confidence: float) -> Edit:
    spelled = with_case(new_place(item.best) if newer else item.best, item.word.case)
    return Edit(item.word.span, item.word.text, spelled, RULE, round(confidence, 4))


def prefers_new_place(words: Sequence[Word]) -> bool:
    """True if clearly more words have their tone in the newer place (hoà) than in the older."""
    lowers = [word.text.lower() for word in words]
    return sum(map(is_new_place, lowers)) > 2 * sum(map(is_old_place, lowers)) + 1


def words_apart(text: str) -> list[Edit]:
    """Words that run together, divided."""
    return split_words(words_of(text), bundled_model())


def between_words_right(text: str, noise: float) -> list[Edit]:
    """Marks between words, and capitals inside sentences; ``noise`` is that of the text as recognised."""
    model, words = bundled_model(), words_of(text)
    return [*marks_between(text, words, model, noise), *small_inside(text, words, model, noise)]
