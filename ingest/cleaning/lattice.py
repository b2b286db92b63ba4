"""The forward-backward algorithm over words with several readings, under an n-gram model.

See Rabiner (1989), "A tutorial on hidden Markov models". A state is the last three words, so a
4-gram model is exact; positions keep few readings, so the states stay few.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.cleaning.language import MAX_ORDER, Floats, Ids, LanguageModel

HISTORY = MAX_ORDER - 1


def posteriors(
    model: LanguageModel,
    readings: Sequence[Ids],
    scores: Sequence[Floats],
    breaks: Sequence[bool],
    weight: float,
) -> list[Floats]:
    """For each position the probabilities of its readings, given all the others.

    ``readings[i]`` are word ids, ``scores[i]`` their log scores apart from context; ``breaks[i]``
    says that context ends before position i; ``weight`` multiplies the model's log probabilities.
    """
    if not readings:
        return []
    steps = _transitions(model, readings, breaks, weight)
    forward: list[Floats] = []
    state = np.zeros((1,) * HISTORY, dtype=np.float32)
    for step, score in zip(steps, scores, strict=True):
        state = _log_sum(state[..., None] + step, axis=0) + score
        forward.append(state)
    results: list[Floats] = []
    backward = np.zeros(forward[-1].shape, dtype=np.float32)
    for i in range(len(readings) - 1, -1, -1):
        joint = forward[i] + backward
        marginal = np.exp(joint - joint.max()).sum(axis=tuple(range(HISTORY - 1)))
        results.append((marginal / marginal.sum()).astype(np.float32))
        if i:
            backward = _log_sum(steps[i] + (scores[i] + backward)[None], axis=-1)
            backward = np.broadcast_to(backward, forward[i - 1].shape)
    return results[::-1]


def _transitions(
    model: LanguageModel, readings: Sequence[Ids], breaks: Sequence[bool], weight: float
) -> list[Floats]:
    """Weighted log probabilities, one array a position, one axis a word of the 4-gram."""
    boundary = np.zeros(1, dtype=np.int64)
    shapes: list[tuple[int, ...]] = []
    grams: list[Ids] = []
    context = [boundary] * HISTORY
    for ids, after_break in zip(readings, breaks, strict=True):
        if after_break:
            # The readings before a break still are axes of the state, but no longer matter.
            context = [np.zeros_like(c) for c in context]
        axes = np.meshgrid(*context, ids, indexing="ij")
        shapes.append(axes[0].shape)
        grams.append(np.stack([axis.ravel() for axis in axes], axis=1))
        context = [*context[1:], ids]
    flat = model.log_prob(np.concatenate(grams)) * np.float32(weight)
    ends = np.cumsum([len(g) for g in grams])[:-1]
    return [part.reshape(shape) for part, shape in zip(np.split(flat, ends), shapes, strict=True)]


def _log_sum(values: npt.NDArray[np.float32], axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return total
