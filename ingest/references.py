"""Mentions of decisions: number, date, issuer, subject, and how the text relates to them."""

import re
from collections.abc import Iterator, Sequence

from ingest.documents import DecisionRef, Section
from ingest.spans import Span
from ingest.vietnamese import fold

# Document types of Decree 30/2020/NĐ-CP (Article 7), of the Party, and of law.
KINDS = (
    "Chương trình hành động", "Chương trình", "Nghị quyết", "Quyết định", "Kết luận", "Chỉ thị", "Kế hoạch",
    "Nghị định", "Thông tư liên tịch", "Thông tư", "Bộ luật", "Luật", "Pháp lệnh", "Quy định", "Hướng dẫn",
    "Hiến pháp", "Thông báo", "Công văn", "Đề án", "Quy chế", "Báo cáo", "Tờ trình", "Lệnh", "Công điện", "Thông tri",
)  # fmt: skip

# "80/QĐ-TTg", "72-KL/TW", "30/2020/NĐ-CP", "61/2020/QH14", "21-CTr/TU"
SIGN = r"\d{1,5}(?:\s?/\s?\d{4})?\s?[-/]\s?(?:[A-ZĐƯ][A-Za-zĐđƯư&]{0,8}\d{0,2})(?:\s?[-/]\s?[A-ZĐƯ][A-Za-zĐđƯư&]{0,12}\d{0,2})*"
DATE = (
    r"\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
)

_KIND = "|".join(kind.replace(" ", r"\s+") for kind in KINDS)
_MENTION = re.compile(
    rf"(?:(?P<kind>(?i:{_KIND}))\s+)?(?:(?i:s[ốôỗồổoó])\s*:?\s*)?(?<![^\s(\"“:;,])(?P<number>{SIGN})(?![\w/])"
    rf"(?:\s*,?\s*(?:ngày|ký\s+ngày)\s+(?P<date>{DATE}))?"
)
_ISSUER = re.compile(
    r"\s+(?:của|do)\s+(?P<issuer>[A-ZĐỦ][^\s,;.()\"“”:]*(?:\s+[^\s,;.()\"“”:]+){0,11}?)"
    r"(?=\s*[,;.()\"“”:]|\s+(?:về|thực hiện|phê duyệt|ban hành|quy định|sửa đổi|và|đã|trong|gắn|có)\b|\s*$)"
)
_SUBJECT_AFTER = re.compile(r"\s*[\"“”(]?\s*(?P<subject>(?:về|Về)\s+[^\"“”;()\n]{3,400})")
_SUBJECT_QUOTED = re.compile(r"\s*[\"“](?P<subject>[^\"”\n]{3,400})")
_APPROVED_BY = re.compile(
    r"(?P<subject>[^;.\n]{3,300}?)\s+(?:đã\s+)?được\s+(?P<issuer>[^;.,\n]{0,60}?)\s*"
    r"(?:phê duyệt|ban hành|thông qua)\s+(?:tại|theo)\s*$"
)
_BEFORE_BRACKET = re.compile(
    r"(?:^|[;.:\"”)]\s*|,\s+(?=[A-ZĐ]))(?P<subject>[A-ZĐ][^;.:\"“”()\n]{3,200}?)\s*\(\s*$"
)
_SUBJECT_ENDS = re.compile(rf"\.(?:\s|$)|(?:,|,?\s+và)\s+(?i:{_KIND})\s+(?i:s[ốôỗồổoó]\s+)?{SIGN}")
_LAW_NAME = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh)\s+(?:[A-ZĐÀ-Ỹ])[^;.:\"“”()\n]{1,80}?\s+$")
_RELATIONS = (
    "tiếp tục thực hiện", "thực hiện", "căn cứ", "sửa đổi", "bổ sung", "thay thế", "bãi bỏ", "hướng dẫn",
    "phê duyệt tại", "ban hành tại", "gắn với", "theo",
)  # fmt: skip

# Who signs, read off the sign: the last part of the number.
_ISSUER_OF_SIGN = {
    "TTG": "Thủ tướng Chính phủ", "CP": "Chính phủ", "TW": "Trung ương", "TU": "Tỉnh ủy", "TƯ": "Tỉnh ủy",
    "QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội", "HĐND": "Hội đồng nhân dân", "UBND": "Ủy ban nhân dân",
    "CTN": "Chủ tịch nước",
}  # fmt: skip
_KIND_OF_SIGN = {
    "QĐ": "Quyết định", "NQ": "Nghị quyết", "KL": "Kết luận", "CT": "Chỉ thị", "CTR": "Chương trình",
    "KH": "Kế hoạch", "NĐ": "Nghị định", "TT": "Thông tư", "TB": "Thông báo", "HD": "Hướng dẫn",
    "QH": "Luật", "BC": "Báo cáo", "QC": "Quy chế", "ĐA": "Đề án",
}  # fmt: skip


def number_key(number: str) -> str:
    """One spelling for comparing numbers: "10-NQ/TƯ", "10 - nq/tu" give "10-nq/tu"."""
    return re.sub(r"\s+", "", fold(number))


def sign_parts(number: str) -> list[str]:
    """The letter parts of a number, in capitals: "80/QĐ-TTg" gives ["QĐ", "TTG"]."""
    return [p.upper().rstrip("0123456789") for p in re.split(r"[\s/-]+", number) if p and not p.isdigit()]


def issuer_of_sign(number: str) -> str:
    """The issuer that the sign names ("80/QĐ-TTg": Thủ tướng Chính phủ), or ""."""
    return next((_ISSUER_OF_SIGN[p] for p in reversed(sign_parts(number)) if p in _ISSUER_OF_SIGN), "")


def find_references(text: str, sections: Sequence[Section]) -> tuple[DecisionRef, ...]:
    """Every mention of a numbered decision in ``text``, in order."""
    return tuple(_references(text, sections))


def _references(text: str, sections: Sequence[Section]) -> Iterator[DecisionRef]:
    for match in _MENTION.finditer(text):
        number = re.sub(r"\s+", "", match["number"])
        kind = _kind(match["kind"], number)
        if not kind:
            continue
        end = match.end()
        issuer_match = _ISSUER.match(text, end)
        if issuer_match:
            end = issuer_match.end()
        before = text[max(0, match.start() - 320) : match.start()]
        issuer, subject = issuer_match["issuer"] if issuer_match else "", ""
        after = _SUBJECT_AFTER.match(text, end) or _SUBJECT_QUOTED.match(text, end)
        approved = _APPROVED_BY.search(before)
        bracket = _BEFORE_BRACKET.search(before)
        if after:
            subject = _trimmed(after["subject"])
        elif approved:
            subject = _from_first_capital(approved["subject"].strip())
            issuer = issuer or approved["issuer"]
        elif bracket:
            subject = bracket["subject"].strip()
        position = match.start()
        if not match["kind"] and (law := _LAW_NAME.search(before)):
            subject = subject or law[0]
            position -= len(law[0])
        section = next((s.label for s in sections if s.span.start <= position < s.span.end), "")
        date = re.sub(r"\s*([/.-])\s*", r"\1", match["date"] or "")
        yield DecisionRef(
            number, kind, date, " ".join(issuer.split()), " ".join(subject.split()), section,
            Span(position, end), _relation(before),
        )  # fmt: skip


def _kind(written: str | None, number: str) -> str:
    if written:
        name = " ".join(written.split())
        return next((k for k in KINDS if fold(k) == fold(name)), name)
    return next((_KIND_OF_SIGN[p] for p in sign_parts(number) if p in _KIND_OF_SIGN), "")


def _trimmed(subject: str) -> str:
    """A subject up to its full stop, or to the next decision in an enumeration."""
    return _SUBJECT_ENDS.split(subject, maxsplit=1)[0].strip(" ,")


def _from_first_capital(phrase: str) -> str:
    """ "thực hiện tốt Quy hoạch tỉnh …" without the verb that leads to the name."""
    match = re.search(r"(?:^|\s)([A-ZĐ])", phrase)
    return phrase[match.start(1) :] if match else phrase


def _relation(before: str) -> str:
    """The verb by which the text refers to the decision, or ""."""
    tail = fold(before[-60:])
    tail = re.split(r"[;.]", tail)[-1]
    found = [(tail.rfind(fold(r)), r) for r in _RELATIONS if fold(r) in tail]
    return max(found, key=lambda item: (item[0] + len(item[1]), len(item[1])))[1] if found else ""
