"""Capitals in headings: a word left in small letters whose shape is the same in both."""

import re

from ingest.cleaning.marks import skeleton
from ingest.cleaning.words import is_protected
from ingest.edits import Edit
from ingest.spans import Span

_LINE = re.compile(r"[^\n]+")
_SAME_SHAPE = frozenset("cousvwxzpk")
MIN_CAPITALS = 2


def heading_capitals(text: str) -> list[Edit]:
    """``BAN THƯỜNG vụ`` → ``BAN THƯỜNG VỤ``: only in a line that is otherwise all capitals."""
    edits: list[Edit] = []
    for line in _LINE.finditer(text):
        words = list(re.finditer(r"\S+", line[0]))
        letters = [w for w in words if any(ch.isalpha() for ch in w[0]) and not is_protected(w[0])]
        small = [w for w in letters if not w[0].isupper()]
        capitals = [w for w in letters if w[0].isupper() and sum(ch.isalpha() for ch in w[0]) > 1]
        if len(small) != 1 or len(capitals) < MIN_CAPITALS or not small[0][0].isalpha():
            continue
        word = small[0]
        if word[0].islower() and len(word[0]) > 1 and set(skeleton(word[0])) <= _SAME_SHAPE:
            start = line.start() + word.start()
            edits.append(
                Edit(Span(start, start + len(word[0])), word[0], word[0].upper(), "heading capitals", 0.9)
            )
    return edits
