"""Understanding a question: what kind of answer it wants, about what."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.places import AMBIGUOUS, PROVINCES
from assistant.wants import Wants, asked_company, asking_words, defined_term, has, wanted_kind, wants_list
from assistant.words import CONTENT_FREE
from ingest.errors import CanCuError
from ingest.references import KINDS
from ingest.vietnamese import fold, tokens
from vectorstore.query import Query, understand

LONGEST_QUESTION = 2000  # characters


class QuestionError(CanCuError):
    """The question can't be taken: empty, far too long, or not Vietnamese."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``folded`` is its text without diacritics, which all patterns look at, so that a question
    typed without marks is understood alike. ``content`` are its words that carry meaning, in
    order and folded; ``stated`` is the text with abbreviations written out; ``synonyms`` are pairs of
    a folded phrase of it and another that may stand for it; ``years``, ``numbers``, ``names`` (places and capitalised words inside), ``agencies`` and the ``law``
    named must not be contradicted, unless the question ``supposes`` ("có phải Bộ Y tế …?").
    ``unit`` is the folded noun that "bao nhiêu" counts; ``defined`` the term to be explained,
    ``company`` the kind of company that is to be named ("tập đoàn nào").
    """

    text: str
    query: Query
    folded: str
    wants: Wants
    content: tuple[str, ...]
    stated: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()
    years: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    law: str = ""
    supposes: bool = False
    unit: str = ""
    defined: str = ""
    company: str = ""
    wants_list: bool = False

    def asks(self, pattern: str) -> bool:
        """True if the folded question has the pattern, at word boundaries."""
        return has(self.folded, pattern)


NUMBER_WORDS = {
    "1": "mot", "2": "hai", "3": "ba", "4": "bon", "5": "nam", "6": "sau", "7": "bay", "8": "tam", "9": "chin", "10": "muoi",
    "12": "muoi hai", "15": "muoi lam", "18": "muoi tam", "20": "hai muoi", "30": "ba muoi",
}  # fmt: skip
_NUMBER_WORDS = {
    "mot": "1", "hai": "2", "ba": "3", "bon": "4", "nam": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9", "muoi": "10",
}  # fmt: skip
_COUNTED = re.compile(
    rf"(?<!\w)(?P<number>{'|'.join(_NUMBER_WORDS)}) (?=(?:nhom|linh vuc|nhiem vu|giai phap|muc tieu|nguyen tac|hanh lang|"
    r"noi dung|loai|mui nhon|tru cot|khau dot pha)(?!\w))"
)
# An agency by the first words of its name: "Ban Dân vận", "Văn phòng Tỉnh ủy", "Sở Xây dựng", "Công an tỉnh".
_CAPITAL = (
    "["
    + "".join(
        c
        for c in map(chr, range(0x41, 0x1EFA))
        if c.isupper() and c.isalpha() and (ord(c) < 0x1B4 or ord(c) >= 0x1E00)
    )
    + "]"
)
_AGENCY = re.compile(
    r"(?<!\w)(?:(?:[Bb]an|[Ss]ở|[Bb]ộ|[Cc]ục|[Cc]hi cục|[Tt]ổng cục|[Vv]ăn phòng|[Hh]ội|[Ll]iên đoàn|[Vv]iện|[Tt]rường|[Tt]òa án|[Tt]hanh tra|"
    r"[Kk]iểm toán|[Bb]an [Qq]uản lý|[Tt]ập đoàn)\s+"
    + _CAPITAL
    + r"\w*(?:\s+\w+)?|(?:[Cc]ông an|[Tt]hanh tra|[Kk]ho bạc|[Tt]òa án|[Hh]ội \w+ \w+|[ỦủUu][yỷ] ban nhân dân|[Đđ]ảng ủy)"
    r" (?:tỉnh|huyện|xã|phường|thị xã|thị trấn|thành phố)(?!\w)|[Hh]uyện ủy|[Tt]hị ủy|[Tt]hành ủy)"
)
# A law named by its title, in capitals: "Luật Đất đai", "Bộ luật Lao động".
_LAW = re.compile(r"(?<!\w)(?:Bộ luật|Luật|Pháp lệnh|bộ luật|luật|pháp lệnh) [A-ZĐ]\w+(?: \w+)?")
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
    stated = query.text
    synonyms = [
        (phrase, other)
        for phrase, other in _synonyms()
        if has(folded, re.escape(phrase)) and not has(folded, re.escape(fold(other)))
    ]
    if synonyms:
        query = replace(query, text=f"{query.text} ({', '.join(other for _, other in synonyms)})")
    asking = asking_words(query.text)
    wants, unit = wanted_kind(asking)
    digits = [_NUMBER_WORDS[m["number"]] for m in _COUNTED.finditer(folded)]
    content = [t for t in (fold(x) for x in tokens(query.text)) if t not in CONTENT_FREE]
    return Question(
        text=text,
        query=query,
        folded=folded,
        wants=wants,
        content=(*content, *digits),
        stated=" ".join((stated, *digits)),
        synonyms=tuple(synonyms),
        years=tuple(dict.fromkeys(re.findall(r"(?<![\d/.-])(?:19|20)\d{2}(?![\d/])", folded))),
        numbers=_numbers(folded),
        names=_names(text),
        agencies=tuple(dict.fromkeys(" ".join(m[0].split()) for m in _AGENCY.finditer(stated))),
        law=_law(stated),
        supposes=has(folded, r"co phai|phai khong|dung khong|dung hay sai|co dung|hay la"),
        unit=unit,
        defined=defined_term(folded),
        company=asked_company(folded),
        wants_list=wants_list(asking) or bool(digits),
    )


@cache
def _synonyms() -> tuple[tuple[str, str], ...]:
    """Pairs of a folded phrase and the phrase that may stand for it, both ways."""
    pairs = []
    for line in (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            one, other = (part.strip() for part in line.split("="))
            pairs += [(fold(one), other), (fold(other), one)]
    return tuple(pairs)


_NUMBERED_KINDS = (
    *(fold(kind) for kind in KINDS), "qd", "nq", "kl", "ct", "nd", "tt", "kh", "dieu", "muc", "phan", "khoan", "chuong", "phu luc",
)  # fmt: skip


def _numbers(folded: str) -> tuple[str, ...]:
    """Numbers of the question that are no years, dates, or parts of document numbers and places."""
    bare = re.sub(
        rf"(?<!\w)(?:{'|'.join(_NUMBERED_KINDS)})(?: so)? \d[\w/-]*|\d+[/-][\w/-]+|(?<!\w)(?:19|20)\d{{2}}(?!\d)"
        r"|(?<!\w)ngay \d+(?: thang \d+)?|(?<!\w)thang \d+",
        " ",
        folded,
    )
    return tuple(
        dict.fromkeys(n.lstrip("0") for n in re.findall(r"(?<![\w/.,-])\d{1,6}(?![\w/-]|[.,]\d)", bare))
    )


def _law(text: str) -> str:
    """The first words of a law that the question names by its title, folded; or ""."""
    match = _LAW.search(text)
    return fold(match[0]) if match else ""


def _names(text: str) -> tuple[str, ...]:
    """Provinces, and runs of capitalised words that look like proper names inside the sentence."""
    folded, lowered = fold(text), text.lower()
    found = [
        name
        for name in sorted(PROVINCES)
        if has(lowered, re.escape(name.lower()))
        or (fold(name) not in AMBIGUOUS and has(folded, re.escape(fold(name))))
    ]
    if text.isupper() or text.islower():
        return tuple(found)
    for match in re.finditer(r"(?<![.?!…] )(?<!^)(?<!\w)[A-ZĐÀ-Ỹ]\w*(?:\s+[A-ZĐÀ-Ỹ]\w*)+", text):
        words = match[0].split()
        if all(w[0].isupper() and not w.isupper() for w in words):
            found.append(match[0])
    return tuple(dict.fromkeys(found))
