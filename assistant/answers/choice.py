"""Choosing passages: the best, one for each part of the question, and those nearly as good."""

from collections.abc import Sequence

from assistant.answers.context import Context
from assistant.answers.halves import Halves
from assistant.evidence import Evidence, focused
from assistant.question import Question
from assistant.wanted import MUST_HOLD
from assistant.wants import Wants
from ingest.vietnamese import tokens
from vectorstore.filters import Filters

SEVERAL = r"nhung (?:co quan|don vi|ai|to chuc|ben|chu the)|cac (?:co quan|don vi|ben)|moi ben|tung (?:co quan|don vi)"
MOST_WORDS = 165  # of all passages together
_MOST_PASSAGES = 4
_ENOUGH = 0.86  # of the best score: another passage this good also answers
_SCOPE_ENOUGH = 0.75  # the same within a section that the question names
_ELSEWHERE_ENOUGH = 0.95  # the same for a passage of another document
_SEVERAL_ENOUGH = 0.7  # the same where several bodies are asked for


def evidence_for(context: Context, question: Question, filters: Filters | None = None) -> list[Evidence]:
    """The evidence that can answer a question, best first."""
    return possible(question, context.evidence(question, filters))


def possible(question: Question, found: list[Evidence]) -> list[Evidence]:
    """Where an amount, a date or a name is wanted: the evidence that holds one."""
    return [e for e in found if e.fits] if question.wants in MUST_HOLD else found


def choose(
    context: Context,
    found: list[Evidence],
    halves: Halves | None = None,
    scopes: Sequence[tuple[Question, Filters]] = (),
    within: bool = False,
) -> list[Evidence]:
    """The best sentence, the best one for each part of the question, and those nearly as good."""
    question = context.question
    halves = halves or Halves()
    chosen: list[Evidence] = []
    if halves.by_year:
        chosen += _of_years(context, halves.questions)
    elif scopes:
        for topic, scope in scopes:
            chosen += _new(chosen, evidence_for(context, topic, scope)[:1])
    elif halves.compared:
        for half in halves.questions:
            chosen += _new(chosen, [e for e in evidence_for(context, half)[:1] if e.coverage >= 0.5])
    if not chosen or not (scopes or halves.by_year or halves.compared):
        chosen = [found[0], *chosen]
    if not halves.compared and not halves.by_year:
        named = context.knowledge.documents_named(question)
        filters = Filters(documents=frozenset(d.name for d in named)) if named else None
        for half in halves.questions:
            chosen += _new(chosen, [e for e in evidence_for(context, half, filters)[:1] if e.coverage >= 0.5])
        for half in halves.beside:
            chosen += _new(chosen, _beside(context, half, found[0]))
    enough_here = _SCOPE_ENOUGH if within else _ENOUGH
    several = question.wants is Wants.BODY and question.asks(SEVERAL)
    best = found[0]
    for candidate in found if several or len(chosen) < 2 else ():
        enough = min(_SEVERAL_ENOUGH, enough_here - 0.15) if several else enough_here
        if candidate.quote.document.id != best.quote.document.id:
            enough = _ELSEWHERE_ENOUGH
        if candidate.score >= enough * best.score:
            chosen += _new(chosen, [candidate])
    return _within_budget(chosen, question)


def _new(chosen: Sequence[Evidence], more: Sequence[Evidence]) -> list[Evidence]:
    return [e for e in more if all(e.quote != c.quote for c in chosen)]


def _of_years(context: Context, halves: Sequence[Question]) -> list[Evidence]:
    """For each year the best sentence that names it."""
    named = context.knowledge.documents_named(context.question)
    filters = Filters(documents=frozenset(d.name for d in named)) if named else None
    chosen: list[Evidence] = []
    for half in halves:
        evidence = context.evidence(half, filters)[:8]
        dated = [e for e in evidence if any(year in tokens(e.quote.text) for year in half.years)]
        chosen += _new(chosen, dated[:1])
    return chosen


def _beside(context: Context, half: Question, best: Evidence) -> list[Evidence]:
    """For a second half that says little by itself ("và ai đồng ý?"): what fits it near the answer to the first."""
    label, name = best.quote.section, best.quote.document.name
    near = Filters(documents=frozenset({name}), sections=frozenset({label}))
    found = context.evidence(half, near)
    return [e for e in found if e.fits and (half.wants is not Wants.ANYTHING)][:1]


def _within_budget(chosen: list[Evidence], question: Question) -> list[Evidence]:
    kept: list[Evidence] = []
    words = 0
    for evidence in chosen:
        length = len(focused(evidence, question, whole=not kept).text.split())
        most = MOST_WORDS + 65 if question.asks(SEVERAL) else MOST_WORDS
        if kept and (words + length > most or len(kept) == _MOST_PASSAGES):
            continue
        kept.append(evidence)
        words += length
    return kept
