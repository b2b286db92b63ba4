"""A list: the items that one of the best sentences announces, or the clauses of an article that says it lists them."""

import re

import numpy as np

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.confidence import confidence
from assistant.draft import PASSAGES, Draft, Statement
from assistant.evidence import Evidence
from assistant.lists import clauses_of, items_after, shortened
from assistant.terms import held, view
from assistant.wanted import announces
from assistant.wants import Wants
from ingest.vietnamese import capitalised

_LIST_ENOUGH = 0.75  # of the best score: an announced list this good is preferred where one is wanted
_LIST_WORDS = 170
_HEADING_SAYS = 0.65  # of the question's words in a heading: what its article lists is asked for
_ENUMERATES = re.compile(r"(?<!\w)(?:gồm|bao gồm)\s[^:;]+,[^:;]+(?:,|và|hoặc)[^:;]+$")


def answer_list(context: Context, found: list[Evidence]) -> Draft | None:
    """The list that one of the best sentences announces, or None."""
    for evidence in found[:6]:
        if evidence.score < _LIST_ENOUGH * found[0].score:
            break
        if _ENUMERATES.search(evidence.quote.text):
            return None  # the sentence itself lists
        items = items_after(evidence) if announces(evidence.quote.text) else []
        if not items and _heading_says(evidence, context.question.unit) >= _HEADING_SAYS:
            items = clauses_of(evidence)
        if items:
            return _listed(context, evidence, items)
    if context.question.wants is Wants.COUNT:
        said = [(_heading_says(e, context.question.unit), -n, e) for n, e in enumerate(found[:24])]
        for share, _, evidence in sorted(said, key=lambda item: item[:2], reverse=True)[:1]:
            if share >= _HEADING_SAYS and (items := clauses_of(evidence)):
                return _listed(context, evidence, items)
    return None


def _heading_says(evidence: Evidence, unit: str) -> float:
    """How much of what the question asks for the heading of the evidence's article names, in [0, 1]."""
    path = evidence.hit.passage.chunk.path
    if not path:
        return 0.0
    # What is counted ("mấy bước") is what the items are; no heading needs to say it.
    terms = [t for t in evidence.terms if not set(t.word.folded.split()) & set(unit.split())]
    if not terms:
        return 0.0
    weights = np.array([t.weight for t in terms])
    return float(held(terms, view(path[-1])) @ weights / weights.sum())


def _listed(context: Context, evidence: Evidence, items: list[Quote]) -> Draft:
    """The announcing sentence and its items, each shortened so that the whole stays readable."""
    heading = items[0].span.start <= evidence.quote.span.start
    path = evidence.hit.passage.chunk.path
    lead = path[-1] if heading and path else " ".join(evidence.quote.text.split())
    lengths = [len(item.text.split()) for item in items]
    each = max(lengths) if sum(lengths) <= _LIST_WORDS else max(8, _LIST_WORDS // len(items))
    grounds = (items[0],) if heading else (evidence.quote, *items)
    draft = Draft(PASSAGES, confidence=confidence(context, [evidence]))
    draft.statements = [Statement(f"{lead.rstrip(' :.')} ({len(items)} mục):", (*grounds[:1], *items))]
    draft.statements += [Statement(capitalised(shortened(item, each)), (item,), item=True) for item in items]
    draft.sources = [Quote(evidence.quote.document, evidence.hit.passage.chunk.span)]
    if max(lengths) > each:
        draft.more = [Statement(" ".join(item.text.split()), (item,), item=True) for item in items]
    return draft
