"""Token bags for training: ragged arrays, the parts of each token, and batches with hard negatives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from vectorstore.training.pairs import Pair
from vectorstore.training.vocabulary import SPACE

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths: row i is `flat[starts[i] : starts[i + 1]]`."""

    flat: Ints
    starts: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "Ragged":
        """From lists of integers."""
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        return cls(np.fromiter((i for row in rows for i in row), np.int64, int(starts[-1])), starts)

    def take(self, rows: Ints) -> "Ragged":
        """The chosen rows, in the order given."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        at = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Ragged(self.flat[at], starts)

    def drop(self, rate: float, rng: np.random.Generator) -> "Ragged":
        """Every entry lost with probability `rate`."""
        keep = rng.random(len(self.flat)) >= rate
        starts = np.concatenate([[0], np.cumsum(keep)])[self.starts]
        return Ragged(self.flat[keep], starts.astype(np.int64))

    def expand(self, parts: "Ragged") -> "Ragged":
        """Every entry replaced by its row in `parts`."""
        inner = parts.take(self.flat)
        return Ragged(inner.flat, inner.starts[self.starts])


def token_parts(tokenizer: Tokenizer) -> Ragged:
    """For each token: itself and every shorter run of whole words within it that is a token too.

    A token's vector is the sum of its parts' (as fastText does with letter n-grams; Bojanowski et al.
    2017), so a rare phrase starts from its words and "hạ tầng" stays near "kết cấu hạ tầng". The sum is
    taken once, when the model is written: the shipped table has one row a token.
    """
    vocabulary = tokenizer.get_vocab()
    rows: list[list[int]] = [[]] * len(vocabulary)
    for token, at in vocabulary.items():
        words = token.split(SPACE)[1:]
        runs = {
            SPACE + SPACE.join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)
        }
        rows[at] = [at, *sorted(vocabulary[run] for run in runs if run in vocabulary and run != token)]
    return Ragged.of(rows)


def encode(tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> Ragged:
    """Token ids of each text, at most `longest` of them."""
    rows: list[list[int]] = []
    for start in range(0, len(texts), 20_000):
        rows += [found.ids[:longest] for found in tokenizer.encode_batch_fast(texts[start : start + 20_000])]
    return Ragged.of(rows)


def plan_epoch(pairs: Sequence[Pair], size: int, rng: np.random.Generator) -> Iterator[Ints]:
    """Batches of pair indices in random order, each within one kind of source.

    Pairs with a cluster are laid out cluster by cluster in every second round, so that a batch holds
    whole statutes and the negatives of a clause are its neighbours.
    """
    clusters = np.array([pair.cluster for pair in pairs])
    batches: list[Ints] = []
    for kind in (clusters == "", clusters != ""):
        order = rng.permutation(np.flatnonzero(kind))
        if any(clusters[order[:1]]) and rng.random() < 0.5:
            names = np.unique(clusters[order])
            rank = dict(zip(names.tolist(), rng.permutation(len(names)).tolist(), strict=True))
            order = order[np.argsort([rank[name] for name in clusters[order].tolist()], kind="stable")]
        batches += [order[at : at + size] for at in range(0, max(1, len(order) - size // 2), size)]
    batches = [batch for batch in batches if len(batch)]
    for at in rng.permutation(len(batches)):
        yield batches[at]
