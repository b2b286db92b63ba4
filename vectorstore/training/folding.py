"""Vietnamese text without its diacritics: the form in which the bundled model sees every text."""

import re
import unicodedata

_NOT_LETTERS = re.compile(r"[^\w\s]+|_+|\n")
_DIGITS = re.compile(r"(\d+)")


def fold(text: str) -> str:
    """Lower case without diacritics, đ → d; what the tokenizer's normalizer does, in Python."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return bare.lower().replace("đ", "d")


def folded_clauses(text: str) -> list[list[str]]:
    """Folded words between two breaks (punctuation, line end, number); a number is a clause of its own."""
    clauses = []
    for piece in _NOT_LETTERS.split(fold(text)):
        clauses += [part.split() for part in _DIGITS.split(piece)]
    return [words for words in clauses if words]
