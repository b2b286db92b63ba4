"""Follow-ups: what a question leaves out, filled in from the conversation."""

import re
from collections.abc import Sequence

from assistant.answer import Turn, section_name
from assistant.bodies import Body, named_bodies, plain_words
from assistant.knowledge import Knowledge
from ingest.vietnamese import TOKEN, fold
from vectorstore.query import named_sections

_POINTING = {
    "body": re.compile(r"(?<!\w)(?:co quan|don vi|to chuc|ben|(?<!van )ban|chu the|cap|bo phan)\s+(?:nay|do|ay|tren|kia)(?!\w)"),
    "decision": re.compile(
        r"(?<!\w)(?:van ban|quyet dinh|nghi quyet|ket luan|chuong trinh(?: hanh dong)?|chi thi|nghi dinh|luat|de an)\s+(?:nay|do|ay|tren|kia)(?!\w)"
    ),
    "section": re.compile(r"(?<!\w)(?:muc|phan|nhom|dieu|chuong|khoan)\s+(?:nay|do|ay|tren)(?!\w)"),
}  # fmt: skip
_VAGUE = re.compile(
    r"(?<!\w)(?:viec|dieu|noi dung|muc tieu|nhiem vu|giai phap|van de|y|cai|du an|chinh sach|linh vuc|quy dinh|truong hop|chung|ho|no|cac viec|nhung viec)"
    r"\s*(?:nay|do|ay|tren|kia)(?!\w)|(?<!\w)(?:no|ho|chung)(?!\w)"
)
# A greeting or thanks takes nothing over from what was asked before.
_COURTESY = re.compile(r"(?:da |xin |vang |ok )*(?:chao|cam on|tam biet|hen gap lai)(?: \w+){0,3}\W*")
# "Nó được ban hành ngày nào?": what is issued is a document.
_ISSUED = re.compile(
    r"(?<!\w)no (?:duoc |do |co )?(?:ai |co quan nao )?(?:ban hanh|ky|phe duyet|hieu luc)(?!\w)"
)
_IT = re.compile(r"(?<!\w)[Nn][óo](?!\w)")
_CONTINUES = re.compile(
    r"^(?:va|vay|the|vay thi|the thi)?\s*(?:con|the con|vay con|con ve|doi voi)(?!\w)|(?<!\w)thi sao\s*\??$|^(?:the|vay|roi)(?!\w)|^(?:cu the|chi tiet|ngoai ra|gi nua|con gi nua)(?!\w)"
)
_ORDINAL = re.compile(
    r"(?<!\w)(?:nhom|muc|nhiem vu|giai phap|phan) (?:thu \w+|dau tien|cuoi cung|tiep theo)(?!\w)"
)
_SIGN = re.compile(r"(?<![\w/])\d{1,5}(?:/\d{4})?[-/][A-ZĐƯ][\wĐđƯư]*(?:[-/][A-ZĐƯ]\w*)*")
_NAMED_DECISION = re.compile(
    r"(?:Quyết định|Nghị quyết|Kết luận|Chỉ thị|Chương trình hành động|Chương trình|Kế hoạch|Nghị định|Luật|Thông tư)\s+(?:số\s+)?"
    r"\d{1,5}(?:/\d{4})?(?:[-/][A-ZĐƯ][\wĐđƯư]*(?:[-/][A-ZĐƯ]\w*)*)?",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:và|vậy|thế|thế thì|rồi)?\s*(?:còn|thế còn|vậy còn|đối với|the con|con)\s+", re.IGNORECASE
)
_LEAD_OUT = re.compile(r"\s*(?:thì|thi)\s+sao\s*\??\s*$", re.IGNORECASE)


def resolve(question: str, history: Sequence[Turn], knowledge: Knowledge) -> str:
    """``question`` made to stand alone, or unchanged where it does already.

    A pointing word ("cơ quan này", "văn bản đó") is replaced by what the conversation named
    last; "còn X thì sao?" takes over the earlier question with X in it.
    """
    folded = fold(question)
    if not history or _COURTESY.fullmatch(folded):
        return question
    earlier = next((t.content for t in reversed(history) if t.role == "user"), "")
    body = _last_body(history, knowledge)
    pointed = _replaced_pointing(question, history, body)
    if pointed != question:
        return pointed
    if _CONTINUES.search(folded):
        return _taken_over(question, earlier, history, knowledge)
    if _ORDINAL.search(folded) and not named_sections(question):
        return _with_section(question, history)
    if _VAGUE.search(folded) or len(folded.split()) <= 4:
        return f"{question.rstrip('?. ')} ({earlier.rstrip('?. ')})?" if earlier else question
    return question


def _replaced_pointing(question: str, history: Sequence[Turn], body: Body | None) -> str:
    folded = fold(question)
    decision = _last_match(_NAMED_DECISION, history) or _last_match(_SIGN, history)
    if decision and _ISSUED.search(folded) and len(folded) == len(question):
        return _IT.sub(decision, question, count=1) if _IT.search(question) else question
    found = {
        "body": body.name if body else "",
        "decision": decision,
        "section": _last_section(history),
    }
    for name, pattern in _POINTING.items():
        match = pattern.search(folded)
        if match and found[name] and len(folded) == len(question):
            return question[: match.start()] + found[name] + question[match.end() :]
    return question


def _taken_over(question: str, earlier: str, history: Sequence[Turn], knowledge: Knowledge) -> str:
    """ "còn HĐND thì sao?" after "Ban Tuyên giáo làm gì?" asks "HĐND làm gì?"."""
    topic = _LEAD_OUT.sub("", _LEAD_IN.sub("", question)).strip(" ?.")
    if _ORDINAL.search(fold(topic)) and not named_sections(topic):
        return _with_section(topic + "?", history)
    asks_itself = re.search(
        r"(?<!\w)(?:gi|nao|ai|dau|bao nhieu|bao lau|may|the nao|ra sao|khong)(?!\w)", fold(topic)
    )
    if asks_itself or not earlier:
        return f"{topic}? ({earlier.rstrip('?. ')})" if earlier else topic + "?"
    old = _body_in(earlier, knowledge)
    if old:
        start, end = old
        return earlier[:start] + topic + earlier[end:]
    for pattern in (_NAMED_DECISION, _SIGN, re.compile(r"(?:19|20)\d{2}")):
        before, now = pattern.search(earlier), pattern.search(topic)
        if before and now:
            return earlier[: before.start()] + now[0] + earlier[before.end() :]
    return f"{topic}: {earlier}"


def _with_section(question: str, history: Sequence[Turn]) -> str:
    section = _last_section(history)
    return f"{question.rstrip('?. ')} của {section}?" if section else question


def _last_section(history: Sequence[Turn]) -> str:
    for turn in reversed(history):
        sections = named_sections(turn.content)
        if sections:
            return section_name(sections[0])
    return ""


def _last_match(pattern: re.Pattern[str], history: Sequence[Turn]) -> str:
    for turn in reversed(history):
        found = pattern.search(turn.content)
        if found:
            return found[0]
    return ""


def _last_body(history: Sequence[Turn], knowledge: Knowledge) -> Body | None:
    """The body that the conversation named last, in an answer before a question."""
    for turn in reversed(history):
        named = named_bodies(plain_words(turn.content), knowledge.bodies)
        if named:
            return next((n for n in named if n.whole), named[0]).body
    return None


def _body_in(text: str, knowledge: Knowledge) -> tuple[int, int] | None:
    """Where ``text`` names a body, as offsets."""
    syllables = list(TOKEN.finditer(text))
    named = named_bodies([fold(s[0]) for s in syllables], knowledge.bodies)
    if not named:
        return None
    longest = max(named, key=lambda n: n.end - n.start)
    return syllables[longest.start].start(), syllables[longest.end - 1].end()
