"""How surely passages answer a question: the ground for saying "không tìm thấy"."""

import re

from assistant.answers.context import Context
from assistant.evidence import Evidence
from assistant.wanted import MUST_HOLD, gives
from ingest.vietnamese import fold
from vectorstore.query import expand

# A passage that covers less of the question can't be the one that holds the date or amount wanted.
_RELEVANT = 0.5


def confidence(context: Context, chosen: list[Evidence]) -> float:
    """How surely the passages answer, in [0, 1]; 0 where they can't hold what is wanted.

    What is asked for must be there (an amount in its unit, a date, a year, a name), and nothing
    named in the question (a year, a place, a document number) may be missing from the passages.
    Otherwise it is the mean of two shares: of the question's telling words that the passages and
    their headings have, and of the cosine between the question and the nearest passage.
    """
    question, knowledge = context.question, context.knowledge
    if question.wants in MUST_HOLD and not any(
        gives(question, e.quote.text) for e in chosen if e.coverage >= _RELEVANT
    ):
        return 0.0
    around = " ".join(
        fold(expand(part))
        for e in chosen
        for part in (*e.hit.passage.chunk.path, e.hit.passage.chunk.text, _lead(e))
    )
    documents = {e.quote.document.id: e.quote.document for e in chosen}.values()
    titles = " ".join(
        fold(part)
        for d in documents
        for part in (d.title, d.metadata.subject.value, d.metadata.place.value, d.metadata.issuer.value)
    )
    if any(year not in around for year in question.years):
        return 0.0
    if any(fold(name) not in f"{around} {titles}" for name in question.names):
        return 0.0
    known = {d.sign for d in knowledge.decisions} | {
        s for signs in knowledge.corpus.document_signs.values() for s in signs
    }
    if any(sign not in known for sign in question.query.signs):
        return 0.0
    weights = {t: knowledge.weight(t) for t in dict.fromkeys(question.content)}
    total = sum(weights.values()) or 1.0
    covered: set[str] = set().union(*(e.covered for e in chosen))
    near = {t for t in weights if t not in covered and _has_word(f"{around} {titles}", t)}
    coverage = sum(weights[t] for t in covered | near) / total
    nearness = max(0.0, *(e.hit.similarity for e in chosen))
    return min(1.0, 0.5 * coverage + 0.5 * nearness)


def _lead(evidence: Evidence) -> str:
    lead = evidence.hit.passage.chunk.lead
    return lead.of(evidence.quote.document.text) if lead else ""


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
