"""Any other question: the passages that answer it, or the admission that none does."""

import re

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.answers.duties import subject_of
from assistant.confidence import confidence
from assistant.draft import Draft, Statement
from assistant.evidence import Evidence, find_evidence, focused, split_clauses
from assistant.lists import announces, clauses_of, items_after, shortened
from assistant.question import Question, Wants, understand_question
from assistant.wanted import gives
from ingest.spans import Span, stripped
from ingest.vietnamese import fold, tokens
from vectorstore.filters import Filters

KIND = "passages"

_MOST_PASSAGES = 4
_MOST_WORDS = 140  # of all passages together
_ENOUGH = 0.8  # of the best score: another passage this good also answers
_ELSEWHERE_ENOUGH = 0.92  # the same for a passage of another document
_SEVERAL_ENOUGH = 0.65  # the same where several bodies are asked for
_SEVERAL = (
    r"nhung (?:co quan|don vi|ai|to chuc|ben)|cac (?:co quan|don vi|ben)|moi ben|tung (?:co quan|don vi)"
)
_LIST_ENOUGH = 0.75  # of the best score: an announced list this good is preferred where one is wanted
_LIST_WORDS = 170
_COMPARES = r"khac|khac nhau|so sanh|phan biet"
_COMPARED = re.compile(
    r"^(?:hãy )?(?:so sánh|phân biệt|so sanh|phan biet)\s+|\s+(?:ở (?:điểm|chỗ) nào|(?:khác )?nhau.*|như thế nào|thế nào|ra sao|o diem nao)\s*\??$"
)
_DIRECT_WORDS = 40
_HALVES = re.compile(
    r"\s+(?:khác (?:gì )?(?:so )?(?:với )?|so với |và |còn |với |hay |khac (?:gi )?(?:so )?(?:voi )?|so voi |va |con |voi )|[,;]\s+(?:còn\s+|con\s+)?"
)


def answer_passages(context: Context) -> Draft:
    """The best passages for the question, a short direct clause first; confidence says how good."""
    question = context.question
    found = find_evidence(context.index, context.knowledge, question)
    if not found:
        return Draft(KIND, confidence=0.0)
    if (question.wants_list or announces(found[0].quote.text)) and (listed := _list(context, found)):
        return listed
    chosen = _chosen(context, found)
    quotes = [focused(e, question) for e in chosen]
    draft = Draft(KIND, passages=quotes, confidence=confidence(context, chosen))
    draft.statements = _direct(context, chosen, quotes[0])
    return draft


def _list(context: Context, found: list[Evidence]) -> Draft | None:
    """The list that one of the best sentences announces, or None."""
    for evidence in found[:6]:
        if evidence.score < _LIST_ENOUGH * found[0].score:
            break
        items = items_after(evidence) if announces(evidence.quote.text) else []
        if not items and _heading_announces(context, evidence):
            items = clauses_of(evidence)
        if items:
            return _listed(context, evidence, items)
    return None


def _heading_announces(context: Context, evidence: Evidence) -> bool:
    """True if the question asks for just what the heading of the evidence's article names."""
    path = evidence.hit.passage.chunk.path
    heading = {fold(t) for t in tokens(path[-1])} if path else set()
    asked = list(dict.fromkeys(context.question.content))
    weights = {t: context.knowledge.weight(t) for t in asked}
    total = sum(weights.values()) or 1.0
    return sum(w for t, w in weights.items() if t in heading) / total >= 0.7


def _listed(context: Context, evidence: Evidence, items: list[Quote]) -> Draft:
    """The announcing sentence and its items, each shortened so that the whole stays readable."""
    heading = items[0].span.start <= evidence.quote.span.start
    path = evidence.hit.passage.chunk.path
    lead = path[-1] if heading and path else " ".join(evidence.quote.text.split())
    lengths = [len(item.text.split()) for item in items]
    each = max(lengths) if sum(lengths) <= _LIST_WORDS else max(8, _LIST_WORDS // len(items))
    grounds = (items[0],) if heading else (evidence.quote, *items)
    draft = Draft(KIND, confidence=confidence(context, [evidence]))
    draft.statements = [Statement(f"{lead.rstrip(' :.')} ({len(items)} mục):", (*grounds[:1], *items))]
    draft.statements += [Statement(_capital(shortened(item, each)), (item,), item=True) for item in items]
    draft.sources = [Quote(evidence.quote.document, evidence.hit.passage.chunk.span)]
    return draft


def _chosen(context: Context, found: list[Evidence]) -> list[Evidence]:
    """The best sentence, the best one for each part of the question, and those nearly as good."""
    question = context.question
    best = found[0]
    parts = _parts(question)
    by_year = len(question.years) > 1
    chosen = [] if by_year and parts else [best]
    named = context.knowledge.documents_named(question)
    filters = Filters(documents=frozenset(d.name for d in named)) if named else None
    for part in parts:
        evidence = find_evidence(context.index, context.knowledge, part, filters)
        if by_year:
            evidence = [e for e in evidence[:8] if any(year in tokens(e.quote.text) for year in part.years)]
        fitting = next((e for e in evidence[:1] if by_year or e.coverage >= 0.5), None)
        if fitting and all(e.quote != fitting.quote for e in chosen):
            chosen.append(fitting)
    several = question.wants is Wants.BODY and question.asks(_SEVERAL)
    for candidate in found:
        enough = _SEVERAL_ENOUGH if several else _ENOUGH
        if candidate.quote.document.id != best.quote.document.id:
            enough = _ELSEWHERE_ENOUGH
        if candidate.score >= enough * best.score and all(e.quote != candidate.quote for e in chosen):
            chosen.append(candidate)
    return _within_budget(chosen, question)


def _within_budget(chosen: list[Evidence], question: Question) -> list[Evidence]:
    kept: list[Evidence] = []
    words = 0
    for evidence in chosen:
        length = len(focused(evidence, question).text.split())
        if kept and (words + length > _MOST_WORDS or len(kept) == _MOST_PASSAGES):
            continue
        kept.append(evidence)
        words += length
    return kept


def _parts(question: Question) -> list[Question]:
    """The questions inside a question that asks two things: its halves, or one for each year."""
    if len(question.years) > 1:
        return [
            understand_question(
                re.sub("|".join(y for y in question.years if y != year), " ", question.query.text)
            )
            for year in question.years
        ]
    pieces = [p for p in _HALVES.split(question.query.text) if p.strip()]
    if len(pieces) < 2:
        return []
    if question.asks(_COMPARES):
        # What two things are says how they differ.
        return [
            understand_question(f"{_COMPARED.sub('', p).strip(' ?.')} là gì?")
            for p in pieces
            if len(p.split()) <= 9
        ]
    parts = [understand_question(p) for p in pieces]
    return [p for p in parts if len(p.content) >= 3] if sum(len(p.content) >= 3 for p in parts) >= 2 else []


def _direct(context: Context, chosen: list[Evidence], quote: Quote) -> list[Statement]:
    """The direct answer: who, where a body is wanted; else the clause that says it."""
    question = context.question
    body = subject_of(context, chosen[0])
    if question.wants is Wants.BODY and body is not None:
        bodies = (
            {b.quote.span: b for e in chosen if (b := subject_of(context, e))}
            if question.asks(_SEVERAL)
            else {}
        )
        return [
            Statement(f"{_capital(b.name)} (mục {b.section.label}).", (b.quote,), item=len(bodies) > 1)
            for b in bodies.values() or [body]
        ]
    statements = []
    if body is not None and not quote.span.contains(body.quote.span):
        statements.append(Statement(f"{_capital(body.name)}:", (body.quote,)))
    clause = best_clause(question, quote)
    if len(clause.text.split()) <= _DIRECT_WORDS and len(clause.span) < len(quote.span):
        statements.append(Statement(f"{_capital(clause.text.rstrip(' ;,.'))}.", (clause,)))
    return statements


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def best_clause(question: Question, quote: Quote) -> Quote:
    """The clause of a quote that shares most with the question."""
    wanted = set(question.content)
    clauses = split_clauses(quote.document.text, quote.span)

    def merit(span: Span) -> tuple[float, int]:
        text = span.of(quote.document.text)
        terms = {fold(t) for t in tokens(text)}
        fits = 1.5 if question.wants is not Wants.ANYTHING and gives(question, text) else 0.0
        return len(wanted & terms) + fits, -len(terms)

    best = max(clauses, key=merit)
    return Quote(quote.document, stripped(quote.document.text, best))
