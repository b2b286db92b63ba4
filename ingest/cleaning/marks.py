"""Vietnamese letters taken apart, and the two ways to place a tone mark (hòa, hoà)."""

import unicodedata
from functools import cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
SHAPES = "\u0302\u0306\u031b"
_PAIRS = tuple(
    (unicodedata.normalize("NFC", a + tone + b), unicodedata.normalize("NFC", a + b + tone))
    for a, b in ("oa", "oe", "uy")
    for tone in TONES
)
_OLD_OF = {new: old for old, new in _PAIRS}
_NEW_OF = dict(_PAIRS)


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


def old_place(lower: str) -> str:
    """``lower`` with its tone where the older rule has it (``hoà`` → ``hòa``); ``quý`` stays."""
    old = _OLD_OF.get(lower[-2:])
    return lower[:-2] + old if old and not lower.startswith("qu") else lower


def new_place(lower: str) -> str:
    """``lower`` with its tone where the newer rule has it (``hòa`` → ``hoà``)."""
    new = _NEW_OF.get(lower[-2:])
    return lower[:-2] + new if new and not lower.startswith("qu") else lower


def is_old_place(lower: str) -> bool:
    return lower[-2:] in _NEW_OF and not lower.startswith("qu")


def is_new_place(lower: str) -> bool:
    return lower[-2:] in _OLD_OF and not lower.startswith("qu")
