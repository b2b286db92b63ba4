"""Syllable repair: for every word the reading that fits it and its neighbours best, and how surely.

A noisy channel (Kernighan, Church and Gale 1990) over a whole text: the language model says what is
likely to be written, the channel what recognition makes of it, the page itself how noisy it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ingest.cleaning.language import UNKNOWN, Floats, Ids
from ingest.cleaning.lattice import Lattice, posteriors
from ingest.cleaning.marks import skeleton
from ingest.cleaning.readings import NO_READINGS, Model, Readings
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
_VOWELS = frozenset("aeiouy")
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


@dataclass(frozen=True, slots=True)
class _Run:
    """The readings of all positions of a run one after the other; arrays of shape (readings,).

    ``starts`` (positions,) says where each position begins, ``sizes`` (positions,) how many it has.
    """

    ids: Ids
    keeps: Floats
    costs: Floats
    starts: Ids
    sizes: Ids


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a page, judged, and the share of them that is expected to be wrong."""

    words: list[Judged]
    error_rate: float


def judged(model: Model, words: Sequence[Word]) -> Page:
    """What each of ``words`` (one page's or so) most likely was."""
    runs = [_judged_run(model, words[start : start + MAX_RUN]) for start in range(0, len(words), MAX_RUN)]
    share = sum(run.error_rate * len(run.words) for run in runs) / max(1, len(words))
    return Page([word for run in runs for word in run.words], share)


def _judged_run(model: Model, words: Sequence[Word]) -> Page:
    run = _run([_position(model, w.lower, w.case, w.opens, _is_fixed(w)) for w in words])
    breaks = [word.after_break for word in words]
    free = np.array([not word.protected for word in words])
    likely = run.ids[run.starts]
    bonus = np.zeros(len(run.ids), dtype=np.float32)
    rate = USUAL_ERROR_RATE
    for margin in MARGINS:
        shift = np.float32(np.log(rate / USUAL_ERROR_RATE))
        kept = _kept(model, run, _neighbours(breaks, likely), shift, margin)
        sizes = np.add.reduceat(kept, run.starts, dtype=np.int64)
        starts = np.cumsum([0, *sizes[:-1]])
        ids = run.ids[kept]
        scores = shift - run.costs
        scores[run.starts] = run.keeps[run.starts]
        chances = posteriors(model.language, Lattice(ids, (scores + bonus)[kept], starts, sizes, breaks))
        rate = _error_rate(chances[starts[free]])
        bonus = _recurrences(run, kept, chances, len(model.language.words))
        likely = ids[starts]
        for i in np.flatnonzero(sizes > 1):
            here = slice(starts[i], starts[i] + sizes[i])
            likely[i] = ids[here][np.argmax(chances[here])]
    judgements = [
        _judged(model, word, ids[a : a + n], chances[a : a + n]) if n > 1 else Judged(word, word.lower, 0.0)
        for word, a, n in zip(words, starts.tolist(), sizes.tolist(), strict=True)
    ]
    return Page(judgements, rate)


def _run(positions: Sequence[_Position]) -> _Run:
    sizes = np.array([len(p.ids) for p in positions])
    return _Run(
        np.concatenate([p.ids for p in positions]),
        np.concatenate([p.keeps for p in positions]),
        np.concatenate([p.costs for p in positions]),
        np.cumsum([0, *sizes[:-1]]),
        sizes,
    )


def _recurrences(run: _Run, kept: npt.NDArray[np.bool_], chances: Floats, vocabulary: int) -> Floats:
    """For each reading a log bonus if it is expected elsewhere on the page.

    A cache model in the manner of Kuhn and De Mori (1990); what a position itself adds to the
    expected counts is taken out again.
    """
    own = np.zeros(len(run.ids), dtype=np.float32)
    own[kept] = chances
    elsewhere = np.bincount(run.ids, own, vocabulary)[run.ids] - own
    bonus: Floats = (RECURRENCE_WEIGHT * np.log1p(RECURRENCE_SCALE * np.maximum(elsewhere, 0))).astype(
        np.float32
    )
    return bonus


def _error_rate(unchanged: Floats) -> float:
    """The expected share of wrong words, pulled a little towards the rate of a clean page.

    ``unchanged``, shape (words,): for each word that may be read otherwise its chance to be right.
    """
    return (len(unchanged) - float(unchanged.sum(dtype=np.float64)) + 0.2) / (len(unchanged) + 40)


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
    if case is Case.UPPER and not _VOWELS & set(skeleton(lower)):
        others = NO_READINGS  # an abbreviation (TNHH), known or not
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


def _neighbours(breaks: Sequence[bool], likely: Ids) -> tuple[Ids, Ids]:
    """The likely word before and after each position; the boundary's id (0) where context ends."""
    before = np.where(breaks, 0, np.concatenate([[0], likely[:-1]]))
    after = np.where([*breaks[1:], True], 0, np.concatenate([likely[1:], [0]]))
    return before, after


def _kept(
    model: Model, run: _Run, neighbours: tuple[Ids, Ids], shift: np.float32, margin: float
) -> npt.NDArray[np.bool_]:
    """Which few readings of each position its likely neighbours allow."""
    language = model.language
    left, right = (np.repeat(side, run.sizes) for side in neighbours)
    alone = language.unigrams[run.ids]
    lefts = np.maximum(language.log_prob(np.stack([left, run.ids], axis=1)), alone)
    rights = language.log_prob(np.stack([run.ids, right], axis=1)) - language.unigrams[right]
    context = lefts + np.where(right > 0, np.maximum(rights, 0), 0)
    total = context - run.costs + shift + run.keeps
    total[run.starts] -= shift  # the first reading is the word as it stands
    chosen = total > np.repeat(np.maximum.reduceat(total, run.starts), run.sizes) - margin
    chosen[run.starts] = True
    for i in np.flatnonzero(np.add.reduceat(chosen, run.starts, dtype=np.int64) > MAX_READINGS):
        first, end = run.starts[i], run.starts[i] + run.sizes[i]
        lowest = np.partition(total[first + 1 : end], 1 - MAX_READINGS)[1 - MAX_READINGS]
        chosen[first + 1 : end] &= total[first + 1 : end] >= lowest
    return chosen


def _judged(model: Model, word: Word, ids: Ids, chances: Floats) -> Judged:
    best = 1 + int(np.argmax(chances[1:]))
    return Judged(word, model.language.words[ids[best]], float(chances[best]))
