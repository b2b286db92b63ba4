"""The letters of the items of a list, and the marks at their ends.

A colon at the end of an item leads into nothing: items of official papers end in a semicolon or a full stop, the sentence before the first item in a
colon (Decree 30/2020/NĐ-CP, Annex I). A scan's semicolon is often read as a colon, and a full stop
as a comma.
"""

import re

from ingest.cleaning.words import is_protected
from ingest.edits import Edit
from ingest.spans import Span

RULE = "end of item"
_END = re.compile(
    r"(?P<last>\S*[^\W\d_]{2,})(?P<mark>[;.,:])[ \t]*\r?\n\s*"
    r"(?:(?P<letter>[a-zđ])\)|(?P<number>\d{1,2})[.)]|(?P<head>Điều)[ \t]+\d+)[ \t.:]"
)
_FIRST = frozenset(("a", "1"))
_LEADS_IN = frozenset(("sau", "đây", "gồm"))
"""After these a colon is right, and it is the label that was misread."""


def item_ends(text: str) -> list[Edit]:
    """A colon or a comma before the second or a later item, as the mark that its fellows end in."""
    ends = [m for m in _END.finditer(text) if not is_protected(m["last"])]
    edits: list[Edit] = []
    for m in ends:
        if m["mark"] not in ":," or (m["letter"] or m["number"]) in _FIRST:
            continue
        if m["last"].lower() in _LEADS_IN:
            continue
        fellows = [
            other["mark"]
            for other in ends
            if bool(other["letter"]) == bool(m["letter"])
            and (other["letter"] or other["number"]) not in _FIRST
        ]
        stops, halves = fellows.count("."), fellows.count(";")
        if m["head"]:
            if m["mark"] == ",":
                continue  # the last ground of a preamble ends so
            mark = "."
        elif m["letter"]:
            mark = "." if m["mark"] == "," or stops > 2 * halves else ";"
        else:
            mark = ";" if m["mark"] == ":" and halves > stops else "."
        at = m.start("mark")
        edits.append(Edit(Span(at, at + 1), m["mark"], mark, RULE, 0.8))
    return edits


_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The labels of items in official papers."""
_LABEL = re.compile(r"(?m)^[ \t]*(?P<letter>[^\W\d_]{1,2})\)[ \t]")
_LOOKS_LIKE = {
    "b": ("h", "by", "õ"), "c": ("e", "o", "é", "ẹ"), "d": ("đ", "dy", "ä"), "đ": ("d", "ä", "ð", "dy"),
    "e": ("c", "é", "ẹ", "ê"), "g": ("ø", "gø", "q", "p"), "h": ("b", "n"), "i": ("j", "l", "í", "ì"),
    "k": ("K",), "l": ("i", "I", "D", "ï"), "a": ("ä", "à", "á", "ả", "â"),
}  # fmt: skip


def item_letters(text: str) -> list[Edit]:
    """``b) … e) … d)`` → ``b) … c) … d)``: a label that looks like the one its place asks for.

    The label before it must come just before in the alphabet of labels, and the one after it, if
    there is one in the text, just after.
    """
    labels = list(_LABEL.finditer(text))
    edits: list[Edit] = []
    before = ""
    for number, match in enumerate(labels):
        letter = match["letter"]
        after = labels[number + 1]["letter"] if number + 1 < len(labels) else ""
        at = _LETTERS.find(before) + 1 if before else 0
        due = _LETTERS[at] if 0 < at < len(_LETTERS) else ""
        if due and letter != due and letter in _LOOKS_LIKE.get(due, ()):
            fits = after in ("", "a") if at + 1 == len(_LETTERS) else after in ("", "a", _LETTERS[at + 1])
            if fits:
                span = Span(match.start("letter"), match.end("letter"))
                edits.append(Edit(span, letter, due, "letter of item", 0.85))
                letter = due
        before = letter if letter in _LETTERS else ""
    return edits
