"""The telling words of a question, what each weighs, and how far a text has them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import Numbers, Word, load_lexicon, words_of
from assistant.words import FREE_WORDS, WEAK_SHARE, WEAK_WORDS
from ingest.vietnamese import fold, has_diacritics, tokens
from vectorstore.query import expand

_LEAST_WEIGHT = 0.05
# What a text has of a word that it does not have letter by letter.
_OTHER_MARKS, _OTHER_MARKS_ALONE = 0.9, 0.3  # the same letters with other marks: two syllables, one
_PART = 0.5  # times the share of its syllables that are there
_ALIKE = 0.7  # times the likeness to the nearest word that is there

_FREE_FOLDED = frozenset(fold(word) for word in FREE_WORDS)
_WEAK_FOLDED = frozenset(fold(word) for word in WEAK_WORDS)

Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Term:
    """A telling word of a question; ``marks`` says whether its diacritics can be trusted.

    ``weak`` words speak of a document ("nội dung") more than of a matter; ``marked`` and ``folded`` are its syllables as they are looked for in the same strings of a ``View``, and so are
    the folded phrases ``others`` that may stand for it.
    """

    word: Word
    marks: bool
    weight: float
    weak: bool
    marked: str
    folded: str
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, word: Word, marks: bool, local: float, others: Sequence[str] = ()) -> "Term":
        """A word with the phrases that may stand for it; it weighs what it is rare in the corpus (``local``) and the language."""
        weight = max(_LEAST_WEIGHT, float(np.sqrt(local * max(load_lexicon().rarity(word), _LEAST_WEIGHT))))
        weak = _among(word, marks, WEAK_WORDS, _WEAK_FOLDED)
        padded = tuple(f" {fold(phrase)} " for phrase in others)
        syllables = f" {' '.join(word.syllables)} "
        return cls(
            word, marks, weight * (WEAK_SHARE if weak else 1.0), weak, syllables, f" {word.folded} ", padded
        )


@dataclass(frozen=True, slots=True)
class View:
    """A text as terms look at it: padded strings of its syllables, and the numbers of its known words."""

    marked: str
    folded: str
    words: Numbers


@lru_cache(maxsize=1 << 15)
def view(text: str) -> View:
    """How terms see ``text``; abbreviations written out."""
    expanded = expand(text)
    syllables = tokens(expanded)
    numbers = sorted({word.number for word in words_of(expanded) if word.number >= 0})
    return View(
        f" {' '.join(syllables)} ",
        f" {' '.join(fold(s) for s in syllables)} ",
        np.asarray(numbers, dtype=np.int32),
    )


def question_words(text: str) -> list[tuple[Word, bool]]:
    """The words of a question that carry meaning, each once, and whether its marks can be trusted.

    A question counts as typed without marks if less than three in ten of its syllables have any.
    """
    syllables = [t for t in tokens(text) if t.isalpha()]
    share = sum(has_diacritics(s) for s in syllables) / len(syllables) if syllables else 1.0
    lexicon = load_lexicon()
    found: dict[str, tuple[Word, bool]] = {}
    for word in lexicon.divide(text, marked=share >= 0.3):
        if _among(word, share >= 0.3, FREE_WORDS, _FREE_FOLDED):
            continue
        # A syllable that no word has is a slip of the keyboard; its marks say nothing.
        slip = any(not lexicon.knows_syllable(s) for s in word.syllables)
        found.setdefault(word.folded, (word, share >= 0.3 and not slip))
    return list(found.values())


def _among(word: Word, marked: bool, words: frozenset[str], folded: frozenset[str]) -> bool:
    return " ".join(word.syllables) in words if marked else word.folded in folded


def held(terms: Sequence[Term], seen: View) -> Shares:
    """How far a text has each term, shape (len(terms),), in [0, 1]."""
    lexicon = load_lexicon()
    shares = _ALIKE * lexicon.alike([t.word for t in terms], seen.words)
    for number, term in enumerate(terms):
        other = any(phrase in seen.folded for phrase in term.others)
        shares[number] = 1.0 if other else max(float(shares[number]), _literally(term, seen))
    return shares


def _literally(term: Term, seen: View) -> float:
    syllables = term.word.syllables
    if term.marked in seen.marked:
        return 1.0
    if any(not s.isalpha() for s in syllables):
        # "Kết luận 72" means "72-KL/TW"; "5 ngày" is written "05 ngày".
        number = re.escape(syllables[0])
        return float(re.search(rf"(?<![\w/-])0?{number}[-/ ](?!\d)", seen.marked) is not None)
    if term.folded in seen.folded:
        if not term.marks:
            return 1.0
        return _OTHER_MARKS if len(syllables) > 1 else _OTHER_MARKS_ALONE
    if len(syllables) == 1:
        return 0.0
    text = seen.marked if term.marks else seen.folded
    there = sum(f" {s if term.marks else fold(s)} " in text for s in syllables)
    return _PART * there / len(syllables)
