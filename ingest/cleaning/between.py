"""Which mark stands between two words, given the words and the mark that was read.

A noisy channel like the one for syllables: what the two words are usually divided by, against how
often recognition makes one mark of another.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.cleaning.language import Floats

MARKS = ("", ",", ";", ".", ":", "-")
"""What may be printed between two words, apart from spaces; the hyphen without any."""
OBSERVED = (*MARKS, "'", "’", "‘", "`", "´", "„", "›", "‹", "!", "/")
_LIST_MARKS = [MARKS.index(";"), MARKS.index(":")]
"""A list may begin or go on after any word, so these are hardly anywhere much rarer than usual."""
_ONE_WORD = 7.0
"""But not inside a word (``quy định``): two syllables whose log odds to stand together are so high."""
NONE_STEP = 1 / 8


@dataclass(frozen=True, slots=True)
class Between:
    """What was learned about marks between words.

    Natural logs: ``usual`` (marks,); ``follows`` (words, marks), P(mark | word before) where the word
    after is in small letters; ``precedes`` (2, words, marks),
    P(mark | word after) for small letters and a capital; ``misread`` (marks, observed). ``pairs``
    are ``first id << 16 | second id``, sorted; ``together`` their log odds of standing undivided,
    in steps of ``NONE_STEP``.
    """

    usual: Floats
    follows: Floats
    precedes: Floats
    misread: Floats
    pairs: npt.NDArray[np.uint32]
    together: npt.NDArray[np.int8]

    def log_odds_together(self, first: int, second: int) -> float | None:
        """Log odds that no mark divides the two words; None for a pair too rare to say."""
        pair = first << 16 | second
        at = int(np.searchsorted(self.pairs, np.uint32(pair)))
        if at == len(self.pairs) or self.pairs[at] != pair:
            return None
        return float(self.together[at]) * NONE_STEP

    def chances(self, first: int, second: int, *, capital: bool, read: str, noise: float) -> Floats:
        """P(mark) for each of ``MARKS``, given what was ``read`` between the words.

        ``noise`` says how many times as many mistakes as usual the page has.
        """
        prior = np.exp(self.precedes[int(capital), second])
        if not capital:
            prior *= np.exp(self.follows[first] - self.usual)
        prior /= prior.sum()
        odds = None if capital else self.log_odds_together(first, second)
        if odds is not None:
            none = 1 / (1 + np.exp(-odds))
            prior = prior / max(1 - float(prior[0]), 1e-6) * (1 - none)
            prior[0] = none
        if odds is None or odds < _ONE_WORD:
            prior[_LIST_MARKS] = np.maximum(prior[_LIST_MARKS], np.exp(self.usual[_LIST_MARKS]) / 2)
        likely = np.exp(self.misread[:, OBSERVED.index(read)]) * noise
        if read in MARKS:
            right = MARKS.index(read)
            likely[right] = 1 - min(0.9, (1 - likely[right] / noise) * noise)
        both: Floats = prior * likely
        result: Floats = both / both.sum()
        return result


def load_between(path: Path) -> Between:
    """What ``ingest.cleaning.training.between`` wrote to ``path``."""
    with np.load(path) as arrays:
        return Between(
            arrays["usual"].astype(np.float32),
            arrays["follows"].astype(np.float32),
            arrays["precedes"].astype(np.float32),
            arrays["misread"].astype(np.float32),
            arrays["pairs"],
            arrays["together"],
        )
