"""Understanding a question: what kind of answer it wants, about what."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import Enum

from assistant.words import CONTENT_FREE
from ingest.errors import CanCuError
from ingest.vietnamese import fold, tokens
from vectorstore.query import Query, understand

LONGEST_QUESTION = 2000  # characters


class QuestionError(CanCuError):
    """The question can't be taken: empty, far too long, or not Vietnamese."""


class Wants(Enum):
    """What the answer to a question must contain."""

    ANYTHING = "anything"
    DATE = "date"
    YEAR = "year"
    QUANTITY = "quantity"
    COUNT = "count"
    BODY = "body"
    PERSON = "person"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``folded`` is its text without diacritics, which all patterns look at, so that a question
    typed without marks is understood alike. ``content`` are its words that carry meaning, in
    order and folded; ``years`` and ``names`` (capitalised words inside) must not be contradicted.
    """

    text: str
    query: Query
    folded: str
    wants: Wants
    content: tuple[str, ...]
    years: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    units: tuple[str, ...] = field(default=())
    wants_list: bool = False

    def asks(self, pattern: str) -> bool:
        """True if the folded question has the pattern, at word boundaries."""
        return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", self.folded) is not None


_WHO = (
    r"ai|nhung ai|cua ai|cho ai|co quan nao|don vi nao|to chuc nao|ben nao|bo phan nao|chu the nao|noi nao|"
    r"nhung co quan nao|cac co quan nao|nhung don vi nao|cap nao|so nao|ban nao|nganh nao|co quan, don vi nao"
)
_DATE = (
    r"ngay nao|ngay bao nhieu|ngay thang nam nao|ngay thang nao|khi nao|bao gio|thoi diem nao|luc nao|thang nao|"
    r"ngay ban hanh|ngay ky|ngay thang|vao ngay|ra ngay|truoc ngay|thang may|ngay may|ngay gi"
)
_PERSON = (
    r"ho ten|ho va ten|ten nguoi|ten day du|ten (?:cua )?(?:dong chi|ong|ba|chu tich|bi thu|giam doc|lanh dao)|"
    r"ai ky|nguoi ky|do ai ky|dong chi nao|ong nao|ba nao|nguoi nao ky|ai la nguoi ky|ai la (?:chu tich|bi thu|giam doc)|"
    r"(?:chu tich|bi thu|giam doc)[\w ,]{0,40} la ai"
)
_UNITS = {
    "tien": r"(?:ty|ti|trieu|nghin ty|ngan ty)(?: dong)?|dong|usd|kinh phi|so tien|von bao nhieu|muc von|ngan sach bao nhieu",
    "dai": r"km|ki lo met|kilomet|cay so|met|bao xa|dai bao nhieu",
    "dien tich": r"ha|hec ta|hecta|m2|km2|met vuong|dien tich",
    "phan tram": r"phan tram|%|ty le",
    "cong suat": r"mw|kw|kwh|cong suat",
    "nguoi": r"nguoi|bien che|can bo|lao dong|ho dan|ho gia dinh",
    "thoi han": r"ngay|thang|nam|tuan|gio|quy",
}
_LIST = (
    r"nhung|cac|liet ke|ke ten|danh sach|gom|bao gom|neu ten|tat ca|toan bo|may|bao nhieu|the nao|tung|moi ben|"
    r"nhung gi|nhung viec gi|lam gi"
)
_ENGLISH = re.compile(
    r"\b(?:the|what|who|which|when|where|how|is|are|does|of|and|for|should|responsibilities|please|plan)\b",
    re.IGNORECASE,
)


def clean_question(text: str) -> str:
    """The question in NFC, without control characters, on one line.

    Raises QuestionError if it is empty, too long, or plainly in English.
    """
    kept = "".join(
        " " if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} else c for c in text
    )
    question = " ".join(unicodedata.normalize("NFC", kept).split())
    if not any(c.isalpha() for c in question):
        raise QuestionError(
            "Câu hỏi chưa có nội dung.", "Hãy gõ câu hỏi bằng tiếng Việt, có dấu hoặc không dấu."
        )
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"Câu hỏi dài {len(question)} ký tự, quá giới hạn {LONGEST_QUESTION}.",
            "Hãy rút gọn hoặc tách thành nhiều câu.",
        )
    words = re.findall(r"[A-Za-z]+", question)
    if len(words) >= 3 and question.isascii() and len(_ENGLISH.findall(question)) >= max(2, len(words) / 4):
        raise QuestionError(
            "Hiện chỉ trả lời được câu hỏi tiếng Việt.", "Hãy hỏi lại bằng tiếng Việt, có dấu hoặc không dấu."
        )
    return question


def understand_question(text: str) -> Question:
    """What a cleaned question asks."""
    query = understand(text)
    folded = fold(query.text)
    content = tuple(t for t in (fold(x) for x in tokens(query.text)) if t not in CONTENT_FREE)
    wants = _wants(folded)
    return Question(
        text=text,
        query=query,
        folded=folded,
        wants=wants,
        content=content,
        years=tuple(dict.fromkeys(re.findall(r"(?<![\d/.-])(?:19|20)\d{2}(?![\d/])", folded))),
        names=_names(text),
        units=_units(folded) if wants is Wants.QUANTITY else (),
        wants_list=_has(folded, _LIST),
    )


def _has(folded: str, pattern: str) -> bool:
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", folded) is not None


def _wants(folded: str) -> Wants:
    if _has(folded, _PERSON):
        return Wants.PERSON
    if _has(folded, r"bao nhieu|may|muc nao|quy mo nao|dai bao nhieu|tong so") and _units(folded):
        return Wants.QUANTITY
    if _has(folded, r"nam nao|vao nam nao|den nam nao|nam bao nhieu"):
        return Wants.YEAR
    if _has(folded, _DATE):
        return Wants.DATE
    if _has(
        folded,
        r"(?:quyet dinh|nghi quyet|ket luan|chi thi|van ban|nghi dinh|luat|chuong trinh|thong tu) nao|so van ban|so hieu",
    ):
        return Wants.DECISION
    if _has(folded, _WHO):
        return Wants.BODY
    if _has(folded, r"may|bao nhieu"):
        return Wants.COUNT
    return Wants.ANYTHING


def _units(folded: str) -> tuple[str, ...]:
    """The units that a "bao nhiêu" asks for: what follows it, or kinds of amount named anywhere."""
    after = re.search(r"(?:bao nhieu|may)\s+([\w%]+(?:\s\w+)?)", folded)
    found = []
    for name, pattern in _UNITS.items():
        if (after and re.match(rf"(?:{pattern})(?!\w)", after[1])) or (
            name in {"tien", "dien tich", "phan tram", "cong suat"} and _has(folded, pattern)
        ):
            found.append(name)
    return tuple(found)


_LEADING = {
    "theo",
    "trong",
    "tai",
    "cac",
    "nhung",
    "ban",
    "so",
    "bo",
    "don",
    "ai",
    "co",
    "ngoai",
    "voi",
    "de",
    "khi",
    "ve",
}


def _names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words that look like proper names, not at the start of the sentence."""
    if text.isupper() or text.islower():
        return ()
    found = []
    for match in re.finditer(r"(?<![.?!…] )(?<!^)(?<!\w)[A-ZĐÀ-Ỹ]\w*(?:\s+[A-ZĐÀ-Ỹ]\w*)+", text):
        words = match[0].split()
        if all(w[0].isupper() and not w.isupper() for w in words):
            found.append(match[0])
    return tuple(dict.fromkeys(found))
