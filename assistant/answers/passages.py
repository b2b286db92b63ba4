"""Any other question: the passages that answer it, or the admission that none does."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.answer import Quote, places_of
from assistant.answers.context import Context
from assistant.answers.halves import Halves, halves_of
from assistant.confidence import confidence
from assistant.draft import Draft, Statement
from assistant.evidence import Evidence, focused, split_clauses
from assistant.lists import clauses_of, items_after, shortened
from assistant.question import Question, Wants, understand_question
from assistant.scope import filters_of, scopes_named, without_scopes
from assistant.tables.duties import COORDINATES, LEADS, Duty
from assistant.terms import held, view
from assistant.wanted import MUST_HOLD, announces, gives
from ingest.spans import Span, stripped
from ingest.vietnamese import capitalised, fold, tokens
from vectorstore.filters import Filters

KIND = "passages"

_MOST_PASSAGES = 4
_MOST_WORDS = 165  # of all passages together
_ENOUGH = 0.86  # of the best score: another passage this good also answers
_SCOPE_ENOUGH = 0.75  # the same within a section that the question names
_ELSEWHERE_ENOUGH = 0.95  # the same for a passage of another document
_SEVERAL_ENOUGH = 0.7  # the same where several bodies are asked for
_SEVERAL = r"nhung (?:co quan|don vi|ai|to chuc|ben|chu the)|cac (?:co quan|don vi|ben)|moi ben|tung (?:co quan|don vi)"
_LIST_ENOUGH = 0.75  # of the best score: an announced list this good is preferred where one is wanted
_LIST_WORDS = 170
_HEADING_SAYS = 0.65  # of the question's words in a heading: what its article lists is asked for
_LEAST_DIRECT, _DIRECT_WORDS = 6, 40  # a piece of fewer words is no answer by itself
_SHORT = frozenset({Wants.DATE, Wants.YEAR, Wants.QUANTITY, Wants.PERSON, Wants.TIME})
_AS_SURE = 0.93  # of the best score: a passage this good stands beside it
_YES_NO = r"(?:co|duoc|phai|bi)(?: \w+)+ (?:khong|chua)$"
_STATES = 0.8  # of the question's words in a sentence that says yes or no to it
_NEGATION = re.compile(r"(?<!\w)(?:khong|chua|nghiem cam|cam)(?!\w)")
_EXCEPTION = re.compile(r"(?<!\w)(?:tru|chi|neu|truong hop|ngoai)(?!\w)")
_ENUMERATES = re.compile(r"(?<!\w)(?:gồm|bao gồm)\s[^:;]+,[^:;]+(?:,|và|hoặc)[^:;]+$")
_SUPPOSING = re.compile(
    r"(?<!\w)(?:có phải|phải không|đúng không|có đúng|hay không|không|co phai|phai khong|dung khong|khong)(?!\w)",
    re.IGNORECASE,
)
_ROLES = ((r"chu tri", LEADS), (r"phoi hop", COORDINATES))


def answer_passages(context: Context) -> Draft:
    """The best passages for the question, a short direct clause first; confidence says how good."""
    question = context.question
    if question.supposes and question.agencies and (draft := _whether_it_is(context)):
        return draft
    scopes = scopes_named(question, context.knowledge)
    filters = filters_of(scopes) if scopes else None
    topic = without_scopes(question, scopes) if len(scopes) > 1 else question
    every = context.evidence(question, filters)
    found = possible(question, every)
    if not found and filters:
        every = context.evidence(question)
        found = possible(question, every)
    halves = halves_of(question)
    lists = question.wants_list or (bool(found) and announces(found[0].quote.text))
    if lists and not halves.compared and len(scopes) < 2 and (listed := _list(context, every)):
        return listed
    if not found:
        return Draft(KIND, confidence=0.0)
    apart = [(topic, filters_of([s])) for s in scopes] if len(scopes) > 1 else []
    chosen = choose(context, found, halves, apart, within=len(scopes) == 1)
    quotes = _fitted(chosen, question)
    sure = confidence(context, chosen)
    if apart:
        # What is left of the question without its sections may be a word; with them it says more.
        sure = max(sure, confidence(context, found[:1]))
    draft = Draft(KIND, passages=quotes, confidence=sure)
    if halves.compared and len(chosen) >= 2:
        draft.statements = [_compared(q) for q in quotes]
        draft.passages, draft.sources = [], quotes
        return draft
    draft.statements = _direct(context, chosen, quotes[0])
    if question.wants in _SHORT and not (
        halves.questions or halves.beside or apart or question.asks(_SEVERAL)
    ):
        # A date or an amount is answered by one passage; those less sure are there for who wants them.
        kept = [e.score >= _AS_SURE * chosen[0].score for e in chosen]
        draft.passages = [q for q, keep in zip(quotes, kept, strict=True) if keep]
        draft.more = [
            Statement(f"“{' '.join(q.text.split())}”", (q,))
            for q, keep in zip(quotes, kept, strict=True)
            if not keep
        ]
    return draft


def _compared(quote: Quote) -> Statement:
    return Statement(capitalised(" ".join(quote.text.split())), (quote,), item=True)


def _whether_it_is(context: Context) -> Draft | None:
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
    draft = Draft(KIND, confidence=confidence(other, found[:1]))
    draft.passages = [focused(found[0], other.question)]
    draft.statements = [_supposed(context.question, duties)]
    return draft


def evidence_for(context: Context, question: Question, filters: Filters | None = None) -> list[Evidence]:
    """The evidence that can answer a question, best first."""
    return possible(question, context.evidence(question, filters))


def possible(question: Question, found: list[Evidence]) -> list[Evidence]:
    """Where an amount, a date or a name is wanted: the evidence that holds one."""
    return [e for e in found if e.fits] if question.wants in MUST_HOLD else found


# -- lists --------------------------------------------------------------------------------------


def _list(context: Context, found: list[Evidence]) -> Draft | None:
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
    draft = Draft(KIND, confidence=confidence(context, [evidence]))
    draft.statements = [Statement(f"{lead.rstrip(' :.')} ({len(items)} mục):", (*grounds[:1], *items))]
    draft.statements += [Statement(capitalised(shortened(item, each)), (item,), item=True) for item in items]
    draft.sources = [Quote(evidence.quote.document, evidence.hit.passage.chunk.span)]
    if max(lengths) > each:
        draft.more = [Statement(" ".join(item.text.split()), (item,), item=True) for item in items]
    return draft


# -- choosing passages --------------------------------------------------------------------------


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
    several = question.wants is Wants.BODY and question.asks(_SEVERAL)
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
        most = _MOST_WORDS + 65 if question.asks(_SEVERAL) else _MOST_WORDS
        if kept and (words + length > most or len(kept) == _MOST_PASSAGES):
            continue
        kept.append(evidence)
        words += length
    return kept


def _fitted(chosen: Sequence[Evidence], question: Question) -> list[Quote]:
    """The passages as shown: long ones from the beginning of their sentence as far as there is room."""
    quotes = [focused(e, question, whole=not n) for n, e in enumerate(chosen)]
    words = sum(len(q.text.split()) for q in quotes)
    for n, evidence in enumerate(chosen):
        longer = focused(evidence, question)
        more = len(longer.text.split()) - len(quotes[n].text.split())
        if words + more <= _MOST_WORDS:
            quotes[n] = longer
            words += more
    return quotes


# -- the direct answer --------------------------------------------------------------------------


def _direct(context: Context, chosen: list[Evidence], quote: Quote) -> list[Statement]:
    """The direct answer: who, where a body is wanted; else the clause that says it."""
    question = context.question
    clause = best_clause(question, quote)
    duties = _charged(context, clause) or _charged(context, quote)
    if question.wants is Wants.BODY and duties:
        several = question.asks(_SEVERAL)
        groups = [duties] + ([_charged(context, e.quote) for e in chosen[1:]] if several else [])
        return [_who(group, item=len(groups) > 1) for group in groups if group]
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
    if context.question.asks(_SEVERAL) and own:
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
