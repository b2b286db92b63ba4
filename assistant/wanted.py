"""Does a text hold the kind of thing that a question wants: a date, an amount in its unit, a body?"""

import re

from assistant.question import Question
from assistant.wants import Wants
from ingest.vietnamese import DIVIDER, fold

_DATE = re.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|(?<!\w)ngay \d{1,2} thang \d{1,2}(?!\d)|(?<!\w)thang \d{1,2}(?!\d)|(?<!\w)ngay \d{1,2}[/.-]\d{1,2}(?!\d)"
)
_YEAR = re.compile(
    r"(?<![\d/.])(?:19|20)\d{2}(?!\d)|(?<!\w)(?:quy [ivx]+|thang \d{1,2})\s?/\s?(?:19|20)\d{2}(?!\d)"
)
_TIME = re.compile(
    r"\d+ (?:gio|ngay|thang|nam|tuan|quy)(?!\w)|(?<!\w)(?:ngay (?:sau|khi|trong)|truoc khi|sau khi|trong ngay|trong thoi han|"
    r"ke tu|hang nam|hang thang|hang quy|hang ngay|dinh ky|thuong xuyen|cham nhat|tu ngay|den het|toi da|toi thieu)(?!\w)"
)
# A cell of a table that holds a time and nothing else: "Quý II/2025", "2026", "Trước 31/12".
_TIME_CELL = re.compile(
    r"(?:(?:trong|truoc|den|het|tu|nam|quy|thang|ngay)\s+)*(?:[ivx]+|\d{1,4})(?:\s*[/.,–-]\s*(?:(?:quy|nam|thang)\s+)?(?:[ivx]+|\d{1,4}))*(?:\s+nam \d{4})?"
)
_YEAR_OR_PART = re.compile(r"(?<!\d)20\d{2}(?!\d)|(?<!\w)(?:quy|thang|ngay|nam)(?!\w)")
# Units that are written in several ways; any other unit is its own word.
_UNITS = {
    r"tien|kinh phi|ty|ti|trieu|dong|nghin|ngan|usd|von": r"\d[\d.,]*\s?(?:ty|ti|trieu|nghin|ngan|dong|usd)(?!\w)",
    r"km|ki lo|kilomet|cay so": r"\d[\d.,]*\s?(?:km|ki lo met|cay so)(?!\w)",
    r"met": r"\d[\d.,]*\s?(?:m|met)(?!\w)",
    r"ha|hec ta|hecta": r"\d[\d.,]*\s?(?:ha|hec ?ta)(?!\w)",
    r"phan tram|%|ty le": r"\d[\d.,]*\s?(?:%|phan tram)",
    r"phan": r"\d+/\d+|\d[\d.,]*\s?(?:%|phan)",
    r"mw|kw|kwh": r"\d[\d.,]*\s?(?:mw|kw|kwh|mwh)(?!\w)",
    r"lan": r"\d+ lan(?!\w)|(?<!\w)(?:mot|hai|ba|bon|nam) lan(?!\w)",
}
_NUMBER_WORDS = {"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "trăm"}
_BODY = re.compile(
    r"(?<!\w)(?:ban|so|bo|tong cuc|cuc|vu|uy ban|hoi dong|chinh phu|quoc hoi|thu tuong|bo truong|chu tich|giam doc|thu truong|"
    r"nguoi dung dau|co quan|don vi|to chuc|van phong|toa an|vien kiem sat|mat tran|doan|cap uy|tinh uy|huyen uy|"
    r"chinh quyen|doanh nghiep|thanh tra|kiem toan|cong an|nha nuoc|dang doan|hdnd|ubnd|van thu|ca nhan|nguoi|cac cap|he thong chinh tri)(?!\w)"
)
_PERSON = re.compile(r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s+[A-ZĐ]\w+(?:\s+[A-ZĐ]\w+){1,4}")

_ENUMERATES = re.compile(
    r"(?<!\w)(?:bao gom|gom(?: co)?|chia thanh|phan thanh|phan loai thanh|nhu sau|sau day)(?!\w)"
)

# What must stand in the passage itself; where it is missing, nothing is answered.
MUST_HOLD = frozenset({Wants.DATE, Wants.YEAR, Wants.QUANTITY, Wants.PERSON, Wants.TIME, Wants.COUNT})


# The date of a document that a text cites says nothing of what else the text speaks of.
_CITED = re.compile(
    r"(?:quyet dinh|nghi quyet|ket luan|chi thi|nghi dinh|thong tu|luat|phap lenh|chuong trinh(?: hanh dong)?|ke hoach|cong van)"
    r"\s+(?:so\s+)?\d[\w/-]*(?:\s*,?\s*(?:ngay\s+)?\d{1,2}(?:\s?[/.-]\s?|\s+thang\s+)\d{1,2}(?:\s?[/.-]\s?|\s+nam\s+)\d{4})?"
)
_OF_A_DOCUMENT = (
    r"quyet dinh|nghi quyet|ket luan|chi thi|nghi dinh|thong tu|luat|van ban|phe duyet|ban hanh|hieu luc"
)


def gives(question: Question, text: str) -> bool:
    """True if ``text`` holds a thing of the kind that the question wants."""
    folded = fold(text)
    if question.wants in {Wants.DATE, Wants.TIME, Wants.YEAR} and not question.asks(_OF_A_DOCUMENT):
        folded = _CITED.sub(" ", folded)
    match question.wants:
        case Wants.DATE:
            return bool(_DATE.search(folded))
        case Wants.TIME:
            return bool(_TIME.search(folded) or _DATE.search(folded)) or _has_time_cell(folded)
        case Wants.YEAR:
            return bool(_YEAR.search(folded))
        case Wants.QUANTITY:
            return holds_quantity(text, question.unit)
        case Wants.COUNT:
            return holds_quantity(text, question.unit) or announces(text) or bool(_ENUMERATES.search(folded))
        case Wants.PERSON:
            return bool(_PERSON.search(text))
        case Wants.BODY:
            return bool(_BODY.search(folded))
        case Wants.DOCUMENT:
            named = (
                r"[\w, ]{0,60}so \d|(?!nay|khac|so|duoc|nham|theo|quy)[a-z]"
                if question.unit in {"luat", "bo luat", "phap lenh"}
                else r"\d"
            )
            return re.search(rf"(?<!\w){question.unit} (?:so )?(?:{named})", folded) is not None
        case Wants.DEFINITION:
            return defines(question.defined, text)
        case _:
            return True


def gives_in_cell(question: Question, cell: str) -> bool:
    """The same of one cell of a table, which may hold a time and nothing else."""
    return gives(question, cell) or (question.wants is Wants.TIME and _is_time(fold(cell)))


def _has_time_cell(row: str) -> bool:
    """True for the folded row of a table that has a cell with nothing but a time."""
    cells = DIVIDER.split(row)
    return len(cells) > 1 and any(_is_time(cell) for cell in cells)


def _is_time(cell: str) -> bool:
    cell = cell.strip(" .")
    return _TIME_CELL.fullmatch(cell) is not None and _YEAR_OR_PART.search(cell) is not None


def announces(text: str) -> bool:
    """True if a sentence leads to a list: it ends in a colon, or goes on without a full stop."""
    return bool(re.search(r":\s*$|(?:sau đây|như sau|dưới đây|gồm|bao gồm)\W*$", text)) or text[-1:].isalpha()


def holds_quantity(text: str, unit: str) -> bool:
    """True if ``text`` has a number of ``unit`` (folded; "< cỡ chữ" means that the noun stands before)."""
    folded = fold(text)
    if unit.startswith("< "):
        noun = re.escape(unit[2:])
        return re.search(rf"(?<!\w){noun}\W+(?:\w+\W+){{0,3}}\d|\d\S* {noun}(?!\w)", folded) is not None
    for names, pattern in _UNITS.items():
        if re.match(rf"(?:{names})(?!\w)", unit):
            return re.search(pattern, folded) is not None
    noun = unit.split(maxsplit=1)[0] if unit else ""
    words = re.findall(r"\d[\d.,/]*|\w+", text.lower())
    for position, word in enumerate(words):
        following = words[position + 1 : position + 4]
        counted = word[0].isdigit() or (
            word in _NUMBER_WORDS
            and following[:1] != ["số"]
            and not (following and following[0][0].isdigit())
        )
        if counted and noun in (fold(w) for w in following):
            return True
    return False


def defines(term: str, text: str) -> bool:
    """True if ``text`` says what ``term`` (folded) is: "“Văn bản đi” là …"."""
    if not term:
        return False
    folded = fold(text)
    begins = rf"^\W*(?:\d+[.)]\W*|[a-z][)]\W*)?(?:cac |mot )?{re.escape(term)}[\"”’]*(?:\s*\([^)]*\))?\s+(?:la|duoc hieu la|gom|bao gom)(?!\w)"
    called = rf"(?<!\w)(?:duoc )?goi (?:chung |tat )?la {re.escape(term)}(?!\w)"
    in_brackets = rf"(?<!\w)[\w ,-]{{6,}}\(\s*{re.escape(term)}\s*\)"
    return re.search(begins, folded) is not None or re.search(rf"{in_brackets}|{called}", folded) is not None
