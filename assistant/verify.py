"""The last gate: nothing is said that its own passages don't hold.

Every statement needs grounds; every quote must be the slice of the stored text it claims to be;
every number, date, document number and capitalised name of the statement must stand in its
grounds, or be part of the place it names (section, page, document).
"""

import re
import unicodedata

from assistant.answer import NOT_FOUND, Quote
from assistant.draft import Statement
from ingest.hand import by_hand
from ingest.vietnamese import TOKEN, fold, same_spelling

_PLACE = re.compile(
    r"\(?(?:mục|Mục|trang|khoản|điểm)\s+[\w.]+(?:\s*[–,]\s*(?:mục|trang)\s+[\w.]+)*\)?|Điều\s+\d+\w?|Chương\s+[IVXLC]+\b"
)
_TOKEN = re.compile(rf"[IVX]+/\d+|{TOKEN.pattern}")  # "Quý III/2025" is one time
_NAME = re.compile(r"\b[A-ZĐ]\w+(?:\s+[A-ZĐ]\w+)+")
_COUNT_WORD = re.compile(
    r"^(?:Có|[^:]+ có) (\d+) (?=\w+[:.]$)|^Có (\d+) |được ghi (\d+) ngày|được ghi của (\d+) cơ quan|\((\d+) mục\):$"
)


# Words that begin a sentence with a capital before a name: "Theo Quyết định …".
_LEADING = {
    "theo", "den", "trong", "tai", "ngoai", "cac", "nhung", "ve", "khi", "de", "do", "ca", "rieng", "voi", "tu", "cung",
    "so", "ten", "ngay", "nam", "muc", "dieu", "phan", "van", "luu", "co", "gom",
}  # fmt: skip


def problem(statement: Statement) -> str:
    """Why ``statement`` must not be said, or "" where it may."""
    if statement.text == NOT_FOUND:
        return ""
    if not statement.grounds:
        return "no grounds"
    for quote in statement.grounds:
        if not quote.text.strip():
            return "empty quote"
    grounds = " ".join(_grounds_text(quote) for quote in statement.grounds)
    said = _without_own_counts(statement)
    said = _PLACE.sub(" ", said)
    held = _spelled(grounds)
    for token in _TOKEN.findall(said):
        if any(c.isdigit() for c in token) and not _holds(held, _spelled(token)):
            return f"“{token}” is not in the cited passages"
    folded = fold(grounds)
    for name in _NAME.findall(said):
        first, _, rest = name.partition(" ")
        held_name = fold(rest if fold(first) in _LEADING else name)
        if held_name not in folded:
            return f"“{name}” is not in the cited passages"
    return ""


def _without_own_counts(statement: Statement) -> str:
    """The text without the count of its own grounds ("Có 4 quyết định"), which no passage holds."""
    match = _COUNT_WORD.search(statement.text)
    if not match:
        return statement.text
    number = next(group for group in match.groups() if group)
    if int(number) > len(statement.grounds):
        return statement.text
    return statement.text[: match.start()] + statement.text[match.end() :]


def _grounds_text(quote: Quote) -> str:
    document = quote.document
    section = document.section_at(quote.span.start)
    path = " ".join(section.path) if section else ""
    # What a person corrected of the heading is as good as what stands there.
    corrected = " ".join(fact.value for _, fact in by_hand(document))
    return f"{quote.text} {path} {document.title} {corrected}"


def _spelled(text: str) -> str:
    return re.sub(r"\s+", " ", same_spelling(unicodedata.normalize("NFC", text)))


def _holds(text: str, token: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(token)}(?![\w/])", text) is not None or (
        not token.isdigit() and token in text
    )
