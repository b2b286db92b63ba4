"""Passages that say the same with other numbers, dates or names, and decisions described in two ways.

Two clauses contradict each other where all their telling words agree but a number of the same unit, a
date or a name does not. That is strict on purpose: provisions that differ in one word ("nội địa",
"quốc tế") speak of different things.
"""

import re
from collections.abc import Sequence

from assistant.answer import Quote
from assistant.draft import Statement
from assistant.evidence import Evidence, split_clauses
from assistant.terms import question_words
from ingest.spans import stripped
from ingest.vietnamese import fold

_MOST = 2  # contradictions that an answer warns of
_FEWEST = 4  # telling words that two clauses must share
_DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|ngày \d{1,2} tháng \d{1,2} năm \d{4}"
_NAME = r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí)\s+[^\W\d_a-zà-ỹ]\w+(?:\s+[^\W\d_a-zà-ỹ]\w+){1,3}"
_STATED = re.compile(rf"(?P<date>{_DATE})|(?P<name>{_NAME})|(?P<number>\d[\d.,]*)\s*(?P<unit>%|[^\W\d_]+)?")
_COUNTING = re.compile(r"(?:khoản|điểm|điều|mục|chương|phần|phụ lục|số)\s*$", re.IGNORECASE)


def contradictions(quotes: Sequence[Quote], found: Sequence[Evidence]) -> list[Statement]:
    """What else the passages found say against ``quotes``, each with both passages; at most two."""
    said: dict[frozenset[Quote], Statement] = {}
    for quote in quotes:
        for clause in _clauses(quote):
            for evidence in found:
                other = evidence.quote
                if other.document.id == quote.document.id and other.span.overlaps(quote.span):
                    continue
                for against in _clauses(other):
                    if len(said) < _MOST and _against(clause, against):
                        said.setdefault(frozenset((clause, against)), _both(clause, against))
    return list(said.values())


def _both(one: Quote, other: Quote) -> Statement:
    return Statement(
        f"Hai chỗ ghi khác nhau: “{_line(one)}” ({one.document.title}, {one.place}) và “{_line(other)}” ({other.document.title}, {other.place}).",
        (one, other),
    )


def _line(quote: Quote) -> str:
    return " ".join(quote.text.split()).rstrip(" .;,")


def _clauses(quote: Quote) -> list[Quote]:
    """The clauses of a quote that state a number, a date or a name."""
    text = quote.document.text
    clauses = [Quote(quote.document, stripped(text, c)) for c in split_clauses(text, quote.span)]
    return [c for c in clauses if _stated(c.text)]


def _stated(text: str) -> dict[str, str]:
    """What a text states, by kind: the first date, the first name, the first number of each unit."""
    found: dict[str, str] = {}
    for match in _STATED.finditer(text):
        if match["date"]:
            found.setdefault("date", " ".join(n.lstrip("0") for n in re.findall(r"\d+", match["date"])))
        elif match["name"]:
            found.setdefault("name", fold(match["name"]))
        elif not _COUNTING.search(text[: match.start()]) and match["unit"]:
            found.setdefault(f"number {fold(match['unit'])}", match["number"].strip(".,").lstrip("0"))
    return found


def _against(one: Quote, other: Quote) -> bool:
    """True if two clauses speak of the same thing and state it otherwise."""
    first, second = _stated(one.text), _stated(other.text)
    shared = first.keys() & second.keys()
    if first.keys() != second.keys() or all(first[kind] == second[kind] for kind in shared):
        return False
    words, others = (_telling(q.text) for q in (one, other))
    return len(words) >= _FEWEST and words == others


def _telling(text: str) -> frozenset[str]:
    bare = _STATED.sub(lambda m: f" {m['unit'] or ''} ", text)
    return frozenset(word.folded for word, _ in question_words(bare))
