"""What a word may have been before it was recognised, with the cost of each reading."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ingest.cleaning.channel import MAX_LENGTH, Channel, Lexicon, load_channel
from ingest.cleaning.language import Floats, Ids, LanguageModel, load_language_model

MAX_READ_LENGTH = 12
"""A longer run of letters is no damaged syllable; it may be words run together."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Word ids, shape (n,), and channel costs (natural, negative log), shape (n,), cheapest first."""

    ids: Ids
    costs: Floats


NO_READINGS = Readings(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))


class Model:
    """Everything learned, loaded from one folder."""

    def __init__(self, folder: Path) -> None:
        self.language: LanguageModel = load_language_model(folder)
        self.channel: Channel = load_channel(folder / "channel.npz")
        with np.load(folder / "lexicon.npz") as arrays:
            self.is_syllable = arrays["is_syllable"]
        words = self.language.words
        self._targets = np.array(
            [i for i, w in enumerate(words) if self.is_syllable[i] and len(w) <= MAX_LENGTH]
        )
        self._lexicon = Lexicon([words[i] for i in self._targets], self.channel)
        self.readings_of = lru_cache(maxsize=1 << 16)(self._readings_of)

    def _readings_of(self, lower: str) -> Readings:
        """Readings of ``lower`` other than itself."""
        if len(lower) > MAX_READ_LENGTH:
            return NO_READINGS
        rows, costs = self._lexicon.costs(lower)
        ids = self._targets[rows]
        other = ids != self.language.ids.get(lower, -1)
        order = np.argsort(costs[other], kind="stable")
        return Readings(ids[other][order], costs[other][order])
