"""Vietnamese letters taken apart: base letter, shape (hat, breve, horn, bar) and tone."""

import unicodedata
from functools import cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
SHAPES = "\u0302\u0306\u031b"


@cache
def parts(letter: str) -> tuple[str, str, str]:
    """(base, shape, tone) of one lower-case letter; ``đ`` is ``d`` with a bar."""
    if letter == "đ":
        return "d", "-", ""
    marks = unicodedata.normalize("NFD", letter)
    shape = "".join(m for m in marks[1:] if m in SHAPES)
    tone = "".join(m for m in marks[1:] if m in TONES)
    return marks[0], shape, tone


@cache
def skeleton(word: str) -> str:
    """The base letters of ``word``."""
    return "".join(parts(letter)[0] for letter in word)
