"""Words of Vietnamese: where a text's syllables divide into words, how rare each is, which are alike.

What is known of them stands in ``model/words.npz``, made by ``assistant.training.words``.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.vietnamese import fold, same_spelling, tokens

LONGEST_WORD = 4  # syllables
Numbers = NDArray[np.int32]
WORD_SYLLABLE = re.compile(r"[^\W\d_]+")
_ALIKE_FROM, _ALIKE_FULL = 0.55, 0.95  # cosines between which likeness rises from 0 to 1
_COMMON, _RARE = 0.25, 0.8  # of log-rarity, between which rarity rises from 0 to 1


# The word list joins up some words that only happen to stand together: "thì phải", "làm gì".
_OPENING = frozenset("có là và thì của các những phải được bị đã sẽ không ở trong".split())  # noqa: SIM905
_CLOSING = frozenset("gì nào phải này là thì và khác có của ở".split())  # noqa: SIM905


def _joined_up(syllables: tuple[str, ...]) -> bool:
    return len(syllables) > 1 and (syllables[0] in _OPENING or syllables[-1] in _CLOSING)


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a text: its syllables as written there, in one spelling; ``number`` -1 if unknown."""

    syllables: tuple[str, ...]
    number: int = -1

    @property
    def folded(self) -> str:
        return fold(" ".join(self.syllables))


class Lexicon:
    """Known words with their frequencies and vectors; a word is numbered by its place."""

    def __init__(
        self, words: Sequence[str], counts: NDArray[np.int32], total: int, vectors: NDArray[np.int8]
    ) -> None:
        self.vectors = vectors.astype(np.float32) / 127
        self._counts = counts
        self._total = total
        self._numbers = {
            syllables: n for n, word in enumerate(words) if not _joined_up(syllables := tuple(word.split()))
        }
        self._folded: dict[tuple[str, ...], int] = {}
        self._syllables = {syllable for word in words for syllable in word.split()}
        for word, number in self._numbers.items():
            # The first of words that differ only in marks is the most frequent one.
            self._folded.setdefault(tuple(fold(s) for s in word), number)

    def divide(self, text: str, marked: bool = True) -> list[Word]:
        """The words of ``text``: of all ways to cut its syllables the one of the most frequent words.

        Numbers, signs and unknown syllables stand alone. ``marked`` is false for a text without
        diacritics, whose words are known by their letters.
        """
        known = self._numbers if marked else self._folded
        syllables = tokens(text)
        # The best way to cut the first n syllables: its cost, and its last word.
        best: list[tuple[float, Word | None]] = [(0.0, None)]
        for end in range(1, len(syllables) + 1):
            ways = []
            for length in range(1, min(LONGEST_WORD, end) + 1):
                piece = tuple(syllables[end - length : end])
                number = known.get(piece, -1)
                if number >= 0 or length == 1:
                    ways.append((best[end - length][0] + self._cost(number), Word(piece, number)))
            best.append(min(ways, key=lambda way: way[0]))
        found: list[Word] = []
        end = len(syllables)
        while (word := best[end][1]) is not None:
            found.append(word)
            end -= len(word.syllables)
        return found[::-1]

    def _cost(self, number: int) -> float:
        """How improbable a word is; an unknown one is as rare as can be."""
        return math.log(self._total / (int(self._counts[number]) if number >= 0 else 1))

    def knows_syllable(self, syllable: str) -> bool:
        return syllable in self._syllables

    def rarity(self, word: Word) -> float:
        """How rare a word is in the language, in [0, 1]; 1 for an unknown one."""
        if word.number < 0:
            return 1.0
        rarity = math.log(self._total / int(self._counts[word.number])) / math.log(self._total)
        return min(1.0, max(0.0, (rarity - _COMMON) / (_RARE - _COMMON)))

    def alike(self, words: Sequence[Word], others: Numbers) -> NDArray[np.float32]:
        """How alike each word is to the nearest of the words numbered ``others``, shape (len(words),), in [0, 1].

        The nearness of their places in texts: "rác" and "chất thải", but also "bí thư" and "huyện
        ủy". Unknown words are like nothing.
        """
        if not len(others) or not words:
            return np.zeros(len(words), dtype=np.float32)
        nearest: NDArray[np.float32] = _likeness(self, tuple(w.number for w in words))[:, others].max(axis=1)
        return nearest


@lru_cache(maxsize=16)
def _likeness(lexicon: Lexicon, numbers: tuple[int, ...]) -> NDArray[np.float32]:
    """How alike words are to every word, shape (len(numbers), words), in [0, 1]; an unknown one (-1) is like none.

    Remembered, for a question asks it of many texts.
    """
    cosines = lexicon.vectors[list(numbers)] @ lexicon.vectors.T
    likeness: NDArray[np.float32] = np.clip((cosines - _ALIKE_FROM) / (_ALIKE_FULL - _ALIKE_FROM), 0.0, 1.0)
    likeness[[place for place, number in enumerate(numbers) if number < 0]] = 0.0
    return likeness


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the assistant."""
    with np.load(Path(__file__).parent / "model" / "words.npz") as data:
        return Lexicon(str(data["words"]).split("\n"), data["counts"], int(data["total"]), data["vectors"])


@lru_cache(maxsize=1 << 15)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a passage's text, remembered."""
    return tuple(load_lexicon().divide(same_spelling(text)))
