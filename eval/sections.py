"""Section labels, however they are written, made comparable.

``III-3``, ``Mục III.3``, ``III > 3`` and ``Phần III, mục 3`` are all ``III.3``; the parts around
a plan are ``header`` and ``recipients``; articles of laws and decrees are compared by their number.
"""

import re
import unicodedata

_ROMAN = r"(?:VIII|VII|VI|IV|IX|III|II|I|V|X)"
_WORD = r"(?:mục|phần|chương|section|part|sec|muc|phan)\.?\s*"

_ROMAN_FIRST = re.compile(rf"^\W*(?:(?i:{_WORD}))?({_ROMAN})(?!\w)")
_ROMAN_AFTER_WORD = re.compile(rf"(?i:{_WORD})({_ROMAN})(?!\w)")
# The whole label is a numeral, in small letters too: "iii.3", but not "vi phạm".
_NUMERAL_ONLY = re.compile(
    rf"^\W*(?:{_WORD})?({_ROMAN}(?:[\s.\->/–—,]+\d{{1,2}})*)\W*$",
    re.IGNORECASE,
)
# A number of its own, such as "3" or "2.1": not part of a date, a year or a document number.
_NUMBER = re.compile(r"(?<![\w/])(\d{1,2}(?:\.\d{1,2})*)(?![\w/]|\.\d|-\w)")
_LEADING = re.compile(r"^[\s.\-–—>/,:;)]+")
_STEP = re.compile(r"\s*[>»›→|]\s*")
_ARTICLE = re.compile(r"\bđiều\s+(\d+[a-zđ]?)(?!\w)", re.IGNORECASE)

_RECIPIENTS = ("nơi nhận", "noi nhan", "recipient", "chữ ký", "ký tên", "signature")
_HEADER = (
    *("header", "phần đầu", "phan dau", "mở đầu", "mo dau", "tiêu đề", "tieu de", "trích yếu", "trich yeu"),
    *("đầu văn bản", "lời dẫn", "căn cứ", "thể thức", "preamble", "title", "introduction"),
)


def section_path(label: str) -> str:
    """The label as a path: "III.3", "II", "header", "recipients", else itself in lower case."""
    label = unicodedata.normalize("NFC", label).strip()
    label = _from_first_roman(label)
    whole = _NUMERAL_ONLY.match(label)
    if whole:
        label = whole[1].upper()
    before = ""
    roman = _ROMAN_FIRST.match(label)
    if roman is None:
        roman = _ROMAN_AFTER_WORD.search(label)
        if roman is not None:
            before = label[: roman.start()]
    if roman is None:
        return _named(label.lower())
    after = _LEADING.sub("", label[roman.end() :])
    number = _NUMBER.search(after) or _NUMBER.search(before)
    return f"{roman[1]}.{number[1]}" if number else roman[1]


def _from_first_roman(label: str) -> str:
    """A label such as "Kế hoạch > III > 3" from its first step that starts with a Roman numeral."""
    steps = [step for step in _STEP.split(label) if step]
    for index, step in enumerate(steps):
        if _ROMAN_FIRST.match(step):
            return " > ".join(steps[index:])
    return label


def _named(label: str) -> str:
    if any(word in label for word in _RECIPIENTS):
        return "recipients"
    if any(word in label for word in _HEADER):
        return "header"
    return label


def supports(cited: str, accepted: str) -> bool:
    """Whether a cited section is an accepted one or lies under it ("IV.5" under "IV")."""
    article = _ARTICLE.match(unicodedata.normalize("NFC", accepted).strip())
    if article:
        found = _ARTICLE.search(unicodedata.normalize("NFC", cited))
        return found is not None and found[1].lower() == article[1].lower()
    path = section_path(cited)
    return path == accepted or path.startswith(accepted + ".")
