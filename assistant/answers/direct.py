"""The direct answer over the passages: who is charged, whether it is the body supposed, or the clause that says it."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.answer import Quote, places_of
from assistant.answers.choice import SEVERAL, evidence_for
from assistant.answers.context import Context
from assistant.confidence import confidence
from assistant.draft import PASSAGES, Draft, Statement
from assistant.evidence import Evidence, focused, split_clauses
from assistant.question import Question, understand_question
from assistant.tables.duties import Duty
from assistant.tables.roles import COORDINATES, LEADS
from assistant.terms import held, view
from assistant.wanted import gives, gives_in_cell
from assistant.wants import Wants
from ingest.layout import cells_of
from ingest.spans import Span, stripped
from ingest.vietnamese import capitalised, fold, tokens

_LEAST_DIRECT, _DIRECT_WORDS = 6, 40  # a piece of fewer words is no answer by itself
_IN_CELLS = frozenset({Wants.DATE, Wants.TIME, Wants.YEAR, Wants.QUANTITY})
_YES_NO = r"(?:co|duoc|phai|bi)(?: \w+)+ (?:khong|chua)$"
_STATES = 0.8  # of the question's words in a sentence that says yes or no to it
_NEGATION = re.compile(r"(?<!\w)(?:khong|chua|nghiem cam|cam)(?!\w)")
_EXCEPTION = re.compile(r"(?<!\w)(?:tru|chi|neu|truong hop|ngoai)(?!\w)")
_SUPPOSING = re.compile(
    r"(?<!\w)(?:có phải|phải không|đúng không|có đúng|hay không|không|co phai|phai khong|dung khong|khong)(?!\w)",
    re.IGNORECASE,
)
_ROLES = ((r"chu tri", LEADS), (r"phoi hop", COORDINATES))


def whether_it_is(context: Context) -> Draft | None:
    """Whether the body that the question supposes is the one: who it is, asked without that body."""
    asked = _SUPPOSING.sub(" ", context.question.stated)
    for agency in context.question.agencies:
        asked = asked.replace(agency, " ")
    other = Context(
        understand_question(f"Cơ quan nào {asked.strip(' ?.')}?"), context.index, context.knowledge
    )
    found = evidence_for(other, other.question)
    duties = _charged(other, focused(found[0], other.question)) if found else []
    if not duties:
        return None
    draft = Draft(PASSAGES, confidence=confidence(other, found[:1]))
    draft.passages = [focused(found[0], other.question)]
    draft.statements = [_supposed(context.question, duties)]
    return draft


def direct_answer(context: Context, chosen: list[Evidence], quote: Quote) -> list[Statement]:
    """The direct answer: who, where a body is wanted; else the clause that says it."""
    question = context.question
    clause = best_clause(question, quote)
    duties = _charged(context, clause) or _charged(context, quote)
    if question.wants is Wants.BODY and duties:
        several = question.asks(SEVERAL)
        groups = [duties] + ([_charged(context, e.quote) for e in chosen[1:]] if several else [])
        return [_who(group, item=len(groups) > 1) for group in groups if group]
    if (row := _of_row(question, chosen[0], quote)) is not None:
        return [row]
    statements = []
    if duties and not any(quote.span.contains(d.body.span) for d in duties):
        names = dict.fromkeys(d.name for d in duties[:4])
        statements.append(Statement(f"{', '.join(names)}:", tuple(d.body for d in duties[:4])))
    verdict = _verdict(question, chosen[0], clause)
    if _LEAST_DIRECT <= len(clause.text.split()) <= _DIRECT_WORDS and (
        # The beginning of the passage need not be said twice.
        verdict or (len(clause.span) < len(quote.span) and clause.span.start > quote.span.start)
    ):
        said = clause.text.rstrip(" ;,.")
        statements.append(Statement(f"{verdict}{said if verdict else capitalised(said)}.", (clause,)))
    return statements


def _of_row(question: Question, evidence: Evidence, quote: Quote) -> Statement | None:
    """The one cell of a table's row that holds what is wanted, with what the table's head calls it."""
    text, head = quote.document.text, evidence.hit.passage.chunk.lead
    cells, names = cells_of(text, quote.span), cells_of(text, head) if head else []
    if question.wants not in _IN_CELLS or len(cells) < 2 or len(cells) != len(names):
        return None
    giving = [n for n, cell in enumerate(cells) if gives_in_cell(question, cell.of(text))]
    if len(giving) != 1:
        return None
    name, cell = names[giving[0]].of(text), cells[giving[0]].of(text)
    grounds = (Quote(quote.document, cells[giving[0]]), Quote(quote.document, head or quote.span))
    return Statement(f"{capitalised(name.rstrip(' :.'))}: {cell.rstrip(' .;')}.", grounds)


def _verdict(question: Question, evidence: Evidence, clause: Quote) -> str:
    """ "Có, vì …" or "Không, vì …" where the clause says so in the question's own words, else ""."""
    asked = re.sub(r"\W+", " ", question.folded).strip()
    if not re.search(_YES_NO, asked) or question.wants is not Wants.ANYTHING:
        return ""
    weights = np.array([t.weight for t in evidence.terms])
    if float(held(evidence.terms, view(clause.text)) @ weights / weights.sum()) < _STATES:
        return ""
    said = fold(clause.text)
    if _EXCEPTION.search(said) or question.asks("cam|nghiem cam"):
        return ""
    return "Không, vì " if _NEGATION.search(said) else "Có, vì "


def _charged(context: Context, quote: Quote) -> list[Duty]:
    """The duties that a passage gives, those in the role that is asked for first and alone."""
    found = context.knowledge.charged(quote)
    # Whom a duty is handed on to stands inside the duty of another.
    own = [d for d in found if not any(o.quote.span.contains(d.body.span) for o in found)]
    if context.question.asks(SEVERAL) and own:
        found = own
    for pattern, role in _ROLES:
        if context.question.asks(pattern) and (fitting := [d for d in found if d.role == role]):
            return fitting
    return found


def _who(duties: Sequence[Duty], item: bool) -> Statement:
    names = {d.name: d for d in duties}
    places = places_of(d.quote for d in duties)
    return Statement(f"{', '.join(names)} ({places}).", tuple(d.body for d in names.values()), item=item)


def _supposed(question: Question, duties: Sequence[Duty]) -> Statement:
    """Whether the body that the question supposes is the one that the passage charges."""
    asked = [" ".join(fold(t) for t in tokens(a)) for a in question.agencies]
    names = {d.name: d for d in duties}
    said = " ".join(" ".join(fold(t) for t in tokens(n)) for n in names)
    yes = all(a in said for a in asked)
    text = ", ".join(names)
    lead = f"Có: {text}" if yes else f"Không: việc này được giao cho {text[:1]}{text[1:]}"
    return Statement(f"{lead} ({places_of([duties[0].quote])}).", tuple(d.body for d in names.values()))


def best_clause(question: Question, quote: Quote) -> Quote:
    """The clause of a quote that shares most with the question."""
    wanted = set(question.content)
    clauses = split_clauses(quote.document.text, quote.span)

    def merit(span: Span) -> tuple[float, int]:
        text = span.of(quote.document.text)
        terms = {fold(t) for t in tokens(text)}
        fits = 1.5 if question.wants is not Wants.ANYTHING and gives(question, text) else 0.0
        return len(wanted & terms) + fits, -span.start

    best = max(clauses, key=merit)
    return Quote(quote.document, stripped(quote.document.text, best))
