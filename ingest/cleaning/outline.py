"""The marks that lead headings and items: their numerals, capitals and spaces, by their fellows."""

import re

from ingest.cleaning.marks import skeleton
from ingest.edits import Edit
from ingest.spans import Span

_NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_HEADING = re.compile(
    r"(?m)^[ \t]*(?P<label>[A-Za-z|!]{1,5})(?P<after>[ \t]?[-–.][ \t]+)(?P<title>\S[^\n]*)$"
)
_LOOKS = str.maketrans({"m": "III", "M": "III", "n": "II", "H": "II", "l": "I", "i": "I", "|": "I", "!": "I"})
"""What a numeral in a serif type is read as."""
MIN_CAPITALS = 4
_ITEM = re.compile(r"(?m)^(?P<lead>[ \t]*[-–•+])(?P<space>[ \t]*)(?P<word>[^\W\d_]+)")
_SAME_SHAPE = frozenset("cosvxzpk")


def last_numeral(text: str, before: int = 0) -> int:
    """The number of the last main heading (``II- MỤC TIÊU``: 2) in ``text``; ``before`` if none."""
    number = before
    for match in _headings(text):
        if match["label"] in _NUMERALS:
            number = _NUMERALS.index(match["label"])
    return number


def heading_numerals(text: str, before: int) -> list[Edit]:
    """``m- NHIỆM VỤ`` → ``III- NHIỆM VỤ``, where heading II came last (``before``: ahead of ``text``).

    Only the next numeral in the sequence is read into a label, and only if the label looks like it.
    """
    edits: list[Edit] = []
    number = before
    for match in _headings(text):
        label = match["label"]
        if label in _NUMERALS:
            number = _NUMERALS.index(label)
        elif 0 < number < len(_NUMERALS) - 1 and label.translate(_LOOKS) == _NUMERALS[number + 1]:
            number += 1
            span = Span(match.start("label"), match.end("label"))
            edits.append(Edit(span, label, _NUMERALS[number], "heading numeral", 0.9))
    return edits


def _headings(text: str) -> list[re.Match[str]]:
    """Lines in capitals with a label before them."""
    return [
        match
        for match in _HEADING.finditer(text)
        if match["title"].isupper() and sum(ch.isalpha() for ch in match["title"]) >= MIN_CAPITALS
    ]


def item_leads(text: str) -> list[Edit]:
    """Items of a list led by a dash written as their fellows are: ``-Lãnh đạo``, ``- về hạ tầng``.

    A space is added where at least two other items have it. A small letter of the same shape as its
    capital is made one after a full stop (and in the item before that one), unless some item of the
    text does begin with a small letter that can't be mistaken.
    """
    items = list(_ITEM.finditer(text))
    edits = [
        Edit(Span(m.end("lead"), m.end("lead")), "", " ", "item space", 0.9)
        for m in items
        if not m["space"]
        and m["word"][0].isupper()
        and sum(bool(other["space"]) and other["lead"] == m["lead"] for other in items) > 1
    ]
    initials = [skeleton(m["word"][0].lower()) for m in items]
    if any(m["word"][0].islower() and i not in _SAME_SHAPE for m, i in zip(items, initials, strict=True)):
        return edits
    follows = False
    for m, initial in reversed(list(zip(items, initials, strict=True))):
        stop = text[: m.start()].rstrip()[-1:] == "."
        small = m["word"].islower() and len(m["word"]) > 1 and initial in _SAME_SHAPE
        leads_in = text[: m.start()].rstrip()[-1:] == ":"
        if small and (stop or (leads_in and follows)):
            at = m.start("word")
            letter = m["word"][0]
            edits.append(Edit(Span(at, at + 1), letter, letter.upper(), "item capital", 0.8))
        follows = small and (stop or (leads_in and follows))
    return sorted(edits, key=lambda edit: edit.span)
