"""Recognising the heading lines of Vietnamese official documents, OCR damage included."""

import re
from dataclasses import dataclass
from enum import IntEnum

from ingest.references import KINDS
from ingest.vietnamese import fold

HEADER = "header"
RECIPIENTS = "recipients"


class Level(IntEnum):
    """Divisions from the outermost in; a heading closes every open one at or below its level."""

    PART = 1  # Phần
    CHAPTER = 2  # Chương
    SUBCHAPTER = 3  # Mục (of a chapter)
    ARTICLE = 4  # Điều
    ROMAN = 5  # I- II- III- of plans and resolutions
    ARABIC = 6  # 1. 2. 3. under a Roman one
    DECIMAL = 7  # 1.1. 1.2.


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: its level, number ("III", "4", "2.1", "7"), and where its title begins.

    ``title_at`` is the offset of the title in the line; ``number_value`` counts from 1.
    """

    level: Level
    number: str
    number_value: int
    title_at: int


# What OCR makes of the strokes of a Roman numeral.
_STROKES = {
    "I": "I", "l": "I", "1": "I", "|": "I", "i": "I", "Í": "I", "Ì": "I", "í": "I", "ì": "I", "!": "I",
    "T": "I", "r": "I", "J": "I", "H": "II", "n": "II", "U": "II", "u": "II", "m": "III", "M": "III",
    "V": "V", "v": "V", "Y": "V", "X": "X", "x": "X", "N": "IV", "W": "VI",
}  # fmt: skip
_ROMANS = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
ROMANS = [*_ROMANS, *("X" + r for r in _ROMANS[1:]), *("XX" + r for r in _ROMANS[1:])]

_ROMAN_LINE = re.compile(r"\s*([IVXLlHnmMTUYNWJruxvi1|!íìÍÌ]{1,6})\s?[-–—.:]\s*(?=\S)")
_ARABIC_LINE = re.compile(r"\s*(\d{1,2})(?:\s?[.)]|-)\s+(?=\S)")  # the Party writes "1- "
_DECIMAL_LINE = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,2})\.?\s+(?=\S)")
_ARTICLE_LINE = re.compile(r"\s*dieu\s+(\d{1,4}[a-z]?)\s*(?:[.:]+|$)\s*")
_DIVISION_LINE = re.compile(
    r"\s*(phan|chuong|muc)\s+(?:thu\s+)?([ivxlc]+|\d{1,3}|[a-z]+)\s*(?=[.:\n-]|$)[.:-]?\s*"
)
_DIVISION_LEVEL = {"phan": Level.PART, "chuong": Level.CHAPTER, "muc": Level.SUBCHAPTER}
_ORDINALS = {
    "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip


def roman_value(text: str) -> int | None:
    """The value of a well-formed Roman numeral up to thirty, else None."""
    return ROMANS.index(text) if text in ROMANS[1:] else None


def damaged_roman_value(text: str) -> int | None:
    """The value of a Roman numeral whose strokes OCR misread ("m" is III, "TV" is IV)."""
    return roman_value("".join(_STROKES.get(c, "?") for c in text))


def roman_heading(line: str, expected: int) -> Heading | None:
    """A Roman heading with the value ``expected`` (a clean one may also skip one number).

    A damaged numeral counts only before a title in capitals: "m- NHIỆM VỤ", not "1. Mục tiêu".
    """
    match = _ROMAN_LINE.match(line)
    if not match:
        return None
    token, title = match[1], line[match.end() :]
    value = roman_value(token)
    if value is not None and value in (expected, expected + 1) and (value > 0 and title[0].isupper()):
        return Heading(Level.ROMAN, ROMANS[value], value, match.end())
    if damaged_roman_value(token) == expected and mostly_capitals(title):
        return Heading(Level.ROMAN, ROMANS[expected], expected, match.end())
    return None


def is_capital_heading(line: str) -> bool:
    """True for a Roman heading with its title in capitals, whatever its number: "m- NHIỆM VỤ"."""
    match = _ROMAN_LINE.match(line)
    return (
        match is not None
        and damaged_roman_value(match[1]) is not None
        and mostly_capitals(line[match.end() :])
    )


def arabic_heading(line: str, expected: int) -> Heading | None:
    """A line "4. …" with the number ``expected``."""
    match = _ARABIC_LINE.match(line)
    if not match or int(match[1]) != expected:
        return None
    return Heading(Level.ARABIC, str(expected), expected, match.end())


def decimal_heading(line: str, parent: str) -> Heading | None:
    """A line "2.1. …" below the number ``parent`` ("2")."""
    match = _DECIMAL_LINE.match(line)
    if not match or not match[1].startswith(parent + "."):
        return None
    return Heading(Level.DECIMAL, match[1], int(match[1].rsplit(".", 1)[1]), match.end())


def article_heading(line: str) -> Heading | None:
    """A line "Điều 7. …" (also "Ðiều", "Điêu": diacritics may be damaged)."""
    match = _ARTICLE_LINE.match(fold(line.replace("Ð", "Đ")))
    if not match:
        return None
    return Heading(Level.ARTICLE, match[1], int(match[1].rstrip("abcdefghijklmnopqrstuvwxyz")), match.end())


def division_heading(line: str) -> Heading | None:
    """A line "Chương II", "PHẦN THỨ NHẤT", "Mục 1. …"; the title may stand on the next line."""
    if len(line) > 200 or not line.lstrip()[:1].isupper():
        return None
    match = _DIVISION_LINE.match(fold(line))
    if not match:
        return None
    number = match[2]
    value = int(number) if number.isdigit() else roman_value(number.upper()) or _ORDINALS.get(number)
    if value is None:
        return None
    shown = ROMANS[value] if not number.isdigit() and value < len(ROMANS) else str(value)
    return Heading(_DIVISION_LEVEL[match[1]], shown, value, match.end())


def mostly_capitals(text: str) -> bool:
    """True if at least seven letters of ten are capitals, and there are four letters at least."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def is_recipients(line: str) -> bool:
    return bool(re.match(r"\s*noi nhan\s*[:;.]?\s*$", fold(line)))


def appendix_name(line: str) -> str | None:
    """ "Phụ lục II" of a line that opens an appendix, else None."""
    match = re.match(r"\s*phu luc(?:\s+(?:so\s+)?([ivxlc]{1,5}|\d{1,2}|[a-h]))?\s*(?=[.:(\n-]|$)", fold(line))
    if not match or not line.lstrip().startswith(("Phụ lục", "PHỤ LỤC")):
        return None
    return f"Phụ lục {match[1].upper()}" if match[1] else "Phụ lục"


_ATTACHED = {fold(kind): kind for kind in (*KINDS, "Điều lệ", "Nội quy", "Danh mục")}


def attached_name(line: str) -> str | None:
    """ "Quy chế" of a title line "QUY CHẾ": behind a decision's articles it opens what is issued with it."""
    bare = line.strip(" .*_-")
    return _ATTACHED.get(fold(bare)) if bare.isupper() else None
