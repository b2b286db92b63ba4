"""The forward-backward algorithm over words with several readings, under the 4-gram model.

See Rabiner (1989), "A tutorial on hidden Markov models". A state is the last three words, so the
model is used exactly; positions keep few readings, so the states stay few.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.cleaning.language import MAX_ORDER, Floats, Ids, LanguageModel

Keys = npt.NDArray[np.uint64]
Lookup = Callable[[int, Keys], Floats]
HISTORY = MAX_ORDER - 1
_CERTAIN: Floats = np.zeros((1,) * HISTORY, dtype=np.float32)
_SHIFT = np.uint64(16)
_BOUNDARY = np.zeros(1, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class _Window:
    """A position whose last four words have more than one reading among them, as arrays of keys.

    Axes are words of the 4-gram: ``four`` (a, b, c, d), ``three`` (b, c, d), ``two`` (c, d), and
    the contexts ``before_four`` (a, b, c) and ``before_three`` (b, c).
    """

    four: Keys
    three: Keys
    two: Keys
    before_four: Keys
    before_three: Keys
    context: Ids
    word: Ids


def posteriors(
    model: LanguageModel,
    readings: Sequence[Ids],
    scores: Sequence[Floats],
    breaks: Sequence[bool],
) -> list[Floats]:
    """For each position the probabilities of its readings, given all the others.

    ``readings[i]`` are word ids, ``scores[i]`` their log scores apart from context; ``breaks[i]``
    says that context ends before position i.
    """
    steps = _transitions(model, readings, breaks)
    forward: list[Floats] = []
    state = _CERTAIN
    for step, score in zip(steps, scores, strict=True):
        state = _CERTAIN if step is None else _log_sum(state[..., None] + step, 0) + score
        forward.append(state)
    results: list[Floats] = []
    backward = _CERTAIN
    for i in range(len(readings) - 1, -1, -1):
        step = steps[i]
        if len(readings[i]) == 1:
            results.append(np.ones(1, dtype=np.float32))
        else:
            joint = forward[i] + backward
            marginal = np.exp(joint - joint.max()).sum(axis=(0, 1))
            results.append(marginal / marginal.sum())
        backward = _CERTAIN if step is None else _log_sum(step + (scores[i] + backward), -1)
    return results[::-1]


def _transitions(
    model: LanguageModel, readings: Sequence[Ids], breaks: Sequence[bool]
) -> list[Floats | None]:
    """Log probabilities by position, axes (a, b, c, d); None where nothing is in doubt."""
    windows: list[_Window | None] = []
    axes = [_BOUNDARY] * MAX_ORDER
    for ids, after_break in zip(readings, breaks, strict=True):
        if after_break:
            # The readings before a break still are axes of the state, but no longer matter.
            axes = [np.zeros_like(axis) for axis in axes]
        axes = [*axes[1:], ids.astype(np.uint64)]
        windows.append(_window(axes) if any(len(axis) > 1 for axis in axes) else None)
    doubtful = [w for w in windows if w is not None]
    if not doubtful:
        return [None] * len(windows)
    fours = _looked_up(model.probabilities_of, 4, [w.four for w in doubtful])
    threes = _looked_up(model.probabilities_of, 3, [w.three for w in doubtful])
    twos = _looked_up(model.probabilities_of, 2, [w.two for w in doubtful])
    backs_of_three = _looked_up(model.backoffs_of, 3, [w.before_four for w in doubtful])
    backs_of_two = _looked_up(model.backoffs_of, 2, [w.before_three for w in doubtful])
    stored = zip(doubtful, fours, threes, twos, backs_of_three, backs_of_two, strict=True)
    filled = iter([_interpolated(model, window, arrays) for window, *arrays in stored])
    return [None if w is None else next(filled) for w in windows]


def _window(axes: Sequence[Keys]) -> _Window:
    a, b, c, d = axes
    before_three = (b[:, None] << _SHIFT) | c
    before_four = (a[:, None, None] << np.uint64(32)) | before_three
    two = (c[:, None] << _SHIFT) | d
    three = (b[:, None, None] << np.uint64(32)) | two
    four = (before_four[..., None] << _SHIFT) | d
    return _Window(four, three, two, before_four, before_three, c.astype(np.int64), d.astype(np.int64))


def _interpolated(model: LanguageModel, window: _Window, stored: Sequence[Floats]) -> Floats:
    """The longest n-gram known of each row, else the shorter one with its backoff weight."""
    four, three, two, back_of_three, back_of_two = stored
    lower = model.unigram_backoffs[window.context][:, None] + model.unigrams[window.word]
    lower = np.where(two <= 0, two, lower)
    lower = np.where(three <= 0, three, lower + back_of_two[..., None])
    return np.where(four <= 0, four, lower + back_of_three[..., None])


def _looked_up(find: Lookup, order: int, keys: Sequence[Keys]) -> list[Floats]:
    """``find`` for all arrays of ``keys`` at once, the answers in the shapes of the arrays."""
    flat = find(order, np.concatenate([k.ravel() for k in keys]))
    ends = np.cumsum([k.size for k in keys]).tolist()
    return [flat[end - k.size : end].reshape(k.shape) for end, k in zip(ends, keys, strict=True)]


def _log_sum(values: Floats, axis: int) -> Floats:
    if values.shape[axis] == 1:
        return values.squeeze(axis)
    top = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return total
