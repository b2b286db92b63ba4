"""Small facts about Vietnamese writing that every stage needs: folding, syllables, sentences."""

import re
import unicodedata
from functools import lru_cache

from ingest.spans import Span, stripped

_BASE = str.maketrans("đĐ", "dD")
_COMBINING = re.compile("[\u0300-\u036f]")

# A syllable, number or sign such as "80/QĐ-TTg", "72-KL/TW", "30/2020/NĐ-CP", "16/01/2012".
TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\d+(?:[/-][\dA-ZĐƯa-zđ]+)+(?:-[A-ZĐƯa-zđ]+)*|\w+")

# Full stops that do not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:TP|Tp|tp|TX|TT|GS|PGS|TS|ThS|Ths|BS|KS|Mr|Dr|St|No|tr|v\.v|vv|Q|P|[A-ZĐ])|\d)\.$"
)
_SENTENCE_BREAK = re.compile(r"(?:\.{3}|[.!?…])[\"”’)\]]*(?=\s+[\"“‘(\[]?[A-ZĐÀ-Ỹ0-9-]|\s*\n|\s*$)|\n+")

DIVIDER = re.compile(r"(?<!\S)\|(?!\S)")
"""What stands between the cells of a table's row, which is one line."""


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """``text`` in lower case without any diacritics; "Đ" and "đ" become "d".

    For NFC input the result has one character for each input character, so offsets agree.
    """
    lowered = text.lower()
    folded = _COMBINING.sub("", unicodedata.normalize("NFD", lowered)).translate(_BASE)
    return folded if len(folded) == len(text) else "".join(_fold_char(c) for c in text)


def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFD", char.lower()).translate(_BASE)
    return base[0] if base else char


# Old and new placing of the tone mark on oa, oe, uy: one spelling for comparing.
_TONE_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_TONE_PAIRS)})(?!\w)")


def same_spelling(text: str) -> str:
    """``text`` in NFC and lower case with "hoá"/"hóa" and "uỷ"/"ủy" written one way."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return _TONE.sub(lambda m: _TONE_PAIRS[m[0]], lowered)


def tokens(text: str) -> list[str]:
    """Syllables, numbers and document signs of ``text``, in lower case and one spelling."""
    return TOKEN.findall(same_spelling(text))


def capitalised(text: str) -> str:
    """``text`` with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def has_diacritics(text: str) -> bool:
    return fold(text) != text.lower()


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of ``text`` (or of the part ``span``), as spans without outer white space.

    A line break ends a sentence too; in the row of a table, nothing else does, so that what stands
    in its other cells is not lost. Together the spans hold every character but white space.
    """
    whole = span or Span(0, len(text))
    found: list[Span] = []
    start = whole.start
    for match in _SENTENCE_BREAK.finditer(text, whole.start, whole.end):
        if match[0] == "." and _ABBREVIATION.search(text[max(start, match.start() - 6) : match.end()]):
            continue
        if "\n" not in match[0] and _in_row(text, match.start()):
            continue
        piece = stripped(text, Span(start, match.end()))
        if len(piece):
            found.append(piece)
        start = match.end()
    tail = stripped(text, Span(start, whole.end))
    if len(tail):
        found.append(tail)
    return found


def _in_row(text: str, place: int) -> bool:
    """True in the row of a table with three cells or more."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    return len(DIVIDER.findall(text, start, end if end >= 0 else len(text))) > 1


# A syllable by its spelling: onset, vowels, coda; tone marks are left out before matching.
_SYLLABLE = re.compile(
    r"(?:ngh|[ngkptc]h|ng|gh|gi|tr|qu|[bcdđghklmnpqrstvx])?(?:[aăâeêioôơuưy]|oa|oă|oe|uâ|uê|uơ|uy|uyê|uya|iê|ia|yê"
    r"|uô|ua|ươ|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|oai|oay|oao|oeo|uây|uyu|iêu|yêu|uôi|ươi|ươu|oo)"
    r"(?:[nc]h|ng|[cmnpt])?"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """True for a word that is spelled as a Vietnamese syllable, whatever stands around its letters."""
    bare = re.sub(r"^\W+|\W+$", "", word).lower()
    toneless = unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", bare)))
    return _SYLLABLE.fullmatch(toneless) is not None
