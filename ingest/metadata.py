"""What the heading of a document says of it: kind, number, date, place, issuer, subject."""

import re
from collections.abc import Sequence

from ingest.closing import read_recipients, read_signer
from ingest.documents import Fact, Metadata, Section
from ingest.layout import Line, lines_of
from ingest.references import DATE, KINDS
from ingest.spans import Span, stripped
from ingest.structure import HEADER, RECIPIENTS
from ingest.vietnamese import fold

_NUMBER_LINE = re.compile(
    r"^\s*(?:Luật\s+)?(?:[Ss]ố|SỐ|[Ss]ô|So)\s*[:.]?\s*(?P<number>[^\n]*?/\s?[A-ZĐƯ][\w-]*)"
)
_READABLE_NUMBER = re.compile(r"\d{1,5}(?:/\d{4})?\s?[-/]\s?[A-ZĐƯ][\w/-]*$")
_SIGN = re.compile(r"[A-ZĐƯ][A-Za-zĐđƯư]*\d{0,2}(?:\s?[-/]\s?[A-ZĐƯ][A-Za-zĐđƯư]*\d{0,2})*$")
_PLACE_DATE = re.compile(
    r"(?P<place>[A-ZĐ]\w+(?:\s[A-ZĐ]\w+){0,3})\s*,\s*(?P<date>ngày\s+\S+\s+tháng\s+\S+\s+năm\s+\d{4})"
)
_FULL_DATE = re.compile(rf"ngày\s+(?:{DATE})$")
_ISSUED_BY = re.compile(rf"(?P<issuer>[A-ZĐỦ]\w*(?:\s+\w+){{0,8}}?)\s+ban hành\s+(?:{'|'.join(KINDS)})\b")
_ISSUER_LINES = (
    "chính phủ", "quốc hội", "thủ tướng chính phủ", "ủy ban nhân dân", "uỷ ban nhân dân", "hội đồng nhân dân",
    "bộ chính trị", "ban thường vụ", "tỉnh ủy", "thành ủy", "ban chấp hành", "bộ ", "ủy ban thường vụ quốc hội",
)  # fmt: skip
_OF_A_PLACE = ("ủy ban nhân dân", "uỷ ban nhân dân", "hội đồng nhân dân")
_PLACE_LINE = re.compile(r"\s*(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s")
_LONGEST_TITLE = 5  # lines
_SIGNATURE = re.compile(r"^\s*(?:T/M|TM\.?|T\.M\.?)\s*(?P<issuer>[A-ZĐỦ].{3,60})$")


def read_metadata(text: str, sections: Sequence[Section]) -> Metadata:
    """The metadata of a document, each value with the span it was read from.

    What the heading has but can't be read ("SỐ 4^5 - KH/TU", "ngày zs tháng 6 năm 2024") is
    kept as far as it can be read, and marked ``legible=False``.
    """
    head = next((s.span for s in sections if s.label == HEADER), Span(0, min(len(text), 3000)))
    lines = [line for line in lines_of(head.of(text)) if not line.blank][:40]
    kind_line = next((line for line in lines if _kind_of(line.text)), None)
    number, sign = _number(lines)
    place, date = _place_and_date(text, head)
    return Metadata(
        kind=Fact(_kind_of(kind_line.text), stripped(text, kind_line.span)) if kind_line else Fact(),
        number=number,
        sign=sign,
        date=date,
        place=place,
        issuer=_issuer(text, head, lines, sections, kind_line),
        subject=_subject(lines, kind_line),
        recipients=read_recipients(text, sections),
        signer=read_signer(text, sections),
    )


def _kind_of(line: str) -> str:
    """The document kind if ``line`` is a title line in capitals ("KẾ HOẠCH", "LUẬT DU LỊCH")."""
    bare = line.strip(" .*_-")
    if not bare.isupper() or len(bare) > 200:
        return ""
    return next((k for k in KINDS if re.match(rf"{re.escape(fold(k))}(?!\w)", fold(bare))), "")


def _number(lines: Sequence[Line]) -> tuple[Fact, Fact]:
    for line in lines:
        match = _NUMBER_LINE.match(line.text)
        if not match:
            continue
        written = match["number"].strip()
        span = Span(line.span.start + match.start("number"), line.span.start + match.end("number"))
        sign_match = _SIGN.search(written)
        sign = Fact(sign_match[0].replace(" ", ""), span) if sign_match else Fact()
        if _READABLE_NUMBER.fullmatch(written):
            return Fact(re.sub(r"\s+", "", written), span), sign
        return Fact("", span, legible=False), sign
    return Fact(), Fact()


def _place_and_date(text: str, head: Span) -> tuple[Fact, Fact]:
    match = _PLACE_DATE.search(text, head.start, head.end)
    if not match:
        return Fact(), Fact()
    span = Span(match.start("date"), match.end("date"))
    written = " ".join(match["date"].split())
    # "… KH/TU Quảng Ninh, ngày …": the sign before the place is in capitals
    name = re.search(r"(?:\b[A-ZĐ][^\WA-Z]+\s?)+$", match["place"])
    start = match.start("place") + (name.start() if name else 0)
    place = Fact(text[start : match.end("place")], Span(start, match.end("place")))
    if _FULL_DATE.fullmatch(written):
        return place, Fact(written, span)
    readable = re.search(r"tháng\s+\d{1,2}\s+năm\s+\d{4}|năm\s+\d{4}", written)
    return place, Fact(readable[0] if readable else "", span, legible=False)


def _issuer(
    text: str, head: Span, lines: Sequence[Line], sections: Sequence[Section], kind_line: Line | None
) -> Fact:
    issued = _ISSUED_BY.search(text, head.start, head.end)
    named = _below_kind(lines, kind_line)
    if named:
        start = named.span.start + len(named.text) - len(named.text.lstrip()) + len("CỦA ")
        span = Span(start, named.span.start + len(named.text.rstrip()))
        return Fact(_as_written(span.of(text), text), span)
    letterhead = _letterhead(text, lines)
    if issued:
        name = " ".join(issued["issuer"].split())
        # "Ủy ban nhân dân tỉnh ban hành …": the letterhead says which
        if letterhead and fold(letterhead.value).startswith(fold(name) + " "):
            return letterhead
        return Fact(name, Span(issued.start(), issued.end()))
    if letterhead:
        return letterhead
    tail = next((s.span for s in reversed(sections) if s.label == RECIPIENTS), None)
    for line in lines_of(tail.of(text)) if tail else []:
        if match := _SIGNATURE.match(line.text):
            return Fact(
                _as_written(match["issuer"].strip(), text),
                stripped(text, line.span.shifted(tail.start if tail else 0)),
            )
    return Fact()


def _below_kind(lines: Sequence[Line], kind_line: Line | None) -> Line | None:
    """The line "CỦA BỘ CHÍNH TRỊ" below "KẾT LUẬN"."""
    following = next((x for x in lines if kind_line and x.number > kind_line.number), None)
    return (
        following
        if following and re.match(r"\s*CỦA\s", following.text) and following.text.isupper()
        else None
    )


def _letterhead(text: str, lines: Sequence[Line]) -> Fact:
    """The agency at the top, with the place on the line below ("ỦY BAN NHÂN DÂN / TỈNH …")."""
    for number, line in enumerate(lines[:8]):
        bare = line.text.strip(" -*_")
        if not (bare.isupper() and bare.lower().startswith(_ISSUER_LINES)):
            continue
        span = stripped(text, line.span)
        following = lines[number + 1] if number + 1 < len(lines) else line
        if _PLACE_LINE.match(following.text) and following.text.isupper() and bare.lower() in _OF_A_PLACE:
            span = Span(span.start, stripped(text, following.span).end)
            bare = f"{bare} {following.text.strip(' -*_')}"
        return Fact(_as_written(bare, text), span)
    return Fact()


def _as_written(capitals: str, text: str) -> str:
    """A name in capitals as the text writes it elsewhere ("BỘ Y TẾ": "Bộ Y tế"), else in small letters
    but for its first and for names of places."""
    words = capitals.split()
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)
    for match in pattern.finditer(text):
        if not match[0].isupper() and match[0][0].isupper():
            return " ".join(match[0].split())
    small = [word.lower() for word in words]
    for number, word in enumerate(small[:-1]):
        if word == "bộ" and number == 0:
            small[1] = small[1].capitalize()
        elif word in ("tỉnh", "phố", "huyện", "quận", "xã", "phường") and small[number + 1] != "ủy":
            small[number + 1 :] = [name.capitalize() for name in small[number + 1 :]]
        elif word == "ủy" and number == 1:
            small[2:] = [name.capitalize() for name in small[2:]]
    return _first_capital(" ".join(small))


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


def _subject(lines: Sequence[Line], kind_line: Line | None) -> Fact:
    """The title below the kind's line; for "LUẬT DU LỊCH" what follows the kind."""
    if kind_line is None:
        return Fact()
    kind = _kind_of(kind_line.text)
    rest = kind_line.text.strip(" .*_-")[len(kind) :].strip()
    if rest:
        start = kind_line.span.start + kind_line.text.index(rest)
        return Fact(_sentence_case(rest), Span(start, start + len(rest)))
    named = _below_kind(lines, kind_line) or kind_line
    below = [line for line in lines if line.number > named.number]
    if not below or len(below[0].text) > 600 or fold(below[0].text).lstrip().startswith("can cu"):
        return Fact()
    title = [below[0]]
    for line in below[1:_LONGEST_TITLE]:
        if line.number != title[-1].number + 1 or not line.text.strip()[0].islower():
            break
        title.append(line)
    first = below[0]
    start = first.span.start + len(first.text) - len(first.text.lstrip())
    bare = " ".join(" ".join(line.text.split()) for line in title)
    end = title[-1].span.start + len(title[-1].text.rstrip())
    return Fact(_sentence_case(bare) if bare.isupper() else bare, Span(start, end))
