"""What recognition does to a word: a weighted edit distance with learned confusions.

The cost of reading ``o`` where ``g`` was printed is the sum of the costs (negative natural logs of
learned probabilities) of single letters exchanged, lost or added, and of exchanged groups of up to
two letters (``tr`` read as ``ừ``), as in Brill and Moore (2000), "An improved error model for noisy
channel spelling correction". All words of a lexicon are compared at once.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.cleaning.marks import skeleton

Costs = npt.NDArray[np.float32]
MAX_LENGTH = 8
"""No Vietnamese syllable is longer than 7 letters (nghiêng)."""
MAX_COST = 15.0
IMPOSSIBLE = np.float32(60)
_BASES = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Channel:
    """Costs by letter number (``letters``; 0 is any other letter).

    ``exchange`` (letters, letters) is indexed printed, read; ``lost`` and ``added`` (letters,).
    ``groups[read]`` lists (printed, cost) for groups that are not letter by letter.
    """

    letters: dict[str, int]
    exchange: Costs
    lost: Costs
    added: Costs
    groups: dict[str, tuple[tuple[str, float], ...]]

    def numbers(self, word: str) -> list[int]:
        return [self.letters.get(letter, 0) for letter in word]


class Lexicon:
    """Words that a damaged one may have been, ready to be compared with it all at once."""

    def __init__(self, words: list[str], channel: Channel) -> None:
        self.words = words
        self.channel = channel
        self._lengths = np.array([len(w) for w in words])
        self._letters = np.zeros((MAX_LENGTH, len(words)), dtype=np.int64)
        for column, word in enumerate(words):
            self._letters[: len(word), column] = channel.numbers(word)
        self._bags = np.array([_bag(word) for word in words], dtype=np.uint32)

    def costs(self, read: str) -> tuple[npt.NDArray[np.int64], Costs]:
        """Words that may have been read as ``read`` (their numbers), and what that costs each."""
        near = np.bitwise_count(self._bags ^ np.uint32(_bag(read))) <= 4
        near &= np.abs(self._lengths - len(read)) <= 2
        rows = np.flatnonzero(near)
        costs = self._distances(read, rows)
        close = costs <= MAX_COST
        return rows[close], costs[close]

    def _distances(self, read: str, rows: npt.NDArray[np.int64]) -> Costs:
        channel, seen = self.channel, self.channel.numbers(read)
        printed = self._letters[:, rows]
        lengths = self._lengths[rows]
        longest = int(lengths.max(initial=0))
        table = np.full((longest + 1, len(seen) + 1, len(rows)), IMPOSSIBLE, dtype=np.float32)
        table[0, 0] = 0
        for j, letter in enumerate(seen, start=1):
            table[0, j] = table[0, j - 1] + channel.added[letter]
        groups = self._groups_at(read)
        for i in range(1, longest + 1):
            lost = channel.lost[printed[i - 1]]
            table[i, 0] = table[i - 1, 0] + lost
            for j, letter in enumerate(seen, start=1):
                best = np.minimum(
                    table[i - 1, j - 1] + channel.exchange[printed[i - 1], letter],
                    np.minimum(table[i - 1, j] + lost, table[i, j - 1] + channel.added[letter]),
                )
                for width, group, cost in groups[j]:
                    if i >= len(group):
                        same = printed[i - 1] == group[-1]
                        if len(group) == 2:
                            same = same & (printed[i - 2] == group[0])
                        other = table[i - len(group), j - width] + cost
                        best = np.where(same, np.minimum(best, other), best)
                table[i, j] = best
        distances: Costs = table[lengths, len(seen), np.arange(len(rows))]
        return distances

    def _groups_at(self, read: str) -> list[list[tuple[int, list[int], np.float32]]]:
        """For each position in ``read`` the groups that end there: width read, letters, cost."""
        found: list[list[tuple[int, list[int], np.float32]]] = [[] for _ in range(len(read) + 1)]
        for j in range(1, len(read) + 1):
            for width in (1, 2):
                if j >= width:
                    for group, cost in self.channel.groups.get(read[j - width : j], ()):
                        found[j].append((width, self.channel.numbers(group), np.float32(cost)))
        return found


def _bag(word: str) -> int:
    """A bit for each base letter that the word has."""
    bits = 0
    for letter in skeleton(word):
        bits |= 1 << _BASES.find(letter) if letter in _BASES else 1 << 26
    return bits


def load_channel(path: Path) -> Channel:
    """The channel that ``ingest.cleaning.training.channel`` wrote to ``path``."""
    with np.load(path) as arrays:
        letters = {letter: i for i, letter in enumerate(str(arrays["letters"]))}
        groups: dict[str, list[tuple[str, float]]] = {}
        rows = str(arrays["groups"]).split("\n")
        for row in rows:
            read, printed, cost = row.split("\t")
            groups.setdefault(read, []).append((printed, float(cost)))
        return Channel(
            letters,
            arrays["exchange"].astype(np.float32),
            arrays["lost"].astype(np.float32),
            arrays["added"].astype(np.float32),
            {read: tuple(found) for read, found in groups.items()},
        )
