"""Syllable repair: for every word the reading that fits it and its neighbours best, and how surely.

A noisy channel (Kernighan, Church and Gale 1990) over a whole text: the language model says what is
likely to be written, the channel what recognition makes of it, the page itself how noisy it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.cleaning.lattice import posteriors
from ingest.cleaning.language import Floats, Ids
from ingest.cleaning.readings import Model
from ingest.cleaning.words import NUMBER, Case, Word

MAX_READINGS = 5
MARGIN = 9.0
"""Readings so much less likely (nats, from two-word contexts) than the best one are dropped."""
LANGUAGE_WEIGHT = 0.85
USUAL_ERROR_RATE = 0.08
"""The share of wrong words on the pages that the channel was learned from."""
PAGE_WORDS = 400
ROUNDS = 2
SPELLING = {Case.LOWER: -9.0, Case.TITLE: -4.0, Case.UPPER: -4.5, Case.MIXED: -3.0}
"""Log score of an unknown word's letters, given that an unknown word stands there."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A word with its best other reading and the chances of both."""

    word: Word
    best: str
    p_best: float
    p_kept: float
    error_rate: float


@dataclass(frozen=True, slots=True)
class _Position:
    ids: Ids
    keeps: Floats
    """Log score of leaving the word (first reading) as it is; 0 for the others."""
    costs: Floats


def judged(model: Model, words: Sequence[Word]) -> list[Judged]:
    """What each of ``words`` (one page's or so) most likely was."""
    positions = _pruned(model, words, [_position(model, word) for word in words])
    breaks = [word.after_break for word in words]
    readings = [p.ids for p in positions]
    rate = USUAL_ERROR_RATE
    found: list[Floats] = []
    for _ in range(ROUNDS):
        shift = np.float32(np.log(rate / USUAL_ERROR_RATE))
        scores = [_scores(p, shift) for p in positions]
        found = posteriors(model.language, readings, scores, breaks, LANGUAGE_WEIGHT)
        rate = _error_rate(words, found)
    return [
        _judged(model, word, p, chances, rate)
        for word, p, chances in zip(words, positions, found, strict=True)
    ]


def _scores(position: _Position, shift: np.float32) -> Floats:
    scores = shift - position.costs
    scores[0] = position.keeps[0]
    return scores


def _error_rate(words: Sequence[Word], found: Sequence[Floats]) -> float:
    """The expected share of wrong words, pulled a little towards the rate of a clean page."""
    wrong = sum(1 - float(p[0]) for w, p in zip(words, found, strict=True) if not w.protected)
    count = sum(not w.protected for w in words)
    return (wrong + 0.2) / (count + 40)


def _position(model: Model, word: Word) -> _Position:
    own = np.array([model.language.ids[NUMBER] if word.lower == NUMBER else model.language.id_of(word)])
    known = word.lower in model.language.ids
    keep = np.array([0.0 if known else SPELLING[word.case]], dtype=np.float32)
    zero = np.zeros(1, dtype=np.float32)
    if word.protected or len(word.text) < 2 and word.case is not Case.LOWER:
        return _Position(own, zero, zero)
    others = model.readings_of(word.lower)
    return _Position(
        np.concatenate([own, others.ids]),
        np.concatenate([keep, np.zeros_like(others.costs)]),
        np.concatenate([zero, others.costs]),
    )


def _pruned(model: Model, words: Sequence[Word], positions: Sequence[_Position]) -> list[_Position]:
    """The positions with the few readings that neighbours as they stand leave likely."""
    if not positions:
        return []
    language = model.language
    own = [int(p.ids[0]) for p in positions]
    before = [0 if w.after_break or not i else own[i - 1] for i, w in enumerate(words)]
    after = [0 if i + 1 == len(own) or words[i + 1].after_break else own[i + 1] for i in range(len(own))]
    sizes = [len(p.ids) for p in positions]
    ids = np.concatenate([p.ids for p in positions])
    left = np.repeat(before, sizes)
    right = np.repeat(after, sizes)
    alone = language.unigrams[ids]
    lefts = np.maximum(language.log_prob(np.stack([left, ids], axis=1)), alone)
    rights = language.log_prob(np.stack([ids, right], axis=1)) - language.unigrams[right]
    context = lefts + np.where(right > 0, np.maximum(rights, 0), 0)
    total = LANGUAGE_WEIGHT * context - np.concatenate([p.costs for p in positions])
    total += np.concatenate([p.keeps for p in positions])
    results: list[_Position] = []
    for p, part in zip(positions, np.split(total, np.cumsum(sizes)[:-1]), strict=True):
        rest = np.argsort(-part[1:], kind="stable")[: MAX_READINGS - 1] + 1
        rest = rest[part[rest] > part.max() - MARGIN]
        chosen = np.concatenate([[0], rest])
        results.append(_Position(p.ids[chosen], p.keeps[chosen], p.costs[chosen]))
    return results


def _judged(model: Model, word: Word, position: _Position, chances: Floats, rate: float) -> Judged:
    if len(chances) == 1:
        return Judged(word, word.lower, 0.0, 1.0, rate)
    best = 1 + int(np.argmax(chances[1:]))
    return Judged(
        word, model.language.words[position.ids[best]], float(chances[best]), float(chances[0]), rate
    )
