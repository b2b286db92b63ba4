"""The marks at the ends of the items of a list: a colon there leads into nothing.

Items of official papers end in a semicolon or a full stop, the sentence before the first item in a
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
            if bool(other["letter"]) == bool(m["letter"]) and (other["letter"] or other["number"]) not in _FIRST
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
