"""Rules on single characters: composed Unicode, and characters that print nothing."""

import re
import unicodedata

from ingest.cleaning.words import chunk_around, has_digit, is_protected
from ingest.edits import Edit
from ingest.spans import Span

_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+")
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+")
_LOOKALIKES = {"Ð": "Đ", "Ɖ": "Đ"}
_LOOKALIKE = re.compile("[ÐƉ](?=[^\\W\\d_])")


def composed(text: str) -> list[Edit]:
    """Letters with separate marks as one character (Unicode normal form C)."""
    if unicodedata.is_normalized("NFC", text):
        return []
    return [
        Edit(Span(m.start(), m.end()), m[0], whole, "unicode")
        for m in _CLUSTER.finditer(text)
        if (whole := unicodedata.normalize("NFC", m[0])) != m[0]
    ]


def visible(text: str) -> list[Edit]:
    """Characters that print nothing (zero width, soft hyphens, control codes) taken out.

    Inside a number they stay, except the mark at the start of a file.
    """
    return [
        Edit(Span(m.start(), m.end()), m[0], "", "invisible")
        for m in _INVISIBLE.finditer(text)
        if set(m[0]) == {"\ufeff"} or not has_digit(chunk_around(text, m.start(), m.end()))
    ]


def vietnamese_letters(text: str) -> list[Edit]:
    """The Icelandic and African letters that look like ``Đ`` as ``Đ``."""
    return [
        Edit(Span(m.start(), m.end()), m[0], _LOOKALIKES[m[0]], "lookalike", 0.99)
        for m in _LOOKALIKE.finditer(text)
        if not is_protected(chunk_around(text, m.start(), m.end()))
    ]
