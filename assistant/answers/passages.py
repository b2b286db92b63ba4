"""Any other question: the passages that answer it, or the admission that none does."""

import re

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.answers.duties import subject_of
from assistant.draft import Draft, Statement
from assistant.evidence import Evidence, find_evidence, focused, gives, split_clauses
from assistant.question import Question, Wants, understand_question
from ingest.spans import Span, stripped
from ingest.vietnamese import fold, tokens

KIND = "passages"

_MOST_PASSAGES = 3
_MOST_WORDS = 150  # of all passages together
_ENOUGH = 0.82  # of the best score: a second passage this good also answers
_DIRECT_WORDS = 40
_HALVES = re.compile(r"\s+(?:và|còn|va|con)\s+|[,;]\s+(?:còn\s+|con\s+)?")


def answer_passages(context: Context) -> Draft:
    """The best passages for the question, a short direct clause first; confidence says how good."""
    question = context.question
    found = find_evidence(context.index, context.knowledge, question)
    if not found:
        return Draft(KIND, confidence=0.0)
    chosen = _chosen(context, found)
    quotes = [focused(e, question) for e in chosen]
    draft = Draft(KIND, passages=quotes, confidence=confidence(context, chosen))
    draft.statements = _direct(context, chosen[0], quotes[0])
    return draft


def _chosen(context: Context, found: list[Evidence]) -> list[Evidence]:
    """The best sentence, those nearly as good, and the best one for each part of the question."""
    question = context.question
    best = found[0]
    chosen = [best]
    for part in _parts(question):
        evidence = find_evidence(context.index, context.knowledge, part)
        fitting = [e for e in evidence if e.coverage >= 0.5]
        if fitting and all(e.quote != fitting[0].quote for e in chosen):
            chosen.append(fitting[0])
    for candidate in found[1:]:
        if candidate.score >= _ENOUGH * best.score and all(e.quote != candidate.quote for e in chosen):
            chosen.append(candidate)
    return _within_budget(chosen, question)


def _within_budget(chosen: list[Evidence], question: Question) -> list[Evidence]:
    kept: list[Evidence] = []
    words = 0
    for evidence in chosen[:_MOST_PASSAGES]:
        length = len(focused(evidence, question).text.split())
        if kept and words + length > _MOST_WORDS:
            continue
        kept.append(evidence)
        words += length
    return kept


def _parts(question: Question) -> list[Question]:
    """The halves of a question that asks two things, each long enough to stand alone."""
    pieces = [p for p in _HALVES.split(question.query.text) if p]
    if len(pieces) < 2:
        return []
    parts = [understand_question(p) for p in pieces]
    return [p for p in parts if len(p.content) >= 3] if sum(len(p.content) >= 3 for p in parts) >= 2 else []


def _direct(context: Context, evidence: Evidence, quote: Quote) -> list[Statement]:
    """The direct answer: who, where a body is wanted; else the clause that says it."""
    question = context.question
    body = subject_of(context, evidence)
    if question.wants is Wants.BODY and body is not None:
        return [
            Statement(f"{body.name[:1].upper()}{body.name[1:]} (mục {body.section.label}).", (body.quote,))
        ]
    statements = []
    if body is not None and not quote.span.contains(body.quote.span):
        statements.append(Statement(f"{body.name[:1].upper()}{body.name[1:]}:", (body.quote,)))
    clause = best_clause(question, quote)
    if len(clause.text.split()) <= _DIRECT_WORDS and len(clause.span) < len(quote.span):
        text = clause.text.rstrip(" ;,.")
        statements.append(Statement(f"{text[:1].upper()}{text[1:]}.", (clause,)))
    return statements


def best_clause(question: Question, quote: Quote) -> Quote:
    """The clause of a quote that shares most with the question."""
    wanted = set(question.content)
    clauses = split_clauses(quote.document.text, quote.span)

    def merit(span: Span) -> tuple[float, int]:
        text = span.of(quote.document.text)
        terms = {fold(t) for t in tokens(text)}
        return (
            len(wanted & terms)
            + (1.5 if question.wants is not Wants.ANYTHING and gives(question, text) else 0),
            -len(terms),
        )

    best = max(clauses, key=merit)
    return Quote(quote.document, stripped(quote.document.text, best))


def confidence(context: Context, chosen: list[Evidence]) -> float:
    """How surely the passages answer, in [0, 1]; 0 where they can't hold what is wanted.

    What is asked for must be there (an amount in its unit, a date, a year, a name), and nothing
    named in the question (a year, a place, a document number) may be missing from the passages.
    """
    question = context.question
    texts = " ".join(fold(e.quote.text) for e in chosen)
    documents = {e.quote.document.id: e.quote.document for e in chosen}
    around = " ".join(
        fold(part) for e in chosen for part in (*e.hit.passage.chunk.path, e.hit.passage.chunk.text)
    )
    titles = " ".join(
        fold(part)
        for d in documents.values()
        for part in (d.title, d.metadata.subject.value, d.metadata.place.value, d.text[:600])
    )
    must_hold = question.wants in {Wants.QUANTITY, Wants.PERSON, Wants.DATE, Wants.YEAR}
    if must_hold and not any(gives(question, e.quote.text) for e in chosen):
        return 0.0
    if any(year not in texts and year not in around for year in question.years):
        return 0.0
    if any(fold(name) not in f"{around} {titles}" for name in question.names):
        return 0.0
    known_signs = {sign for d in context.knowledge.decisions for sign in [d.sign]}
    if any(sign not in known_signs for sign in question.query.signs):
        return 0.0
    weights = {t: context.knowledge.weight(t) for t in dict.fromkeys(question.content)}
    total = sum(weights.values()) or 1.0
    covered = set().union(*(e.covered for e in chosen))
    inherited = {
        t
        for t in weights
        if t not in covered and re.search(rf"(?<!\w){re.escape(t)}(?!\w)", f"{around} {titles}")
    }
    return (sum(weights[t] for t in covered) + 0.7 * sum(weights[t] for t in inherited)) / total
