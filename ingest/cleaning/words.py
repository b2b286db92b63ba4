"""Words of a text with their places, and what kind each is.

A chunk is what stands between white space; a word is a run of letters in it. A chunk that holds a
digit, or looks like part of a document number, is protected: no rule may touch it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from ingest.cleaning.marks import old_place
from ingest.spans import Span

NUMBER = "<0>"
CHUNK = re.compile(r"\S+")
LETTERS = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"[^\W\d_]{1,6}(?:[-–][^\W\d_]{1,8})+")
_ADDRESS = re.compile(r"@|://|www\.|\.(?:vn|com|org|net|gov|edu)\b", re.IGNORECASE)
_SENTENCE_ENDS = frozenset(".:;!?…")
_OPENERS = frozenset(".:;!?…-–•+")


class Case(IntEnum):
    """How a word is written; the values index arrays of the model."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    MIXED = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters, or a whole chunk with digits (whose ``lower`` is ``NUMBER``).

    ``lower`` is the word in lower case with its tone in the older place, as the model counts it.
    """

    span: Span
    text: str
    lower: str
    case: Case
    protected: bool
    opens: bool
    """True if a sentence or an item of a list starts here, so that a capital says nothing."""
    after_break: bool
    """True if a sentence or paragraph ends before the word: context does not reach across."""


def case_of(text: str) -> Case:
    if text.islower():
        return Case.LOWER
    if text.isupper():
        return Case.UPPER if len(text) > 1 else Case.TITLE
    if text[0].isupper() and text[1:].islower():
        return Case.TITLE
    return Case.MIXED


def with_case(lower: str, case: Case) -> str:
    """``lower`` written in ``case`` (MIXED has no rule: it comes back in lower case)."""
    if case is Case.UPPER:
        return lower.upper()
    return lower[:1].upper() + lower[1:] if case is Case.TITLE else lower


def has_digit(text: str) -> bool:
    return not text.isalpha() and any(ch.isnumeric() for ch in text)


def is_protected(chunk: str) -> bool:
    """True for a chunk with a digit, a document sign such as ``CTr/TƯ``, or a web address."""
    if chunk.isalpha():
        return False
    if has_digit(chunk):
        return True
    bare = chunk.strip("()[]\"'“”.,;:-–")
    if "/" in bare or _ADDRESS.search(bare):
        return True
    parts = re.split(r"[-–]", bare)
    return (
        _SIGN.fullmatch(bare) is not None
        and any(case_of(part) is Case.MIXED or (part.isupper() and 1 < len(part) <= 3) for part in parts)
        and not all(case_of(part) in (Case.TITLE, Case.LOWER) for part in parts)
    )


def chunk_around(text: str, start: int, end: int) -> str:
    """``text[start:end]`` out to the white space around it."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


@lru_cache(maxsize=4)
def words_of(text: str) -> tuple[Word, ...]:
    """Every word of ``text``, in order. Several rules ask for the same text one after the other."""
    return tuple(_words(text))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What a chunk says by itself, wherever it stands.

    ``runs`` are the start, end, text, lower case and case of its runs of letters; ``last`` is its
    last character apart from closing marks.
    """

    number: bool
    protected: bool
    last: str
    runs: tuple[tuple[int, int, str, str, Case], ...]


@lru_cache(maxsize=1 << 14)
def _chunk(chunk: str) -> _Chunk:
    runs = tuple(
        (run.start(), run.end(), run[0], old_place(run[0].lower()), case_of(run[0]))
        for run in LETTERS.finditer(chunk)
    )
    return _Chunk(has_digit(chunk), is_protected(chunk), chunk.rstrip("\"'”)]")[-1:], runs)


def _words(text: str) -> Iterator[Word]:
    opens = after_break = True
    in_number = False  # the chunk before ended inside a document number: "29-" / "NQ/TW"
    end = 0
    for match in CHUNK.finditer(text):
        start = match.start()
        if start - end > 1 and text.count("\n", end, start) > 1:
            opens = after_break = True
        end = match.end()
        chunk = _chunk(match[0])
        protected = in_number or chunk.protected
        last = chunk.last
        if chunk.number:
            yield Word(Span(start, end), match[0], NUMBER, Case.LOWER, True, opens, after_break)
            after_break = False
            opens = opens and last in ".)-/"  # "1. Mục tiêu": the number is the item's label
        else:
            for first, beyond, run, lower, case in chunk.runs:
                breaks = after_break and (case is not Case.LOWER or opens)
                span = Span(start + first, start + beyond)
                yield Word(span, run, lower, case, protected, opens, breaks)
                opens = after_break = False
        in_number = protected and len(match[0]) > 1 and last in ("-", "–", "/")
        opens = opens or last in _OPENERS
        after_break = after_break or (last in _SENTENCE_ENDS)
