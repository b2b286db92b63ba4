"""Finding the sentences that answer: candidates from the search, scored by what they cover."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer import Quote
from assistant.knowledge import Knowledge
from assistant.question import Question, Wants
from ingest.spans import Span, stripped
from ingest.vietnamese import fold, sentences, tokens
from vectorstore.index import SearchIndex
from vectorstore.search import Filters, Hit, search_passages

_PASSAGES = 14  # passages whose sentences are looked at
_LONG_SENTENCE = 420  # characters; a longer one is cut down to the clauses that answer

# Patterns, on folded text, of what a question may want.
_DATE = re.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|ngay \d{1,2} thang \d{1,2}|thang \d{1,2}(?: nam|/)\s?\d{4}|nam \d{4}|(?:truoc|den) ngay \d|\d+ (?:ngay|thang|nam|gio)\b|\d{1,2}/\d{1,2}\b"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_QUANTITY = {
    "tien": re.compile(r"\d[\d.,]*\s?(?:ty|ti|trieu|nghin|ngan|dong|usd|%)"),
    "dai": re.compile(r"\d[\d.,]*\s?(?:km|m|met|ki lo met)\b"),
    "dien tich": re.compile(r"\d[\d.,]*\s?(?:ha|hec ?ta|m2|km2|met vuong)\b"),
    "phan tram": re.compile(r"\d[\d.,]*\s?(?:%|phan tram)"),
    "cong suat": re.compile(r"\d[\d.,]*\s?(?:mw|kw|kwh|mwh|kv)\b"),
    "nguoi": re.compile(r"\d[\d.,]*\s?(?:nguoi|bien che|can bo|lao dong|ho)\b"),
    "thoi han": re.compile(r"\d[\d.,]*\s?(?:ngay|thang|nam|tuan|gio|quy)\b|(?:mot|hai|ba|bon|nam|sau|muoi) (?:ngay|thang|nam|gio)\b"),
}  # fmt: skip
_ANY_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer.

    ``coverage`` is the share of the question's telling words that it (or its headings) has, in
    [0, 1]; ``similarity`` its cosine with the question; ``score`` the mix used for ranking.
    """

    quote: Quote
    hit: Hit
    covered: frozenset[str]
    coverage: float
    similarity: float
    score: float


def find_evidence(
    index: SearchIndex, knowledge: Knowledge, question: Question, filters: Filters | None = None
) -> list[Evidence]:
    """Sentences that may answer ``question``, best first; none if nothing comes near."""
    hits = search_passages(index, question.query.text, _PASSAGES, filters)
    return score_sentences(index, knowledge, question, hits)


def score_sentences(
    index: SearchIndex, knowledge: Knowledge, question: Question, hits: Sequence[Hit]
) -> list[Evidence]:
    """The sentences of ``hits`` scored against the question, best first."""
    candidates = [
        (hit, span) for hit in hits for span in sentences(hit.passage.document.text, hit.passage.chunk.span)
    ]
    if not candidates or not question.content:
        return []
    vectors = index.embedder.passages([span.of(hit.passage.document.text) for hit, span in candidates])
    similarity = vectors @ index.embedder.query(question.query.text)
    top = max(hit.score for hit in hits) or 1.0
    weights = {term: knowledge.weight(term) for term in dict.fromkeys(question.content)}
    found = [
        _scored(question, weights, hit, span, float(cosine), hit.score / top)
        for (hit, span), cosine in zip(candidates, similarity, strict=True)
    ]
    return sorted(found, key=lambda e: -e.score)


def _scored(
    question: Question, weights: dict[str, float], hit: Hit, span: Span, similarity: float, rank: float
) -> Evidence:
    passage = hit.passage
    own_terms = [fold(t) for t in tokens(span.of(passage.document.text))]
    own = set(own_terms)
    context = {fold(t) for part in (*passage.chunk.path, _lead(hit)) for t in tokens(part)}
    total = sum(weights.values())
    covered = frozenset(t for t in weights if t in own)
    inherited = sum(w for t, w in weights.items() if t in context and t not in own)
    coverage = (sum(weights[t] for t in covered) + 0.6 * inherited) / total
    pairs = _pairs(question.content)
    pair_share = len(pairs & _pairs(own_terms)) / len(pairs) if pairs else 0.0
    fits = (
        0.0
        if question.wants is Wants.ANYTHING
        else (0.15 if gives(question, span.of(passage.document.text)) else -0.1)
    )
    score = 0.5 * coverage + 0.3 * pair_share + 0.25 * similarity + 0.25 * rank + fits
    return Evidence(Quote(passage.document, span), hit, covered, coverage, similarity, score)


def _lead(hit: Hit) -> str:
    chunk = hit.passage.chunk
    return chunk.lead.of(hit.passage.document.text) if chunk.lead else ""


def _pairs(terms: Iterable[str]) -> set[tuple[str, str]]:
    listed = list(terms)
    return set(itertools.pairwise(listed))


def gives(question: Question, text: str) -> bool:
    """True if ``text`` holds a thing of the kind that the question wants."""
    folded = fold(text)
    if question.wants is Wants.DATE:
        return bool(_DATE.search(folded))
    if question.wants is Wants.YEAR:
        return bool(_YEAR.search(folded))
    if question.wants is Wants.QUANTITY:
        return any(_QUANTITY[unit].search(folded) for unit in question.units)
    if question.wants is Wants.PERSON:
        return False  # a person's name can't be told from other names without knowing people
    if question.wants is Wants.COUNT:
        return bool(_ANY_NUMBER.search(folded))
    return True


def focused(evidence: Evidence, question: Question, longest: int = _LONG_SENTENCE) -> Quote:
    """The quote, or of a very long sentence the run of clauses that covers most of the question."""
    quote = evidence.quote
    if len(quote.span) <= longest:
        return quote
    clauses = split_clauses(quote.document.text, quote.span)
    wanted = set(question.content)
    gain = [len(wanted & {fold(t) for t in tokens(c.of(quote.document.text))}) for c in clauses]
    best = int(np.argmax(gain))
    first = last = best
    while True:
        before = gain[first - 1] if first > 0 else -1
        after = gain[last + 1] if last + 1 < len(clauses) else -1
        if max(before, after) < 0:
            break
        grown = (first - 1, last) if before > after else (first, last + 1)
        if clauses[grown[1]].end - clauses[grown[0]].start > longest:
            break
        first, last = grown
    span = Span(clauses[first].start, clauses[last].end)
    return replace(quote, span=stripped(quote.document.text, span))


def split_clauses(text: str, span: Span) -> list[Span]:
    """The clauses of a sentence: divided at semicolons, and at commas where those are missing."""
    for pattern in (r";\s+", r"[;,]\s+"):
        found, start = [], span.start
        for match in re.finditer(pattern, span.of(text)):
            end = span.start + match.start() + 1
            found.append(Span(start, end))
            start = span.start + match.end()
        found.append(Span(start, span.end))
        if max(len(c) for c in found) <= _LONG_SENTENCE:
            return found
    return found
