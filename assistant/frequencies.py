"""How often words stand in the sentences of a text, and so how telling each is there."""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.spans import Span
from ingest.vietnamese import fold, sentences, tokens
from vectorstore.query import expand


@dataclass(slots=True)
class Frequencies:
    """In how many sentences each folded syllable stands, and how often each pair of neighbours."""

    size: int = 0
    syllables: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, text: str, spans: Iterable[Span]) -> "Frequencies":
        """Counted over the sentences of the passages of a text."""
        found = cls()
        for passage in spans:
            for sentence in sentences(text, passage):
                words = [fold(t) for t in tokens(expand(sentence.of(text)))]
                found.syllables.update(set(words))
                found.pairs.update(itertools.pairwise(words))
                found.size += 1
        return found

    def add(self, other: "Frequencies") -> None:
        """Count the sentences of ``other`` too."""
        self.size += other.size
        self.syllables.update(other.syllables)
        self.pairs.update(other.pairs)

    def of_syllable(self, syllable: str) -> float:
        """How telling a folded syllable is, in [0.1, 1]: its inverse document frequency over sentences."""
        return self._telling(self.syllables.get(syllable, 0))

    def of_pair(self, first: str, second: str) -> float:
        """How telling two neighbouring folded syllables are, in [0.1, 1]."""
        return self._telling(self.pairs.get((first, second), 0))

    def of_word(self, syllables: Sequence[str]) -> float:
        """How telling a word of folded syllables is, in [0.1, 1]: as its rarest pair of syllables."""
        if len(syllables) == 1:
            return self.of_syllable(syllables[0])
        return max(self.of_pair(*pair) for pair in itertools.pairwise(syllables))

    def _telling(self, count: int) -> float:
        size = max(1, self.size)
        return min(1.0, max(0.1, math.log((size + 1) / (count + 0.5)) / math.log(size + 2)))
