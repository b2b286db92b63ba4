"""Syllable repair: for every word the reading that fits it and its neighbours best, and how surely.

A noisy channel (Kernighan, Church and Gale 1990) over a whole text: the language model says what is
likely to be written, the channel what recognition makes of it, the page itself how noisy it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ingest.cleaning.language import UNKNOWN, Floats, Ids
from ingest.cleaning.lattice import posteriors
from ingest.cleaning.readings import Model, Readings
from ingest.cleaning.words import Case, Word

MAX_READINGS = 7
MARGINS = (5.0, 7.0)
"""Readings so much less likely (nats, from two-word contexts) than the best one are dropped.

One margin a round: the second round knows the page (its error rate, its words, the likely
neighbours); the first one only has to find these out, quickly.
"""
USUAL_ERROR_RATE = 0.04
"""The share of wrong words at which the costs of the channel are taken as they are."""
KNEE, SLOPE = 4.0, 0.7
"""Costs above the knee grow more slowly: where one letter is damaged, the next one often is."""
CASE_WEIGHT = np.float32(0.5)
RECURRENCE_WEIGHT, RECURRENCE_SCALE = 0.5, 2.0
MAX_RUN = 3000
"""Words judged at once; a page has a few hundred, a line of 100,000 characters some 20,000."""
SPELLING = {Case.LOWER: -9.0, Case.TITLE: -4.0, Case.UPPER: -4.5, Case.MIXED: -3.0}
"""Log score of an unknown word's letters, given that an unknown word stands there."""
_ROMAN = frozenset("IVXLCDM")
_LABELS = frozenset("abcdđefghijklmnopqrstuvwxyz")
# These weights were chosen on held-out noise (docs/cleaning.md).


@dataclass(frozen=True, slots=True)
class Judged:
    """A word with the likeliest other reading and the chance that this is what was printed."""

    word: Word
    best: str
    chance: float


@dataclass(frozen=True, slots=True)
class _Position:
    """A word as it stands (first) and its readings; arrays of shape (1 + readings,)."""

    ids: Ids
    keeps: Floats
    """Log score of leaving the word as it is; 0 for the others."""
    costs: Floats


def judged(model: Model, words: Sequence[Word]) -> list[Judged]:
    """What each of ``words`` (one page's or so) most likely was."""
    return [
        result
        for start in range(0, len(words), MAX_RUN)
        for result in _judged_run(model, words[start : start + MAX_RUN])
    ]


def _judged_run(model: Model, words: Sequence[Word]) -> list[Judged]:
    everything = [_position(model, w.lower, w.case, w.opens, _is_fixed(w)) for w in words]
    breaks = [word.after_break for word in words]
    likely = [int(p.ids[0]) for p in everything]
    bonuses = [np.zeros(len(p.ids), dtype=np.float32) for p in everything]
    rate = USUAL_ERROR_RATE
    for margin in MARGINS:
        shift = np.float32(np.log(rate / USUAL_ERROR_RATE))
        kept = _kept(model, everything, _neighbours(breaks, likely), shift, margin)
        positions = [
            _Position(p.ids[k], p.keeps[k], p.costs[k]) for p, k in zip(everything, kept, strict=True)
        ]
        scores = [_scores(p, shift) + bonus[k] for p, bonus, k in zip(positions, bonuses, kept, strict=True)]
        found = posteriors(model.language, [p.ids for p in positions], scores, breaks)
        rate = _error_rate(words, found)
        likely = [int(p.ids[np.argmax(chances)]) for p, chances in zip(positions, found, strict=True)]
        bonuses = _recurrences(everything, kept, found, len(model.language.words))
    return [
        _judged(model, word, p, chances) for word, p, chances in zip(words, positions, found, strict=True)
    ]


def _scores(position: _Position, shift: np.float32) -> Floats:
    scores = shift - position.costs
    scores[0] = position.keeps[0]
    return scores


def _recurrences(
    everything: Sequence[_Position], kept: Sequence[Ids], found: Sequence[Floats], vocabulary: int
) -> list[Floats]:
    """For each reading a log bonus if it is expected elsewhere on the page.

    A cache model in the manner of Kuhn and De Mori (1990); what a position itself adds to the
    expected counts is taken out again.
    """
    ids = np.concatenate([p.ids for p in everything])
    sizes = [len(p.ids) for p in everything]
    starts = np.cumsum([0, *sizes])
    own = np.zeros(len(ids), dtype=np.float32)
    own[np.concatenate(kept) + np.repeat(starts[:-1], [len(k) for k in kept])] = np.concatenate(found)
    elsewhere = np.bincount(ids, own, vocabulary)[ids] - own
    bonus = RECURRENCE_WEIGHT * np.log1p(RECURRENCE_SCALE * np.maximum(elsewhere, 0))
    return [bonus[a:b].astype(np.float32) for a, b in pairwise(starts.tolist())]


def _error_rate(words: Sequence[Word], found: Sequence[Floats]) -> float:
    """The expected share of wrong words, pulled a little towards the rate of a clean page."""
    wrong = sum(1 - float(p[0]) for w, p in zip(words, found, strict=True) if not w.protected)
    count = sum(not w.protected for w in words)
    return (wrong + 0.2) / (count + 40)


def _is_fixed(word: Word) -> bool:
    """True for a word that no reading may replace: in a protected chunk, or a label of a list."""
    if len(word.text) < 2:
        return word.protected or word.case is not Case.LOWER or word.lower in _LABELS
    return word.protected or set(word.text) <= _ROMAN


@lru_cache(maxsize=1 << 15)
def _position(model: Model, lower: str, case: Case, opens: bool, fixed: bool) -> _Position:
    """The word as it stands and all its readings."""
    number = model.language.ids.get(lower)
    own = np.array([model.language.ids[UNKNOWN[case]] if number is None else number])
    keep = np.array([SPELLING[case] if number is None else 0.0], dtype=np.float32)
    zero = np.zeros(1, dtype=np.float32)
    if fixed:
        return _Position(own, zero, zero)
    others = model.readings_of(lower)
    if case is Case.UPPER and number is None:
        short = model.abbreviations_of(lower)
        others = Readings(
            np.concatenate([others.ids, short.ids]), np.concatenate([others.costs, short.costs])
        )
    costs = np.minimum(others.costs, KNEE + SLOPE * (others.costs - KNEE))
    if case is Case.TITLE and not opens:
        # A capital inside a sentence speaks for words that are names, and against others.
        fit = CASE_WEIGHT * model.log_case[:, Case.TITLE]
        costs = costs - fit[others.ids]
        keep = keep if number is None else keep + fit[own]
    return _Position(
        np.concatenate([own, others.ids]),
        np.concatenate([keep, np.zeros_like(costs)]),
        np.concatenate([zero, costs]).astype(np.float32),
    )


def _neighbours(breaks: Sequence[bool], likely: Sequence[int]) -> tuple[list[int], list[int]]:
    """The likely word before and after each position; the boundary's id (0) where context ends."""
    before = [0 if starts or not i else likely[i - 1] for i, starts in enumerate(breaks)]
    after = [
        0 if starts else word for starts, word in zip([*breaks[1:], True], [*likely[1:], 0], strict=True)
    ]
    return before, after


def _kept(
    model: Model,
    positions: Sequence[_Position],
    neighbours: tuple[list[int], list[int]],
    shift: np.float32,
    margin: float,
) -> list[Ids]:
    """For each position the places of the few readings that its likely neighbours allow."""
    language = model.language
    before, after = neighbours
    sizes = [len(p.ids) for p in positions]
    ids = np.concatenate([p.ids for p in positions])
    left = np.repeat(before, sizes)
    right = np.repeat(after, sizes)
    alone = language.unigrams[ids]
    lefts = np.maximum(language.log_prob(np.stack([left, ids], axis=1)), alone)
    rights = language.log_prob(np.stack([ids, right], axis=1)) - language.unigrams[right]
    context = lefts + np.where(right > 0, np.maximum(rights, 0), 0)
    total = context - np.concatenate([p.costs for p in positions]) + shift
    total += np.concatenate([p.keeps for p in positions])
    starts = np.cumsum([0, *sizes[:-1]])
    total[starts] -= shift  # the first reading is the word as it stands
    chosen = total > np.repeat(np.maximum.reduceat(total, starts), sizes) - margin
    chosen[starts] = True
    for i in np.flatnonzero(np.add.reduceat(chosen, starts) > MAX_READINGS):
        first, end = starts[i], starts[i] + sizes[i]
        lowest = np.partition(total[first + 1 : end], 1 - MAX_READINGS)[1 - MAX_READINGS]
        chosen[first + 1 : end] &= total[first + 1 : end] >= lowest
    ends = np.cumsum(np.add.reduceat(chosen, starts)).tolist()
    places = (np.arange(len(ids)) - np.repeat(starts, sizes))[chosen]
    return [places[a:b] for a, b in pairwise([0, *ends])]


def _judged(model: Model, word: Word, position: _Position, chances: Floats) -> Judged:
    if len(chances) == 1:
        return Judged(word, word.lower, 0.0)
    best = 1 + int(np.argmax(chances[1:]))
    return Judged(word, model.language.words[position.ids[best]], float(chances[best]))
