"""Damage as queries and scanned pages carry it; every function is a pure function of text and rng."""

import random
import unicodedata

# Letters that recognition confuses after folding, most frequent first.
_CONFUSED = dict(
    pair.split(":") for pair in ["l:1i", "i:l1", "o:0c", "n:m", "m:rn", "u:n", "h:b", "c:e", "e:c", "g:q"]
)
_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def strip_diacritics(text: str) -> str:
    """Every diacritic taken away, đ → d; letter case stays."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return bare.replace("đ", "d").replace("Đ", "D")


def strip_half(text: str, rng: random.Random) -> str:
    """Diacritics taken from about half of the words."""
    return " ".join(strip_diacritics(word) if rng.random() < 0.5 else word for word in text.split())


def damage_letters(text: str, rng: random.Random, rate: float = 0.03) -> str:
    """Letters confused and, more rarely, spaces lost, at `rate` a letter."""
    out = []
    for letter in text:
        if rng.random() >= rate:
            out.append(letter)
        elif letter == " ":
            out.append("" if rng.random() < 0.3 else " ")
        else:
            out.append(rng.choice(_CONFUSED.get(letter, letter)))
    return "".join(out)


def damage_marks(text: str, rng: random.Random, rate: float = 0.2) -> str:
    """Tone marks swapped or lost on about `rate` of the words that carry one, as poor scans do."""
    words = []
    for word in text.split():
        parts = unicodedata.normalize("NFD", word)
        if rng.random() < rate:
            parts = "".join(rng.choice(["", rng.choice(_MARKS)]) if m in _MARKS else m for m in parts)
        words.append(unicodedata.normalize("NFC", parts))
    return " ".join(words)
