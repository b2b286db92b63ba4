"""An n-gram language model over Vietnamese syllables, in hashed and quantised tables.

An n-gram is found by a 64-bit hash of its word ids: the upper half names a bucket of eight slots,
the lower 16 bits tell the slots of a bucket apart (a stranger is mistaken for a member about once
in 8,000 look-ups). Log probabilities (natural) take one byte each. The idea of storing a language
model as fingerprints with quantised values is Talbot and Brants (2008), "Randomized language
models via perfect hash functions".
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.cleaning.words import NUMBER

BOUNDARY = "<s>"
UNKNOWN = ("<lower>", "<title>", "<upper>", "<mixed>")
"""The class of a word outside the vocabulary, by its ``Case``."""
CLASSES = (BOUNDARY, NUMBER, *UNKNOWN)
SLOTS = 8
PROBABILITY_STEP = 1 / 14
BACKOFF_STEP = 1 / 32
MAX_ORDER = 4
_EIGHT_BYTES = np.dtype("<u8")
MISSING = np.float32(1)
"""Stands for "no such n-gram" among log probabilities, which are never positive."""

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def packed(ids: Ids) -> npt.NDArray[np.uint64]:
    """``ids`` of shape (n, order), 16 bits each, as one number a row."""
    keys = np.zeros(len(ids), dtype=np.uint64)
    for column in range(ids.shape[1]):
        keys = (keys << np.uint64(16)) | ids[:, column].astype(np.uint64)
    return keys


def hashed(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele et al. 2014): every bit of the key moves every bit out."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


@dataclass(frozen=True, slots=True)
class NgramTable:
    """The n-grams of one order. Arrays of shape (buckets, SLOTS), uint16, uint8, uint8."""

    fingerprints: npt.NDArray[np.uint16]
    probabilities: npt.NDArray[np.uint8]
    backoffs: npt.NDArray[np.uint8] | None

    def find(self, keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        """For each key whether it is here, and its place in the flattened arrays."""
        hashes = hashed(keys)
        bucket = ((hashes >> np.uint64(32)) * np.uint64(len(self.fingerprints))) >> np.uint64(32)
        marks = np.maximum(hashes & np.uint64(0xFFFF), np.uint64(1)).astype(np.uint16)
        rows = bucket.astype(np.int64)
        same = self.fingerprints.take(rows, axis=0) == marks[:, None]
        # The eight answers of a bucket as one number of eight bytes: its lowest 1 is the first slot.
        bits = same.view(_EIGHT_BYTES)[:, 0]
        slot = np.bitwise_count((bits & (~bits + np.uint64(1))) - np.uint64(1)) >> 3
        return bits != 0, rows * SLOTS + np.where(bits != 0, slot, 0)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Words and classes with their n-gram probabilities.

    ``unigrams`` has shape (words,), natural logs; ``unigram_backoffs`` too. ``tables[n]`` holds
    the n-grams of order ``n`` from 2 up.
    """

    words: tuple[str, ...]
    ids: dict[str, int]
    unigrams: Floats
    unigram_backoffs: Floats
    tables: dict[int, NgramTable]

    def log_prob(self, grams: Ids) -> Floats:
        """Natural log of P(last | the others) for each row of ``grams``, shape (n, order <= 4)."""
        last = grams[:, -1]
        result = self.unigrams[last]
        for order in range(2, grams.shape[1] + 1):
            kept = self.probabilities_of(order, packed(grams[:, -order:]))
            if order == 2:
                weight = self.unigram_backoffs[grams[:, -2]]
            else:
                weight = self.backoffs_of(order - 1, packed(grams[:, -order:-1]))
            result = np.where(kept <= 0, kept, result + weight)
        return result

    def probabilities_of(self, order: int, keys: npt.NDArray[np.uint64]) -> Floats:
        """Natural logs of n-grams of ``order`` by their packed keys; ``MISSING`` where not stored."""
        found, place = self.tables[order].find(keys)
        kept = self.tables[order].probabilities.ravel()[place] * np.float32(-PROBABILITY_STEP)
        return np.where(found, kept, MISSING)

    def backoffs_of(self, order: int, keys: npt.NDArray[np.uint64]) -> Floats:
        """Natural logs of the backoff weights of contexts of ``order`` (2 or more) by their keys."""
        table = self.tables[order]
        found, place = table.find(keys)
        assert table.backoffs is not None
        return np.where(found, table.backoffs.ravel()[place] * np.float32(-BACKOFF_STEP), np.float32(0))


def load_language_model(folder: Path) -> LanguageModel:
    """The model that ``ingest.cleaning.training.language`` wrote to ``folder``."""
    words = tuple((folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))
    with np.load(folder / "language.npz") as arrays:
        tables = {
            order: NgramTable(
                arrays[f"fingerprints{order}"],
                arrays[f"probabilities{order}"],
                arrays[f"backoffs{order}"] if order < MAX_ORDER else None,
            )
            for order in range(2, MAX_ORDER + 1)
        }
        unigrams = arrays["unigrams"].astype(np.float32)
        backoffs = arrays["unigram_backoffs"].astype(np.float32)
    return LanguageModel(words, {w: i for i, w in enumerate(words)}, unigrams, backoffs, tables)
