"""Every target that the documents set. What counts as one target is written in docs/tables.md."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Quote
from assistant.mentions import Mention, is_register
from ingest.documents import Document, Section
from ingest.layout import lines_of
from ingest.spans import Span, stripped
from ingest.structure import RECIPIENTS
from ingest.vietnamese import fold, sentences

GENERAL, SPECIFIC, ELSEWHERE = "tổng quát", "cụ thể", "nêu ở phần khác"
KINDS = (GENERAL, SPECIFIC, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written, with its unit and how it is compared: ("trên", "50", "%")."""

    comparison: str
    number: str
    unit: str
    span: Span

    @property
    def written(self) -> str:
        number = f"{self.number}{'' if self.unit.startswith('%') else ' '}{self.unit}"
        return f"{self.comparison} {number}".strip()


@dataclass(frozen=True, slots=True)
class Target:
    """A target: its kind, field and years as written (empty where the words name none), figures, and the words."""

    kind: str
    field: str
    years: tuple[str, ...]
    figures: tuple[Figure, ...]
    quote: Quote


_TARGETS = re.compile(r"(?<!\w)(?:muc tieu|chi tieu)(?!\w)")
_GENERAL = re.compile(r"tong quat|muc tieu chung|tong the")
_NO_TARGETS = re.compile(r"muc dich|nhiem vu|giai phap|pham vi|trach nhiem")
_MARK = re.compile(r"\s*(?:[-+*•–]\s?|[a-zđ]\s?\)\s*|\d{1,2}(?:\.\d{1,2})*[.)]\s+|\(\d{1,2}\)\s*)(?=\S)")
_FIELD = re.compile(r"(?:[Vv]ề\s+)(?P<field>[^,:;.]{3,80})(?=\s*[,:])|(?P<titled>[A-ZĐÀ-Ỹ][^,:;.]{2,60}):\s")
_LISTED_FIELD = re.compile(r"(?:[Vv]ề\s+)(?P<field>[^:;.]{3,90}):\s")

_COMPARISON = (
    r"tối thiểu|tối đa|ít nhất|không quá|không thấp hơn|không dưới|đạt trên|đạt khoảng|đạt từ|đạt|trên|dưới|hơn|khoảng|gần|từ|bằng|"
    r"lên|xuống còn|còn|giảm|tăng|≥|≤|>|<"
)
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
# Units of measure, of money, of what is counted in plans.
_UNIT = (
    r"%(?:/năm)?|‰|phần trăm|điểm phần trăm|(?:nghìn |triệu |trăm )?tỷ(?: đồng| USD| đô la)?|(?:nghìn )?tỉ(?: đồng)?|triệu(?: đồng| USD| lượt(?: khách)?| tấn| người| m3| m2)?(?:/\w+)*|"
    r"nghìn(?: đồng| tấn| người| ha| lượt(?: khách)?)?|USD(?:/người)?|đồng|km/h|km2|km²|km|ha|m2|m²|m3|m³|mét|tấn(?:/năm)?|kg|MW|GW|kWh(?:/người)?|MWp|kV|"
    r"lượt(?: khách)?|lao động|hộ|người|xã|phường|huyện|thị trấn|thôn|trường|giường(?: bệnh)?(?:/vạn dân)?|bác sĩ(?:/vạn dân)?|cơ sở|dự án|doanh nghiệp|"
    r"điểm|bậc|lần|ngày|tháng|giờ|phút|khu|cụm|cảng|nhà máy|căn(?: hộ)?|sản phẩm|vạn dân"
)
_FIGURE = re.compile(
    rf"(?:(?<!\w)(?P<comparison>(?:{_COMPARISON})(?:\s+(?:{_COMPARISON}))*)\s*)?(?<![\w/.,-])(?P<number>(?:{_NUMBER})(?:\s?[-–]\s?(?:{_NUMBER}))?)\s*(?P<unit>{_UNIT})(?!\w)",
    re.IGNORECASE,
)
# Years that a target is set for; not those inside a cited name, a date or a period of planning.
_YEAR = re.compile(
    r"(?:đến(?: hết| cuối| trước)?|vào|trước|từ|trong|giai đoạn|năm|tầm nhìn(?: đến)?)\s+(?:năm\s+)?(?P<year>20\d\d)(?:\s?[-–]\s?(?P<until>20\d\d))?(?![/\d])",
    re.IGNORECASE,
)
_OPENS_WITH_YEAR = re.compile(r"(?:Đến|Giai đoạn|Năm|Trong giai đoạn|Tầm nhìn)\s[^,;]{0,40}20\d\d")
_QUOTED = re.compile(r"“[^”]{0,400}”|\"[^\"]{0,400}\"|\([^()]{0,300}\)")
_CITED = re.compile(
    r"(?:Quy hoạch|Đề án|Nghị quyết|Kết luận|Quyết định|Chương trình|Chiến lược|Kế hoạch)\s[^;.]{0,220}?(?:thời kỳ|giai đoạn)\s+20\d\d\s?[-–']\s?20\d\d(?:,? tầm nhìn(?: đến)?(?: năm)? 20\d\d)?|"
    r"(?:Nghị quyết|Kết luận|Quyết định|Chương trình|Chiến lược|Kế hoạch|Chỉ thị)[^;.]{0,60}số\s[^;.]{0,320}?(?:đến năm 20\d\d,? tầm nhìn(?: đến)?(?: năm)? 20\d\d|(?=;|\.\s|$))"
)


def find_targets(documents: Sequence[Document]) -> tuple[Target, ...]:
    """The targets in all documents, in the order of their passages; none from registers or laws' articles."""
    return tuple(
        target
        for document in documents
        if not is_register(document)
        for section in document.sections
        if section.label not in ("header", RECIPIENTS) and "Điều" not in section.label
        for target in _of_section(document, section)
    )


def _of_section(document: Document, section: Section) -> Iterator[Target]:
    headings = [fold(h) for h in section.path]
    innermost = next((h for h in reversed(headings) if _TARGETS.search(h)), "")
    if not innermost or (headings and _NO_TARGETS.search(headings[-1]) and not _TARGETS.search(headings[-1])):
        yield from _elsewhere(document, section)
        return
    kind = GENERAL if _GENERAL.search(innermost) else SPECIFIC
    field = _field_of_heading(section, innermost)
    text = document.text
    for line in lines_of(text[section.body_start : section.span.end]):
        if not any(c.isalnum() for c in line.text):
            continue
        mark = _MARK.match(line.text)
        start = section.body_start + line.span.start
        span = stripped(text, Span(start + (mark.end() if mark else 0), section.body_start + line.span.end))
        own = _field(text, span)
        for sentence in sentences(text, span):
            if sentence.of(text).endswith(":"):
                continue  # leads to targets, is none
            # "Đến năm 2030, …; …": the year at the head of a sentence holds for all its clauses.
            opened = _years(document, sentence)[:1] if _OPENS_WITH_YEAR.match(sentence.of(text)) else ()
            for piece in _divided(document, sentence):
                years = _years(document, piece) or opened
                yield Target(kind, own or field, years, _figures(document, piece), Quote(document, piece))


def _field_of_heading(section: Section, targets: str) -> str:
    """The field that the heading below that of the targets names ("2.1. Về kinh tế"), if there is one."""
    heading = re.sub(r"^\s*(?:[\w.]{1,6}[-–.)]\s*)?", "", section.heading)
    folded = fold(heading)
    if _TARGETS.search(folded) and folded in targets and not re.search(r"\bve\s", folded):
        return ""
    heading = re.sub(
        r"^(?:(?:Các )?(?:[Mm]ục tiêu|[Cc]hỉ tiêu)(?: cụ thể| chủ yếu)?\s*)?(?:[Vv]ề\s+)?", "", heading
    )
    return " ".join(heading.split()).rstrip(":. ")


def _field(text: str, span: Span) -> str:
    words = span.of(text)
    found = _LISTED_FIELD.match(words) or _FIELD.match(words)
    if not found:
        return ""
    field = found.groupdict().get("field") or found.groupdict().get("titled") or ""
    return " ".join(field.split()) if not _YEAR.search(field) and not re.search(r"\d", field) else ""


def _divided(document: Document, sentence: Span) -> Iterator[Span]:
    """A sentence, or where it enumerates figures its clauses: "GRDP tăng 10%; thu ngân sách đạt 60 nghìn tỷ đồng"."""
    text = document.text
    cuts = [sentence.start + m.end() for m in re.finditer(r";\s+", sentence.of(text))]
    starts, ends = [sentence.start, *cuts], [*cuts, sentence.end]
    pieces = [stripped(text, Span(a, b)) for a, b in zip(starts, ends, strict=True)]
    if len(pieces) < 2 or sum(bool(_figures(document, p)) for p in pieces) < 2:
        yield sentence
        return
    yield from pieces


def _elsewhere(document: Document, section: Section) -> Iterator[Target]:
    """Outside the targets' part: sentences that speak of a target and set a year or a figure for it."""
    for chunk in document.chunks:
        if not section.span.contains(chunk.span):
            continue
        for sentence in sentences(document.text, chunk.span):
            if not re.search(
                r"(?<!\w)(?:muc tieu|chi tieu|phan dau)(?!\w)", fold(sentence.of(document.text))
            ):
                continue
            years, figures = _years(document, sentence), _figures(document, sentence)
            if years or figures:
                yield Target(ELSEWHERE, "", years, figures, Quote(document, sentence))


def _own_words(document: Document, span: Span) -> str:
    """The words of a target, as long as before, with the names of cited documents blanked out."""
    words = span.of(document.text)
    for reference in document.references:
        if span.overlaps(reference.span):
            cited = Mention(document, reference).quote.span
            start, end = max(cited.start, span.start) - span.start, min(cited.end, span.end) - span.start
            words = words[:start] + " " * (end - start) + words[end:]
    for pattern in (_CITED, _QUOTED):
        words = pattern.sub(lambda m: " " * len(m[0]), words)
    return words


def _years(document: Document, span: Span) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for match in _YEAR.finditer(_own_words(document, span)):
        period = f"{match['year']}–{match['until']}" if match["until"] else match["year"]
        found[period] = None
    return tuple(found)


def _figures(document: Document, span: Span) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            " ".join((match["comparison"] or "").split()), match["number"], " ".join(match["unit"].split()),
            Span(span.start + match.start(), span.start + match.end()),
        )
        for match in _FIGURE.finditer(_own_words(document, span))
        if not _DATE_LIKE.search(match[0]) and not re.fullmatch(r"(?:20|19)\d\d", match["number"])
    )  # fmt: skip


# "tháng 6", "ngày 15": a number behind its word is a date; before it ("30 ngày") a length of time.
_DATE_LIKE = re.compile(r"^\s*(?:ngày|tháng)\s+\d", re.IGNORECASE)
