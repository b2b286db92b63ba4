"""Every duty that the documents give a body. What counts as one duty is written in docs/tables.md."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Quote
from assistant.mentions import is_register
from assistant.tables.assignments import assignments
from assistant.tables.roles import COORDINATES, LEADS, role_of
from assistant.tables.subjects import Subjects, names_in, opens_with_verb
from ingest.documents import Document, Section
from ingest.layout import lines_of
from ingest.spans import Span, stripped
from ingest.structure import RECIPIENTS
from ingest.vietnamese import capitalised, fold, sentences


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one body: who (``body`` is a slice too), in what role, and the words that give it."""

    body: Quote
    role: str
    quote: Quote

    @property
    def name(self) -> str:
        """The body as a column shows it: as written, its first letter large."""
        return capitalised(" ".join(self.body.text.split()))


# Scope and definitions name bodies and charge none; so do the lists of addressees.
_NO_DUTIES = re.compile(
    r"pham vi dieu chinh|doi tuong ap dung|giai thich tu ngu|hieu luc thi hanh|(?:nghiem|bi) cam"
)
_ITEM = re.compile(r"\s*(?:(?P<point>[a-zđ])\s?\)|(?P<bullet>[-+•–*])|(?P<clause>\d{1,3})\s?[.)])\s*(?=\S)")
_DUTIES_OF = re.compile(
    r"(?:Trách nhiệm|Nhiệm vụ(?:,? quyền hạn| và quyền hạn)?|Nghĩa vụ)\s+của\s+(?P<bodies>[^:.;\n]{3,200}?)\s*(?:trong (?:việc|quản lý|công tác)\b.*)?[:.]?\s*$",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"(?:cơ quan, tổ chức, cá nhân|các bên|tổ chức, cá nhân)\b.*(?:đối với|về)\b")
_NUMBER = re.compile(r"\s*(?:[\w|!]{1,6}\s*[-–.:)]\s*)?(?:Điều\s+\w+\.?\s*)?")
_NOT_BY_BODY = re.compile(r"(?:Việc|Văn bản|Hồ sơ|Kinh phí|Dấu|Thời hạn|Mẫu|Danh mục|Nội dung|Quyền)\b")
_NO_CHARGE = re.compile(r"(?:Không được|Được(?! giao)|Có quyền|Không phải)\b", re.IGNORECASE)
_PIECE = re.compile(r";\s+(?:và\s+)?|,\s*đồng thời,?\s+")
_HANDS_ON = re.compile(
    r"(?<!\w)(?<!chuyển )(?<!bàn )(?<!có thể )(?<!được )(?P<how>chỉ đạo|giao(?:\s+cho)?|phân công(?:\s+cho)?|định hướng|Yêu cầu)\s+(?=\w)|(?<!\w)(?:Giao|Chỉ đạo|Phân công)\s+(?=\w)"
)
_WITH = re.compile(r"phối hợp(?:\s+(?:chặt chẽ|đồng bộ))?\s+với\s+", re.IGNORECASE)
_LONGEST_NAME = 90  # characters of a body that a duty is handed on to


def find_duties(documents: Sequence[Document]) -> tuple[Duty, ...]:
    """The duties in all documents, in the order of their passages; none from registers."""
    own = [d for d in documents if not is_register(d)]
    subjects = Subjects(frozenset(name for d in own for name in names_in(d.text)))
    found: dict[tuple[str, Span, Span], Duty] = {}
    for document in own:
        tables = dict(assignments(document.text, subjects))
        assigning = frozenset(row.start for row in tables)
        duties = [
            Duty(Quote(document, a.body), a.role, Quote(document, a.task))
            for row in tables.values()
            for a in row
        ]
        for section in document.sections:
            if section.label in ("header", RECIPIENTS) or _NO_DUTIES.search(fold(section.heading)):
                continue
            duties += _Reader(document, section, subjects, assigning).duties()
        if tables:
            duties.sort(key=lambda duty: duty.quote.span.start)
        for duty in duties:
            found.setdefault((document.id, duty.body.span, duty.quote.span), duty)
    return tuple(found.values())


class _Reader:
    """Reads the duties of one section, line by line; a line may charge a body with the lines after it.

    Rows of tables that start at ``assigning`` are read elsewhere.
    """

    def __init__(
        self, document: Document, section: Section, subjects: Subjects, assigning: Collection[int]
    ) -> None:
        self._document = document
        self._text = document.text
        self._section = section
        self._subjects = subjects
        self._assigning = assigning
        self._carried: tuple[Span, ...] = ()

    def duties(self) -> Iterator[Duty]:
        """The duties, in order."""
        led, named = self._led_by_heading()
        clause_led: tuple[Span, ...] = ()
        numbered = not self._section.heading
        start = self._section.body_start
        for line in lines_of(self._text[start : self._section.span.end]):
            if not any(c.isalnum() for c in line.text) or start + line.span.start in self._assigning:
                continue
            item = _ITEM.match(line.text)
            span = stripped(
                self._text, Span(start + line.span.start + (item.end() if item else 0), start + line.span.end)
            )
            under = bool(item and (item["point"] or item["bullet"]))
            if item and item["clause"]:
                clause_led = ()
            if bodies := self._charged_below(span):
                clause_led, named = bodies, False
                continue
            if bodies := self._subjects.whole_body(self._text, span):
                clause_led, named = bodies, True
                continue
            own = list(self._of_line(span, numbered))
            owners = clause_led if under and clause_led else led if item or not own else ()
            if own:
                yield from own
            elif owners and self._is_duty(span, named):
                yield from self._given(owners, span, whole=True)
            if own and self._text.endswith(":", 0, span.end):
                clause_led = self._carried

    # -- whom the lines below belong to ----------------------------------------------------------

    def _led_by_heading(self) -> tuple[tuple[Span, ...], bool]:
        """The bodies that the section's heading charges, and whether it only names them ("2. Sở Tài chính")."""
        span = stripped(self._text, Span(self._section.span.start, self._section.body_start))
        number = _NUMBER.match(self._text, span.start, span.end)
        title = Span(number.end() if number else span.start, span.end)
        if bodies := self._duties_of(title):
            return bodies, False
        # The articles of a law that name only a body say who it is, not what it must do.
        return (() if "Điều" in self._section.label else self._subjects.whole_body(self._text, title)), True

    def _duties_of(self, span: Span) -> tuple[Span, ...]:
        """The bodies in "Trách nhiệm của X"."""
        found = _DUTIES_OF.match(span.of(self._text))
        if not found or _GENERIC.match(found["bodies"]):
            return ()
        named = Span(span.start + found.start("bodies"), span.start + found.end("bodies"))
        if self._subjects.body_at(self._text, named.start, named.end) < 0:
            return ()
        return self._subjects.split(self._text, named)

    def _charged_below(self, span: Span) -> tuple[Span, ...]:
        """The bodies that a line charges with the lines below it: "Trách nhiệm của X", "X có trách nhiệm:"."""
        if bodies := self._duties_of(span):
            return bodies
        charge = self._subjects.charge(self._text, span)
        return charge.bodies if charge and not charge.duty.of(self._text).strip(" :.") else ()

    def _is_duty(self, span: Span, named: bool) -> bool:
        """True if a line below its bodies gives a duty; where they are only ``named``, it must open with a verb."""
        line = span.of(self._text)
        if _NO_CHARGE.match(line):
            return False
        return opens_with_verb(line) or (not named and len(line) > 25 and not _NOT_BY_BODY.match(line))

    # -- the duties of a line ----------------------------------------------------------------------

    def _of_line(self, span: Span, goes_on: bool) -> Iterator[Duty]:
        """The duties of a paragraph.

        Where a numbered provision has no heading, a sentence that ``goes_on`` with a verb has the
        subject of the one before it.
        """
        for sentence in sentences(self._text, span):
            charge = self._subjects.charge(self._text, sentence)
            if charge:
                self._carried = charge.bodies
                yield from self._given(charge.bodies, charge.duty)
            elif goes_on and self._carried and self._is_verbal(sentence):
                yield from self._given(self._carried, sentence)
            else:
                yield from self._handed_on(sentence)

    def _is_verbal(self, sentence: Span) -> bool:
        words = sentence.of(self._text)
        adverbial = re.match(
            r"(?:Quá trình|Trong quá trình|Định kỳ|Hằng năm|Hàng năm|Đồng thời|Thường xuyên)[^,.;:]{0,40}?,?\s+",
            words,
        )
        return opens_with_verb(words[adverbial.end() :] if adverbial else words)

    def _given(self, bodies: tuple[Span, ...], duty: Span, whole: bool = False) -> Iterator[Duty]:
        """The duties in the words that follow a subject: divided at semicolons, unless they are one point."""
        for piece in (duty,) if whole else self._pieces(duty):
            role = role_of(self._opening(piece))
            for body in bodies:
                yield self._duty(body, role, piece)
            if role == LEADS:
                yield from self._coordinating(piece)
            yield from self._handed_on(piece)

    def _opening(self, piece: Span) -> str:
        """A duty without the adverbials before its first verb: "căn cứ chức năng, nhiệm vụ tập trung lãnh đạo"."""
        words = piece.of(self._text)
        adverbial = re.match(
            r"(?:căn cứ|theo|trong|quá trình|định kỳ|hằng năm)(?:(?! có trách nhiệm).){0,80}?(?=\b(?:tập trung|thường xuyên|chủ trì|lãnh đạo|chỉ đạo|phối hợp)\b)",
            words,
            re.IGNORECASE,
        )
        return words[adverbial.end() :] if adverbial else words

    def _pieces(self, duty: Span) -> Iterator[Span]:
        """The duties in a row: parted where a verb follows, or at every semicolon of what a colon led to."""
        start = duty.start
        listed = self._text[max(0, duty.start - 3) : duty.start].rstrip().endswith(":")
        for cut in _PIECE.finditer(self._text, duty.start, duty.end):
            if listed or opens_with_verb(self._text[cut.end() : duty.end]):
                yield stripped(self._text, Span(start, cut.start()))
                start = cut.end()
        yield stripped(self._text, Span(start, duty.end))

    def _coordinating(self, piece: Span) -> Iterator[Duty]:
        """Those with whom the leading body works: "Chủ trì, phối hợp với Sở A và Sở B xây dựng …"."""
        for found in _WITH.finditer(self._text, piece.start, piece.end):
            span = self._named_from(found.end(), piece.end, 240)
            if span is not None:
                duty = stripped(self._text, Span(span.end, piece.end))
                for body in self._subjects.split(self._text, span):
                    yield self._duty(body, COORDINATES, duty)
                return

    def _handed_on(self, piece: Span) -> Iterator[Duty]:
        """Those to whom a duty is handed on: "chỉ đạo UBND tỉnh triển khai …", "giao Sở A chủ trì …"."""
        for found in _HANDS_ON.finditer(self._text, piece.start, piece.end):
            span = self._named_from(found.end(), piece.end, _LONGEST_NAME)
            if span is None:
                continue
            stop = re.compile(r";\s").search(self._text, span.end, piece.end)
            duty = stripped(self._text, Span(span.end, stop.start() if stop else piece.end))
            role = role_of(duty.of(self._text))
            for body in self._subjects.split(self._text, span):
                yield self._duty(body, role, duty)
            if role == LEADS:
                yield from self._coordinating(duty)

    def _named_from(self, start: int, end: int, longest: int) -> Span | None:
        """The bodies named from ``start`` up to the verb of what they do, or None where none are."""
        opened = self._subjects.body_at(self._text, start, end)
        if opened < 0:
            return None
        verb = self._subjects.verb_after(self._text, opened, min(end, start + longest))
        if verb is None:
            return None
        words = self._text[start:verb]
        if re.search(r"[;:.(]|(?:được|không)\s*$", words):
            return None
        link = re.search(r"\s+(?:để|nhằm|trong việc|trong|và)\s*$", words)
        return stripped(self._text, Span(start, start + (link.start() if link else len(words.rstrip(" ,")))))

    def _duty(self, body: Span, role: str, duty: Span) -> Duty:
        return Duty(Quote(self._document, body), role, Quote(self._document, duty))
