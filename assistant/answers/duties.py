"""Questions about who does what: all duties of the bodies named, or the bodies that a section charges."""

import re
from collections.abc import Sequence

from assistant.answer import Quote, places_of, section_name
from assistant.answers.context import Context
from assistant.bodies import Body, named_bodies, parts_of, plain_words
from assistant.draft import Draft, Statement
from assistant.lists import shortened
from assistant.question import Question
from assistant.scope import Scope, scopes_named
from assistant.tables.duties import Duty
from assistant.tables.roles import COORDINATES, LEADS, role_of
from assistant.wants import Wants
from ingest.documents import Document
from ingest.vietnamese import capitalised, fold

KIND = "responsibilities"

_DUTY_ASKED = r"trach nhiem|nhiem vu|lam gi|viec gi|viec nao|vai tro|lam nhung gi|giao|phai|can|duoc phan cong|phu trach|thi sao|nghia vu"
_DUTY_WORDS = (
    "trach nhiem nhiem vu nghia vu viec giao lam phai phan cong phu trach thuc hien trien khai ke hoach chuc nang ben phia "
    "quy dinh yeu cau gi to chuc nhiem vai tro nay cong tac gom duoc nghi quyet ket luan sao so sanh khac nhau phan biet "
    "luat nghi dinh quyen han muc dieu phan ke ro chi tiet cu the cam on nhieu chao ban vay nhung gi nao"
)
_COMPARES = r"so sanh|khac (?:nhau|gi|voi|so|o|the|nhu)|khac$|phan biet|giong"
_LEADS_ASKED, _COORDINATES_ASKED = r"chu tri", r"phoi hop"
# The words that lead to some duties, the duties, and what else the words rest on.
_Group = tuple[str, list[Duty], tuple[Quote, ...]]
# How a body hands a duty on, by the last words before the body that gets it.
_HANDED = (
    ("chi dao", "dưới sự chỉ đạo của"),
    ("(?:giao|phan cong)(?: cho)?", "theo phân công của"),
    ("dinh huong", "theo định hướng của"),
    ("yeu cau", "theo yêu cầu của"),
    ("phoi hop(?: chat che| dong bo)? voi", COORDINATES),
)
_MOST_WORDS = 150  # of all duties together; the rest is behind "xem thêm"
_MOST_EACH = 45  # words of one duty where there are several
_FEWEST_EACH = 16
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
    named = named_bodies(plain_words(question.query.text), knowledge.bodies, general=True)
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
            _add(draft, context, body, _in_role(found, question), _MOST_WORDS // len(bodies))
    if len(bodies) == 1:
        draft.more += _related(bodies[0], knowledge.bodies, documents)
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


def _related(body: Body, bodies: Sequence[Body], documents: Sequence[str]) -> list[Statement]:
    """The bodies with longer names that hold the body's: others, whose duties are not its own."""
    lines = []
    for other in parts_of(body, bodies):
        if found := _in_documents(other, documents):
            places = places_of(d.quote for d in found[:6])
            text = f"Nhiệm vụ của {_small(other.name)} được nêu riêng tại {places}."
            lines.append(Statement(text, tuple(d.body for d in found[:6]), item=True))
    return lines


def _through(context: Context, duty: Duty) -> tuple[Duty, str] | None:
    """The duty of another body that hands this one on, with how it does: "dưới sự chỉ đạo của"."""
    holding = [
        d
        for d in context.knowledge.charged(duty.body)
        if d.quote.span.contains(duty.body.span) and d.body.span != duty.body.span
    ]
    if not holding:
        return None
    outer = min(holding, key=lambda d: len(d.quote.span))
    text, start = duty.body.document.text, outer.quote.span.start
    before = fold(" ".join(text[start : duty.body.span.start].split()))
    how = next((said for verb, said in _HANDED if re.search(rf"(?:{verb})$", before)), "")
    return (outer, how) if how else None


def _add(draft: Draft, context: Context, body: Body, duties: Sequence[Duty], most_words: int) -> None:
    """The duties of a body: what it leads and coordinates apart from the rest, where it has both."""
    apart = {d.role for d in duties} >= {LEADS, COORDINATES}
    groups = _in_roles(body, duties) if apart else _by_way(context, body, duties)
    # What only leads to the points below says nothing by itself.
    said = [d for d in duties if not d.quote.text.endswith(":")] or list(duties)
    each = _words_each(said, most_words)
    words = 0
    for lead, grouped, others in groups:
        found = [d for d in grouped if d in said]
        if not found:
            continue
        places = places_of(d.quote for d in found[:6])
        shown: list[Statement] = []
        for duty in found:
            text = shortened(duty.quote, each)
            text += "." if text[-1].isalnum() else ""
            words += len(text.split()) + 2  # its mark and its citation
            statement = Statement(capitalised(text), (duty.quote,), item=True)
            if shown and words > most_words:
                draft.more.append(statement)
            else:
                shown.append(statement)
        draft.statements.append(Statement(f"{lead} theo {places}:", (found[0].body, found[0].quote, *others)))
        draft.statements += shown
    draft.sources += [q for d in duties for q in _provision(d)]


def _words_each(duties: Sequence[Duty], most_words: int) -> int:
    """How many words of each duty are shown: all where they are short together, else what leaves room for the others."""
    if len(duties) == 1:
        return 120
    if sum(len(d.quote.text.split()) + 2 for d in duties) <= most_words:
        return most_words
    return min(_MOST_EACH, max(_FEWEST_EACH, most_words // len(duties)))


def _in_roles(body: Body, duties: Sequence[Duty]) -> list[_Group]:
    """What a body leads, what it coordinates, and the rest, each with its lead."""
    rest = [d for d in duties if d.role not in {LEADS, COORDINATES}]
    groups: list[_Group] = [
        (f"{capitalised(body.name)} {role}", [d for d in duties if d.role == role], ())
        for role in (LEADS, COORDINATES)
    ]
    return [*groups, (f"Nhiệm vụ khác của {_small(body.name)}", rest, ())]


def _by_way(context: Context, body: Body, duties: Sequence[Duty]) -> list[_Group]:
    """The duties that a body has of its own, and those that another body hands on to it, each with its lead.

    A role that the words of a duty don't tell, as where the column of a table does, is told by the lead.
    """
    grouped: dict[str, tuple[list[Duty], tuple[Quote, ...]]] = {}
    for duty in duties:
        through = _through(context, duty)
        told = duty.role in {LEADS, COORDINATES} and role_of(duty.quote.text) != duty.role
        lead = f"{capitalised(body.name)} {duty.role if told else 'có trách nhiệm'}"
        if through:
            outer, how = through
            lead = (
                f"{capitalised(body.name)} {COORDINATES} với {_small(outer.name)}"
                if how == COORDINATES
                else f"{lead}, {how} {_small(outer.name)},"
            )
        found, others = grouped.setdefault(lead, ([], ()))
        found.append(duty)
        if through and not others:
            grouped[lead] = (found, (through[0].body,))
    # What a body is charged with itself stands first.
    return sorted(((lead, *group) for lead, group in grouped.items()), key=lambda g: bool(g[2]))


def _provision(duty: Duty) -> list[Quote]:
    """The provision that gives a duty, to be cited as a whole."""
    document, span = duty.quote.document, duty.quote.span
    chunk = next((c for c in document.chunks if c.span.contains(span)), None)
    return [Quote(document, chunk.span)] if chunk else []


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
    draft.statements.append(Statement(f"{capitalised(heading.lower())} giao nhiệm vụ cho:", grounds[:1]))
    for section, found in by_section.items():
        names = ", ".join(d.name if n == 0 else _small(d.name) for n, d in enumerate(found))
        draft.statements.append(
            Statement(f"{names} ({section_name(section)}).", tuple(d.body for d in found), item=True)
        )
    draft.sources += [q for d in duties for q in _provision(d)]
    return draft
