"""From a question to a draft: the kinds of answer, tried from the most particular to the general."""

import re

from assistant.answers.about import answer_about
from assistant.answers.context import Context
from assistant.answers.decisions import answer_decisions, conflict_statements
from assistant.answers.duties import answer_duties
from assistant.answers.outline import answer_outline
from assistant.answers.passages import answer_passages
from assistant.answers.summary import KIND as SUMMARY
from assistant.answers.summary import answer_summary
from assistant.answers.targets import answer_targets
from assistant.conflicts import contradictions
from assistant.draft import PASSAGES, Draft
from assistant.superseded import superseded

_KINDS = (answer_about, answer_duties, answer_decisions, answer_targets, answer_outline, answer_summary)


def compose(context: Context) -> Draft:
    """The draft of the first kind of answer that fits; the general one always does."""
    for answer in _KINDS:
        draft = answer(context)
        if draft is not None:
            break
    else:
        draft = answer_passages(context)
    _warn_of_conflicts(context, draft)
    _warn_of_superseded(context, draft)
    _warn_of_contradictions(context, draft)
    return draft


def _warn_of_contradictions(context: Context, draft: Draft) -> None:
    """Warn where another passage says the same with another number, date or name."""
    if draft.kind != PASSAGES or draft.confidence <= 0:
        return
    quotes = draft.passages or [q for s in draft.statements for q in s.grounds][:3]
    if any(re.search(r"\d", q.text) for q in quotes):
        found = context.evidence(context.question)
        draft.warnings += contradictions(quotes, found)


def _warn_of_superseded(context: Context, draft: Draft) -> None:
    """Warn where the answer rests on a document that another one takes out of force."""
    quotes = [*draft.passages, *(q for s in draft.statements for q in s.grounds)]
    draft.warnings += superseded(quotes, context.knowledge.relations, context.knowledge.corpus)


def _warn_of_conflicts(context: Context, draft: Draft) -> None:
    """Warn where the answer rests on a mention whose date another passage contradicts; a summary gives no dates."""
    if draft.kind == SUMMARY:
        return
    stated = {s.text for s in draft.statements}
    quotes = [*draft.passages, *(q for s in draft.statements for q in s.grounds)]
    for decision in context.knowledge.decisions:
        if len(decision.values("date")) < 2:
            continue
        dated = [m for m in decision.mentions if m.ref.date]
        if any(q.document.id == m.document.id and q.span.contains(m.ref.span) for q in quotes for m in dated):
            draft.warnings += [s for s in conflict_statements(decision) if s.text not in stated]
