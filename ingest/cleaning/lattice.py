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


@dataclass(frozen=True, slots=True)
class Lattice:
    """Positions with their readings one after the other.

    ``ids`` (readings,) are word ids, ``scores`` (readings,) their log scores apart from context;
    ``starts`` (positions,) says where each position begins, ``sizes`` (positions,) how many
    readings it has; ``breaks[i]`` that context ends before position i.
    """

    ids: Ids
    scores: Floats
    starts: Ids
    sizes: Ids
    breaks: Sequence[bool]


def posteriors(model: LanguageModel, lattice: Lattice) -> Floats:
    """For each reading its probability, given all the others; shape (readings,)."""
    starts, ends = lattice.starts.tolist(), (lattice.starts + lattice.sizes).tolist()
    doubtful = _doubtful(lattice.sizes)
    steps = dict(zip(doubtful, _transitions(model, lattice, doubtful), strict=True))
    scores = {i: lattice.scores[starts[i] : ends[i]] for i in doubtful}
    forward: dict[int, Floats] = {}
    state = _CERTAIN
    for i in doubtful:
        if i - 1 not in steps:
            state = _CERTAIN
        state = forward[i] = _log_sum(state[..., None] + steps[i], 0) + scores[i]
    result = np.ones(len(lattice.ids), dtype=np.float32)
    backward = _CERTAIN
    for i in reversed(doubtful):
        if i + 1 not in steps:
            backward = _CERTAIN
        if lattice.sizes[i] > 1:
            joint = forward[i] + backward
            marginal = np.exp(joint - joint.max()).sum(axis=(0, 1))
            result[starts[i] : ends[i]] = marginal / marginal.sum()
        backward = _log_sum(steps[i] + (scores[i] + backward), -1)
    return result


def _doubtful(sizes: Ids) -> list[int]:
    """The positions whose last four words have more than one reading among them."""
    many = np.concatenate([np.zeros(HISTORY, dtype=bool), sizes > 1])
    near = np.logical_or.reduce([many[n : n + len(sizes)] for n in range(MAX_ORDER)])
    return np.flatnonzero(near).tolist()


def _transitions(model: LanguageModel, lattice: Lattice, doubtful: Sequence[int]) -> list[Floats]:
    """For each doubtful position the log probabilities of its words, axes (a, b, c, d)."""
    if not doubtful:
        return []
    ids = lattice.ids.astype(np.uint64)
    starts, ends = lattice.starts.tolist(), (lattice.starts + lattice.sizes).tolist()
    windows: list[_Window] = []
    for i in doubtful:
        axes = [ids[starts[i] : ends[i]]]
        cut = lattice.breaks[i]
        for j in range(i - 1, i - MAX_ORDER, -1):
            # The readings before a break still are axes of the state, but no longer matter.
            axis = ids[starts[j] : ends[j]] if j >= 0 else _BOUNDARY
            axes.insert(0, np.zeros_like(axis) if cut else axis)
            cut = cut or (j >= 0 and lattice.breaks[j])
        windows.append(_window(axes))
    fours = _looked_up(model.probabilities_of, 4, [w.four for w in windows])
    threes = _looked_up(model.probabilities_of, 3, [w.three for w in windows])
    twos = _looked_up(model.probabilities_of, 2, [w.two for w in windows])
    backs_of_three = _looked_up(model.backoffs_of, 3, [w.before_four for w in windows])
    backs_of_two = _looked_up(model.backoffs_of, 2, [w.before_three for w in windows])
    stored = zip(windows, fours, threes, twos, backs_of_three, backs_of_two, strict=True)
    return [_interpolated(model, window, arrays) for window, *arrays in stored]


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
