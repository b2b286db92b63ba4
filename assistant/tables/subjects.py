"""Who a sentence charges: the bodies at its head, apart from what they must do.

Vietnamese marks neither the end of a subject nor the beginning of a verb, so both are known by the
words that open them: a body opens with what bodies are called ("Sở", "Ủy ban", "Người đứng đầu"),
a predicate with a marker of duty ("có trách nhiệm", "phải") or a verb that officials are charged with.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from assistant.tables.openers import EVERY, HEAD, VERBS
from ingest.spans import Span, stripped

VERB = re.compile(rf"(?<!\w)(?:{VERBS})(?!\w)", re.IGNORECASE)
_OPENS_WITH_VERB = re.compile(
    rf"(?:(?:và|đồng thời)\s*,?\s*)?(?:{VERBS})(?!\w)|Tổ chức\b|Chỉ\b", re.IGNORECASE
)

# Markers after which a duty stands, whatever its verb.
_MARKER = re.compile(
    rf"(?<!\w)(?:(?<!người )(?:có trách nhiệm|chịu trách nhiệm(?=\s*:|\s+(?:trong việc|sau đây|{VERBS})(?!\w)))(?:\s+(?:trong việc|thực hiện các nhiệm vụ sau(?: đây)?|sau đây))?(?!\s+(?:trước|về)\b)\s*:?|"
    r"có (?:các )?(?:nhiệm vụ|nghĩa vụ)(?:,? quyền hạn| và quyền hạn| và trách nhiệm)?(?: sau(?: đây)?)?\s*:?|(?:thực hiện )?(?:các|những) (?:công việc|nhiệm vụ)(?: sau(?: đây)?)?\s*:|"
    rf"(?<!hoặc )(?=phải\s)|(?=chịu trách nhiệm(?!\s+(?:{VERBS})(?!\w))(?!\s*:)))"
)
# What a body may do, or need not, is no duty.
_POWERLESS = re.compile(
    r"(?<!\w)(?:có thể|có (?:các )?quyền|không được|không phải)(?!\w)|(?:không|chưa|chẳng|(?<!người )(?<!cấp )(?<!cơ quan )có thẩm quyền|được)\s*$",
    re.IGNORECASE,
)
_POWER = re.compile(r"(?:có thể|được(?! giao)|không|chưa|có quyền|có thẩm quyền|bị)(?!\w)")
# A plain verb behind one of these belongs to a clause of its own, not to the subject.
_CLAUSE = re.compile(
    r"(?<!\w)(?:không|chưa|bị|đã|được(?! giao| phân công| cử)|mà|nếu|do|để|nhằm|là|gồm)(?!\w)"
)
_NOBODY = re.compile(
    r"(?:người|bên|cơ sở|hội đồng|trường|tổ|xã|ban|hội|đoàn)", re.IGNORECASE
)  # alone, these name none
_ENTITLED = re.compile(r"\scó (?:các )?(?:quyền|nghĩa vụ|trách nhiệm|nhiệm vụ|chính sách)(?!\w)")
_BROKEN = re.compile(r";|[.?!]\s")
_PURPOSE = re.compile(r"\s(?:để|nhằm|mà|nếu)\s")
_DOES_BEFORE = re.compile(
    r"(?<!được )(?:thực hiện|chịu trách nhiệm trước|quy định|quyết định|ban hành)(?!\w)"
)
_ENTITLES = re.compile(r"[^;.]{0,200}?(?<!\w)(?:có quyền|có thể|được quyền|không được)(?!\w)")
_COLON = re.compile(r"\s*:\s*(?=\w)")
_THEN = re.compile(rf"\s+thì\s+(?={VERBS})(?!phải)")
_ADVERBIAL = re.compile(
    r"(?:^|,)?\s*(?<!\w)(?:là(?= )|có những|trong phạm vi|trong quá trình|theo chức năng|theo thẩm quyền|theo nhiệm vụ|căn cứ|trước khi|ngoài việc|trên cơ sở|"
    r"với vai trò|sau khi|khi|theo quy định|theo phân công|bằng|tại|hằng năm|hàng năm|chậm nhất|định kỳ|trong thời hạn)(?!\w)"
)
_CONDITION = re.compile(r"\s+(?:có|được|không|chưa|thuộc|là|muốn|cần)(?!\w)")
_ASSIGNED = re.compile(r"[^,.;:]{0,40}?\s+được\s+(?:giao|phân công|cử)(?:\s+nhiệm vụ)?\s+")
_PREFIX = re.compile(
    r"(?:Đối với|Trường hợp|Khi|Căn cứ|Trong|Theo|Định kỳ|Hằng năm|Hàng năm|Hằng|Trước|Sau|Để|Ngoài|Nếu|Từ|Trên cơ sở|Chậm nhất|Tại|Những|Quá trình|Cùng với|Ngay)\b"
)
_BODY = re.compile(rf"{EVERY}(?:{HEAD})(?!\w)")
_ORGANISES = re.compile(rf"\s*,?\s*(?:{VERBS})(?!\w)", re.IGNORECASE)  # "Tổ chức, chỉ đạo …" names nobody
# A verb straight after these says which one is meant ("người lập hồ sơ"), unless it is one of duty itself.
_RELATIVE = re.compile(r"(?:người|cá nhân|đơn vị|bên)\s+$", re.IGNORECASE)
_OCCUPIED = re.compile(
    r"(?:cơ quan|tổ chức|cơ sở|doanh nghiệp|công ty|đơn vị|trung tâm)\s+(?:quản lý|giáo dục|đào tạo|bồi dưỡng|điều tra|thanh tra|kiểm tra|soạn thảo|"
    r"ban hành|thi hành|đăng ký|tiếp nhận|nhận|giải quyết|cấp|đầu tư|tư vấn|khai thác|vận hành|hỗ trợ|bảo vệ|phát hành|thực hiện nhiệm vụ)$",
    re.IGNORECASE,
)
# Behind one of these a verb is a noun: "cơ sở giáo dục", "vốn đầu tư", "nơi phát triển du lịch".
_NOUN = re.compile(
    r"(?<!\w)(?:về|của|trong|cho|đối với|với|từ|bằng|được|công tác|hoạt động|việc|sự|sự nghiệp|dịch vụ|chương trình|chính sách|"
    r"vốn|(?<!thẩm )quyền|nơi|lĩnh vực|ngành|quỹ|sau|nhà nước về|chức năng|hoặc)\s+$",
    re.IGNORECASE,
)
_FORMAL = re.compile(
    r"(?:Bộ|Bộ trưởng|Ủy ban|Uỷ ban|Chính phủ|Nhà nước|Thủ tướng|Hội đồng|Tòa án|Quốc hội|Chủ tịch|UBND|Sở)\b"
)
_TELLING = re.compile(
    r"(?:tự|phải|thực hiện|chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm)$", re.IGNORECASE
)
_MOST_STARTS = 12  # places where the subject of one sentence is looked for
_LONGEST, _LONGEST_PLAIN = 330, 220  # characters of a subject before a marker, before a plain verb

_GENERAL = (
    r"(?:cơ quan|đơn vị|địa phương|tổ chức|cá nhân|doanh nghiệp|cán bộ|công chức|viên chức|người lao động)"
)
_KINDS = r"(?:bộ|sở|ban|ngành|cấp|đoàn thể|phòng|huyện|thị xã|thành phố|xã|phường|thị trấn|quận)"
_LONE = re.compile(rf"{EVERY}(?:{_GENERAL}|{_KINDS})(?:\s+(?:hoặc|hay)\s+{_GENERAL})?", re.IGNORECASE)
_ENDS_GENERAL = re.compile(rf"(?<!\w){_GENERAL}$", re.IGNORECASE)
_OPENS_GENERAL = re.compile(rf"{EVERY}{_GENERAL}(?!\w)", re.IGNORECASE)
_PLACES = re.compile(r"(?:thành phố|thị xã|huyện|quận|xã|phường|thị trấn|đặc khu)(?!\w)", re.IGNORECASE)
_ENDS_PLACE = re.compile(r"(?:tỉnh|thành phố|thị xã|huyện|quận|xã|phường)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Charge:
    """The bodies that a sentence charges, and where what they must do begins and ends."""

    bodies: tuple[Span, ...]
    duty: Span


def opens_with_verb(text: str) -> bool:
    """True if a clause begins with a verb of duty."""
    return _OPENS_WITH_VERB.match(text.lstrip(" ,;:")) is not None


class Subjects:
    """Finds bodies; beside what bodies are usually called it knows the ``names`` of this corpus."""

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        known = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
        self._known = re.compile(rf"(?:{known})(?!\w)") if known else None

    def body_at(self, text: str, position: int, end: int) -> int:
        """The end of the words that open a body at ``position``, or -1 where none begins."""
        if self._known and (known := self._known.match(text, position, end)):
            return known.end()
        opened = _BODY.match(text, position, end)
        if opened is None or (opened[0].lower() == "tổ chức" and _ORGANISES.match(text, opened.end(), end)):
            return -1
        return opened.end()

    def whole_body(self, text: str, span: Span) -> tuple[Span, ...]:
        """The bodies in a phrase that names nothing else ("2. Sở Tài chính", "Bộ Nội vụ:"), else none."""
        span = Span(span.start, span.start + len(span.of(text).rstrip(" :.")))
        opened = self.body_at(text, span.start, span.end)
        if (
            opened < 0
            or len(span) > _LONGEST_PLAIN
            or ":" in span.of(text)
            or _ENTITLED.search(span.of(text))
        ):
            return ()
        if self.verb_after(text, opened, span.end) is not None or _MARKER.search(text, opened, span.end):
            return ()
        return self.split(text, span)

    def charge(self, text: str, sentence: Span) -> Charge | None:
        """Whom a sentence charges and with what, or None where it charges nobody at its head."""
        for start in islice(self._starts(text, sentence), _MOST_STARTS):
            if found := self._charge_from(text, start, sentence.end):
                return found
        return None

    def split(self, text: str, span: Span) -> tuple[Span, ...]:
        """The bodies in an enumeration, each apart: "Sở A, Sở B và các cơ quan, đơn vị" are three.

        Set phrases of general nouns ("cơ quan, tổ chức") and alternatives ("đơn vị hoặc cá nhân") stay whole.
        """
        found: list[Span] = []
        position = span.start
        for cut in (*re.finditer(r"\s*,\s+(?:và\s+)?|\s+(?:và|cùng)\s+", span.of(text)), None):
            end = span.start + cut.start() if cut else span.end
            piece = stripped(text, Span(position, max(position, end)))
            position = span.start + cut.end() if cut else span.end
            if not len(piece):
                continue
            if found and self._belongs(text, found[-1], piece):
                found[-1] = Span(found[-1].start, piece.end)
            else:
                found.append(piece)
        return tuple(found)

    def _belongs(self, text: str, before: Span, piece: Span) -> bool:
        """True if a piece of an enumeration goes on with the body before it."""
        words, previous = piece.of(text), before.of(text)
        lone = _LONE.fullmatch(re.split(r"\s+(?:hoặc|hay)\s+", words)[0]) is not None
        if self.body_at(text, piece.start, piece.end) < 0 and not lone:
            return True  # "Sở Kế hoạch | và Đầu tư"
        all_general = all(_LONE.fullmatch(p.strip()) for p in re.split(r",|\bvà\b", previous))
        if lone and (all_general or _ENDS_GENERAL.search(previous)):
            return True  # "các sở | ban | ngành", "người đứng đầu cơ quan | tổ chức"
        if all_general and _ENDS_GENERAL.search(previous) and _OPENS_GENERAL.match(words):
            return True  # "tổ chức | cá nhân có liên quan"
        return bool(_PLACES.match(words) and _ENDS_PLACE.search(previous))  # "UBND các huyện | thị xã"

    def _starts(self, text: str, sentence: Span) -> Iterator[int]:
        """Where the subject may begin, the likeliest first."""
        whole = sentence.of(text)
        then = [sentence.start + m.end() for m in re.finditer(r"\bthì\s+(?=\w)", whole)]
        yield from (p for p in then if self.body_at(text, p, sentence.end) >= 0)
        if self.body_at(text, sentence.start, sentence.end) >= 0:
            yield sentence.start
            return
        after = r"[,:]\s+(?=\w)" if _PREFIX.match(whole) else r":\s+(?=\w)"
        for match in re.finditer(after, whole):
            position = sentence.start + match.end()
            listed = _ENDS_GENERAL.search(whole, 0, match.start()) and _LONE.match(
                text, position, sentence.end
            )
            if not listed and self.body_at(text, position, sentence.end) >= 0:
                yield position
        if (condition := re.match(r"Trường hợp\s+", whole)) and re.search(r"\bthì phải\b", whole):
            yield sentence.start + condition.end()

    def _charge_from(self, text: str, start: int, limit: int) -> Charge | None:
        opened = self.body_at(text, start, limit)
        if opened < 0:
            return None
        marker = self._marker(text, opened, limit)
        if marker and _FORMAL.match(text, start) and _DOES_BEFORE.search(text, opened, marker.start()):
            marker = None  # "Bộ A chịu trách nhiệm trước Chính phủ … và có trách nhiệm sau đây:"
        colon = _COLON.search(text, opened, min(limit, start + _LONGEST_PLAIN))
        if (
            colon
            and (not marker or colon.start() < marker.start())
            and opens_with_verb(text[colon.end() : limit])
        ):
            named = Span(start, colon.start())
            if bodies := self.whole_body(text, named):
                return Charge(bodies, Span(colon.end(), limit))
        conditional = text.endswith("Trường hợp ", 0, start)
        then = _THEN.search(text, opened, min(limit, start + _LONGEST_PLAIN))
        if then and not conditional and (not marker or then.start() < marker.start()):
            subject, duty = Span(start, then.start()), Span(then.end(), limit)
        elif marker and (conditional or not _PURPOSE.search(text, opened, marker.start())):
            subject, duty = Span(start, marker.start()), Span(marker.end(), limit)
            subject = self._without_adverbial(text, subject, opened, conditional)
        else:
            verb = self.verb_after(text, opened, min(limit, start + _LONGEST_PLAIN))
            if verb is None:
                return None
            adverbial = _ADVERBIAL.search(text, opened, verb)
            if _CLAUSE.search(text, opened, verb):
                return None
            begin = adverbial.start() if adverbial else verb
            if adverbial and _ENTITLES.match(text, begin, limit):
                return None
            subject, duty = Span(start, begin), Span(begin, limit)
        subject = Span(subject.start, subject.start + len(subject.of(text).rstrip(" ,")))
        words, said = subject.of(text), duty.of(text).lstrip(" ,")
        if (
            not words
            or _POWERLESS.search(words[opened - start :])
            or _POWER.match(said)
            or _BROKEN.search(words)
            or _NOBODY.fullmatch(words)
        ):
            return None
        # "phải được …": a passive has its doer elsewhere, unless a condition named it.
        if said.startswith("phải được ") and not conditional:
            return None
        return Charge(
            self.split(text, subject), stripped(text, Span(limit - len(said) if said else limit, limit))
        )

    @staticmethod
    def _marker(text: str, opened: int, limit: int) -> "re.Match[str] | None":
        stop = text.find(";", opened, limit)
        return _MARKER.search(text, opened, min(stop if stop >= 0 else limit, opened + _LONGEST))

    def verb_after(self, text: str, opened: int, limit: int) -> int | None:
        """Where the first verb of duty begins after the words that open a body, or None.

        A verb straight after "người", "cá nhân" … says which one is meant ("người lập hồ sơ"), and so does
        what follows "được giao"; then the next telling verb counts.
        """
        assigned = _ASSIGNED.match(text, opened, limit)
        # A name is whole; of common nouns the last word takes a verb along.
        named = self._known and any(
            k.end() == opened for k in self._known.finditer(text, max(0, opened - 60), opened)
        )
        back = opened if named else max(0, opened - 10)
        for verb in VERB.finditer(text, assigned.end() if assigned else opened, limit):
            telling = _TELLING.match(verb[0]) is not None
            if not telling and verb.start() > opened + 1 and _NOUN.search(text, opened, verb.start()):
                continue
            if (assigned and not telling) or self._in_name(text, verb.start(), opened, limit):
                continue
            if not telling and _RELATIVE.search(text, back, verb.start()):
                continue
            if _OCCUPIED.search(text, back, verb.end()):
                continue
            return verb.start()
        return None

    def _in_name(self, text: str, position: int, opened: int, limit: int) -> bool:
        """True if a verb is part of a name: "Sở Xây dựng", "Lưu trữ cơ quan"."""
        if self._known and any(
            k.start() <= position < k.end() for k in self._known.finditer(text, opened, limit)
        ):
            return True
        return text[position].isupper()

    @staticmethod
    def _without_adverbial(text: str, subject: Span, opened: int, conditional: bool) -> Span:
        pattern = _CONDITION if conditional else _ADVERBIAL
        found = pattern.search(text, opened, subject.end)
        return Span(subject.start, found.start()) if found else subject


_CHARGED = re.compile(
    r"(?P<name>[A-ZĐÀ-Ỹ]\w+(?:\s+\w+){0,5}?)\s+(?:có|chịu) trách nhiệm\b(?! trước)|(?P<other>[A-ZĐÀ-Ỹ]\w+(?:\s+\w+){0,5}?)\s+có nhiệm vụ\b"
)


def names_in(text: str) -> Iterator[str]:
    """Names of bodies that a text charges in so many words: "Văn thư cơ quan có nhiệm vụ …"."""
    for line in text.split("\n"):
        found = _CHARGED.match(re.sub(r"^\s*(?:\d{1,3}[.)]|[a-zđ]\)|[-+•–])\s*", "", line))
        name = found and (found["name"] or found["other"])
        if (
            name
            and not re.match(r"(?:Không|Chưa|Được|Việc)\b", name)
            and not _BODY.match(name)
            and not _PREFIX.match(name)
        ):
            yield name
