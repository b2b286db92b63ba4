"""Questions about who does what: all duties of the bodies named, or the bodies that a section charges."""

import re
from collections.abc import Sequence

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.bodies import Body, named_bodies, plain_words
from assistant.draft import Draft, Statement
from assistant.lists import shortened
from assistant.question import Question, Wants
from assistant.scope import Scope, scopes_named
from assistant.tables.duties import COORDINATES, LEADS, Duty
from ingest.documents import Document
from ingest.vietnamese import fold

KIND = "responsibilities"

_DUTY_ASKED = r"trach nhiem|nhiem vu|lam gi|viec gi|viec nao|lam nhung gi|giao|phai|can|duoc phan cong|phu trach|thi sao|nghia vu"
_DUTY_WORDS = (
    "trach nhiem nhiem vu nghia vu viec giao lam phai phan cong phu trach thuc hien trien khai ke hoach chuc nang ben phia "
    "quy dinh yeu cau gi to chuc nhiem vai tro nay cong tac gom duoc nghi quyet ket luan sao so sanh khac nhau phan biet "
    "luat nghi dinh quyen han muc dieu phan ke ro chi tiet cu the cam on nhieu chao ban vay nhung gi nao"
)
_COMPARES = r"so sanh|khac(?: nhau)?|phan biet|giong"
_LEADS_ASKED, _COORDINATES_ASKED = r"chu tri", r"phoi hop"
_MOST_WORDS = 150  # of all duties together; the rest is behind "xem thêm"
_MOST_EACH = 45  # words of one duty where there are several
_MOST_RESIDUAL = 0.3  # of the question's telling words may be about something else


def answer_duties(context: Context) -> Draft | None:
    """All duties of the bodies that the question names, if it asks for no particular one."""
    question, knowledge = context.question, context.knowledge
    if question.wants is Wants.BODY and (listed := _bodies_of_section(context)):
        return listed
    if question.wants not in {Wants.ANYTHING, Wants.DEFINITION} or question.supposes:
        return None
    if not question.asks(_DUTY_ASKED) and not question.asks(_COMPARES):
        return None
    named = named_bodies(plain_words(question.query.text), knowledge.bodies)
    if not named or any(not _among(agency, [n.body for n in named]) for agency in question.agencies):
        return None
    documents = [d.id for d in knowledge.documents_named(question)]
    bodies = [n.body for n in named][: 3 if question.asks(_COMPARES) else 1]
    if question.asks(_COMPARES) and len(bodies) < 2:
        return None
    names = [body.name for body in bodies]
    duties = [_in_documents(body, documents) for body in bodies]
    if any(not found for found in duties):
        return None
    titles = {_titles(d.quote.document) for found in duties for d in found}
    if context.residual(*names, _DUTY_WORDS, *_numbers(context), *_said(question)) > _MOST_RESIDUAL:
        # "trong phòng, chống ma túy": the subject of one document says which one is meant
        fitting = [
            t
            for t in titles
            if context.residual(*names, _DUTY_WORDS, *_numbers(context), t) <= _MOST_RESIDUAL
        ]
        if not fitting:
            return None
        duties = [[d for d in found if _titles(d.quote.document) in fitting] for found in duties]
    draft = Draft(KIND)
    for body, found in zip(bodies, duties, strict=True):
        if found:
            _add(draft, body, _in_role(found, question), _MOST_WORDS // len(bodies))
    return draft if draft.statements else None


def _among(agency: str, bodies: Sequence[Body]) -> bool:
    """True if an agency of the question is one of the bodies found."""
    words = plain_words(agency)[:2]
    return any(" ".join(words) in " ".join(body.words) for body in bodies)


def _titles(document: Document) -> str:
    return f"{document.title} {document.metadata.subject.value}"


def _said(question: Question) -> tuple[str, ...]:
    return ("chu tri phoi hop",) if question.asks(f"{_LEADS_ASKED}|{_COORDINATES_ASKED}") else ()


def _in_documents(body: Body, documents: Sequence[str]) -> list[Duty]:
    return [d for d in body.duties if not documents or d.quote.document.id in documents]


def _in_role(duties: list[Duty], question: Question) -> list[Duty]:
    """The duties in the role that the question asks for, or all."""
    for pattern, role in ((_LEADS_ASKED, LEADS), (_COORDINATES_ASKED, COORDINATES)):
        if question.asks(pattern) and any(d.role == role for d in duties):
            return [d for d in duties if d.role == role]
    return duties


def _add(draft: Draft, body: Body, duties: Sequence[Duty], most_words: int) -> None:
    """The duties of a body: what it leads and coordinates apart from the rest, where it has both."""
    apart = {d.role for d in duties} >= {LEADS, COORDINATES}
    groups = (
        [
            (f"{_capital(body.name)} {role}", [d for d in duties if d.role == role])
            for role in (LEADS, COORDINATES)
        ]
        + [
            (
                f"Nhiệm vụ khác của {_small(body.name)}",
                [d for d in duties if d.role not in {LEADS, COORDINATES}],
            )
        ]
        if apart
        else [(f"{_capital(body.name)} có trách nhiệm", list(duties))]
    )
    words = 0
    for lead, found in groups:
        if not found:
            continue
        places = ", ".join(dict.fromkeys(_place(d.quote.section) for d in found[:6]))
        shown: list[Statement] = []
        for duty in found:
            text = shortened(duty.quote, _MOST_EACH if len(duties) > 1 else 120)
            words += len(text.split())
            statement = Statement(_capital(text), (duty.quote,), item=True)
            if shown and words > most_words:
                draft.more.append(statement)
            else:
                shown.append(statement)
        draft.statements.append(Statement(f"{lead} theo {places}:", (found[0].body, found[0].quote)))
        draft.statements += shown
    draft.sources += [q for d in duties for q in _provision(d)]


def _provision(duty: Duty) -> list[Quote]:
    """The provision that gives a duty, to be cited as a whole."""
    document, span = duty.quote.document, duty.quote.span
    chunk = next((c for c in document.chunks if c.span.contains(span)), None)
    return [Quote(document, chunk.span)] if chunk else []


def _place(section: str) -> str:
    return section if section.startswith("Điều") else f"mục {section}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(name: str) -> str:
    """A name inside a sentence: "các cơ quan", but "UBND tỉnh" and "Ban Tuyên giáo"."""
    return (
        name[:1].lower() + name[1:]
        if name.startswith(("Các ", "Những ", "Cơ quan", "Đơn vị", "Tổ chức"))
        else name
    )


def _numbers(context: Context) -> list[str]:
    return [" ".join(t for t in context.question.content if any(c.isdigit() for c in t))]


def _bodies_of_section(context: Context) -> Draft | None:
    """The bodies that a named section charges, each with its item, if nothing more is asked."""
    question = context.question
    scopes = scopes_named(question, context.knowledge)
    if len(scopes) != 1 or not question.wants_list:
        return None
    heading = scopes[0].heading
    words = "phan muc ke du het day nhiem vu giao trach nhiem co quan don vi to chuc nhung nao ai ten giup toi liet ke cho phan cong duoc"
    if context.residual(heading, words, _DUTY_WORDS) > 0.2:
        return None
    first: dict[str, Duty] = {}
    at_head: dict[str, int] = {}
    for duty in context.knowledge.duties:
        if scopes[0].holds(duty.quote):
            at_head.setdefault(duty.quote.section, duty.quote.span.start)
            # Whom a duty is handed on to stands behind it.
            if duty.body.span.start < at_head[duty.quote.section]:
                first.setdefault(fold(duty.name), duty)
    if len(first) < 3:
        return None
    return _listed(scopes[0], list(first.values()))


def _listed(scope: Scope, duties: Sequence[Duty]) -> Draft:
    """One line for each section under the scope, with all bodies that it charges."""
    by_section: dict[str, list[Duty]] = {}
    for duty in duties:
        by_section.setdefault(duty.quote.section, []).append(duty)
    heading = re.sub(r"^\s*[\w|!]{1,6}\s*[-–.:)]+\s*", "", scope.heading).strip(" .:")
    draft = Draft(KIND)
    grounds = tuple(d.body for d in duties)
    draft.statements.append(Statement(f"{_capital(heading.lower())} giao nhiệm vụ cho:", grounds[:1]))
    for section, found in by_section.items():
        names = ", ".join(d.name if n == 0 else _small(d.name) for n, d in enumerate(found))
        draft.statements.append(
            Statement(f"{names} ({_place(section)}).", tuple(d.body for d in found), item=True)
        )
    draft.sources += [q for d in duties for q in _provision(d)]
    return draft
