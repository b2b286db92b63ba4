"""Letters whose capital has the shape of the small one: small in a heading, capital in a sentence."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ingest.cleaning.marks import skeleton
from ingest.cleaning.readings import Model
from ingest.cleaning.words import Case, Word, is_protected
from ingest.edits import Edit
from ingest.spans import Span

_LINE = re.compile(r"[^\n]+")
_SAME_SHAPE = frozenset("cousvwxzpk")
MIN_CAPITALS = 2
_READ_AS_CAPITAL = {"k": 0.019, "v": 0.0027, "x": 0.0033, "s": 0.0017, "c": 0.0007, "h": 0.0014}
"""How often a small letter inside a sentence was read as its capital, on the pages of the channel."""
LOWERED = 0.75


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


def small_inside(text: str, words: Sequence[Word], model: Model, noise: float) -> list[Edit]:
    """``sẽ Không được`` → ``sẽ không được``: words that hardly ever have a capital inside a sentence.

    ``noise`` says how many times as many mistakes as usual the page has.
    """
    edits: list[Edit] = []
    for number, (left, word) in enumerate(pairwise(words), start=1):
        if word.case is not Case.TITLE or word.opens or left.case is not Case.LOWER:
            continue
        if left.protected or word.protected or text[left.span.end : word.span.start] != " ":
            continue
        follows = words[number + 1] if number + 1 < len(words) else None
        misread = min(0.5, noise * _READ_AS_CAPITAL.get(word.text[0].lower(), 0))
        known = model.language.ids.get(word.lower)
        if not misread or known is None or follows is None or follows.case is not Case.LOWER:
            continue
        small, title = np.exp(model.log_case[known, [Case.LOWER, Case.TITLE]]).tolist()
        chance = small * misread / (small * misread + title)
        if chance >= LOWERED:
            first = word.text[0]
            span = Span(word.span.start, word.span.start + 1)
            edits.append(Edit(span, first, first.lower(), "capital inside", round(chance, 4)))
    return edits
