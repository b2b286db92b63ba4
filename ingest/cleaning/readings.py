"""What a word may have been before it was recognised, with the cost of each reading."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ingest.cleaning.between import load_between
from ingest.cleaning.channel import MAX_LENGTH, Channel, Lexicon, load_channel
from ingest.cleaning.confidence import load_confidence
from ingest.cleaning.language import Floats, Ids, LanguageModel, load_language_model
from ingest.cleaning.words import Case

MAX_READ_LENGTH = 12
"""A longer run of letters is no damaged syllable; it may be words run together."""
COMMON_ABBREVIATION = 3e-6
MAX_ABBREVIATION_COST = 8.0
"""An abbreviation may have lost or gained a mark (ƯBND), but no letter of it is guessed."""


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
        self.confidence = load_confidence(folder / "confidence.json")
        self.channel: Channel = load_channel(folder / "channel.npz")
        with np.load(folder / "lexicon.npz") as arrays:
            self.is_syllable = arrays["is_syllable"]
            self.log_case: Floats = arrays["log_case"].astype(np.float32)
            """Natural log of P(case | word) inside sentences, shape (words, 3)."""
        self.between = load_between(folder / "between.npz")
        words = self.language.words
        short = np.array([len(w) <= MAX_LENGTH for w in words])
        self._syllables = np.flatnonzero(self.is_syllable & short)
        in_capitals = self.log_case[:, Case.UPPER] > np.log(0.7)
        common = self.language.unigrams > np.log(COMMON_ABBREVIATION)
        self._abbreviations = np.flatnonzero(in_capitals & common & short & ~self.is_syllable)
        self._lexicon = Lexicon([words[i] for i in self._syllables], self.channel)
        self._short_forms = Lexicon([words[i] for i in self._abbreviations], self.channel)
        self.readings_of = lru_cache(maxsize=1 << 13)(self._readings_of)
        self.abbreviations_of = lru_cache(maxsize=1 << 12)(self._abbreviations_of)

    def _abbreviations_of(self, lower: str) -> Readings:
        """Common abbreviations of as many letters that may have been read as ``lower``."""
        rows, costs = self._short_forms.costs(lower)
        ids = self._abbreviations[rows]
        same = np.array([len(self.language.words[i]) == len(lower) for i in ids], dtype=bool)
        near = same & (costs < MAX_ABBREVIATION_COST)
        return Readings(ids[near], costs[near])

    def _readings_of(self, lower: str) -> Readings:
        """Readings of ``lower`` other than itself."""
        if len(lower) > MAX_READ_LENGTH:
            return NO_READINGS
        rows, costs = self._lexicon.costs(lower)
        ids = self._syllables[rows]
        other = ids != self.language.ids.get(lower, -1)
        order = np.argsort(costs[other], kind="stable")
        return Readings(ids[other][order], costs[other][order])

    def is_known_syllable(self, lower: str) -> bool:
        number = self.language.ids.get(lower)
        return number is not None and bool(self.is_syllable[number])
