"""Any other question: the passages that answer it, or the admission that none does."""

from collections.abc import Sequence

from assistant.answer import Quote
from assistant.answers.choice import MOST_WORDS, SEVERAL, choose, possible
from assistant.answers.context import Context
from assistant.answers.direct import direct_answer, whether_it_is
from assistant.answers.halves import halves_of
from assistant.answers.listing import answer_list
from assistant.confidence import confidence
from assistant.draft import PASSAGES, Draft, Statement
from assistant.evidence import Evidence, focused
from assistant.question import Question
from assistant.scope import filters_of, scopes_named, without_scopes
from assistant.wanted import announces
from assistant.wants import Wants
from ingest.vietnamese import capitalised

_SHORT = frozenset({Wants.DATE, Wants.YEAR, Wants.QUANTITY, Wants.PERSON, Wants.TIME})
_AS_SURE = 0.93  # of the best score: a passage this good stands beside it


def answer_passages(context: Context) -> Draft:
    """The best passages for the question, a short direct clause first; confidence says how good."""
    question = context.question
    if question.supposes and question.agencies and (draft := whether_it_is(context)):
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
    if lists and not halves.compared and len(scopes) < 2 and (listed := answer_list(context, every)):
        return listed
    if not found:
        return Draft(PASSAGES, confidence=0.0)
    apart = [(topic, filters_of([s])) for s in scopes] if len(scopes) > 1 else []
    chosen = choose(context, found, halves, apart, within=len(scopes) == 1)
    quotes = _fitted(chosen, question)
    sure = confidence(context, chosen)
    if apart:
        # What is left of the question without its sections may be a word; with them it says more.
        sure = max(sure, confidence(context, found[:1]))
    draft = Draft(PASSAGES, passages=quotes, confidence=sure)
    if halves.compared and len(chosen) >= 2:
        draft.statements = [_compared(q) for q in quotes]
        draft.passages, draft.sources = [], quotes
        return draft
    draft.statements = direct_answer(context, chosen, quotes[0])
    if question.wants in _SHORT and not (
        halves.questions or halves.beside or apart or question.asks(SEVERAL)
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


def _fitted(chosen: Sequence[Evidence], question: Question) -> list[Quote]:
    """The passages as shown: long ones from the beginning of their sentence as far as there is room."""
    quotes = [focused(e, question, whole=not n) for n, e in enumerate(chosen)]
    words = sum(len(q.text.split()) for q in quotes)
    for n, evidence in enumerate(chosen):
        longer = focused(evidence, question)
        more = len(longer.text.split()) - len(quotes[n].text.split())
        if words + more <= MOST_WORDS:
            quotes[n] = longer
            words += more
    return quotes
