"""Finding the sentences that answer: candidates from the search, scored by what they cover."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from assistant.answer import Quote
from assistant.knowledge import Knowledge
from assistant.question import Question, Wants
from assistant.wanted import gives
from ingest.spans import Span, stripped
from ingest.structure import RECIPIENTS
from ingest.vietnamese import fold, sentences, tokens
from vectorstore.filters import Filters
from vectorstore.index import SearchIndex
from vectorstore.query import expand
from vectorstore.search import Hit, search_passages

_PASSAGES = 16  # passages whose sentences are looked at
_LONG_SENTENCE = 420  # characters; a longer one is cut down to the clauses that answer
_MARKER = re.compile(r"(?:[a-zđ]\s?\)|[-+•–*]|\d{1,2}[.)])\s+")

# Weights of the parts of a sentence's score; see docs/answers.md.
_COVERAGE, _INHERITED, _PAIRS, _SIMILARITY, _RANK = 0.5, 0.6, 0.3, 0.25, 0.25
_HEADING_NAMED = 0.25
_NUMBERED = re.compile(r"^\s*(?:[\w|!]{1,5}\s*[-–.:)]+|Điều\s+\w+\.?|Chương\s+\w+\.?|Mục\s+\w+\.?)\s*")
_GIVES, _LACKS, _DEFINES = 0.12, -0.2, 0.6


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
    if filters is None:
        named = knowledge.documents_named(question)
        filters = Filters(documents=frozenset(d.name for d in named)) if named else None
    hits = search_passages(index, question.query.text, _PASSAGES, filters)
    if question.defined:
        # A definition is short and shares little with the question but the term itself.
        known = {hit.passage for hit in hits}
        hits += [
            h
            for h in search_passages(index, f"“{question.defined}” là", 6, filters)
            if h.passage not in known
        ]
    return score_sentences(index, knowledge, question, hits)


def score_sentences(
    index: SearchIndex, knowledge: Knowledge, question: Question, hits: Sequence[Hit]
) -> list[Evidence]:
    """The sentences of ``hits`` scored against the question, best first."""
    candidates = [
        (hit, _unmarked(hit.passage.document.text, span))
        for hit in hits
        if hit.passage.chunk.section != RECIPIENTS
        for span in sentences(hit.passage.document.text, hit.passage.chunk.span)
    ]
    if not candidates or not question.content:
        return []
    vectors = index.embedder.passages([span.of(hit.passage.document.text) for hit, span in candidates])
    similarity = vectors @ index.embedder.query(question.query.text)
    top = max(hit.score for hit in hits) or 1.0
    scorer = _Scorer(question, knowledge)
    found = [
        scorer.score(hit, span, float(cosine), hit.score / top)
        for (hit, span), cosine in zip(candidates, similarity, strict=True)
    ]
    return sorted(found, key=lambda e: -e.score)


def _unmarked(text: str, span: Span) -> Span:
    """A sentence without the marker of its point: "a) …", "- …"."""
    match = _MARKER.match(span.of(text))
    return Span(span.start + match.end(), span.end) if match and match.end() < len(span) else span


class _Scorer:
    """The score of a sentence for one question."""

    def __init__(self, question: Question, knowledge: Knowledge) -> None:
        self.question = question
        self.weights = {t: knowledge.weight(t) for t in dict.fromkeys(question.content)}
        self.total = sum(self.weights.values())
        self.pairs = {p: knowledge.pair_weight(*p) for p in _pairs(question.content)}
        self.pair_total = sum(self.pairs.values())
        self._asked = " ".join(fold(t) for t in tokens(question.query.text))

    def score(self, hit: Hit, span: Span, similarity: float, rank: float) -> Evidence:
        document, chunk = hit.passage.document, hit.passage.chunk
        text = span.of(document.text)
        terms = [fold(t) for t in tokens(expand(text))]
        own = set(terms)
        lead = chunk.lead.of(document.text) if chunk.lead else ""
        context = {fold(t) for part in (document.title, *chunk.path, lead) for t in tokens(part)}
        covered = frozenset(t for t in self.weights if t in own)
        inherited = sum(w for t, w in self.weights.items() if t in context and t not in own)
        coverage = (sum(self.weights[t] for t in covered) + _INHERITED * inherited) / self.total
        here = _pairs(terms)
        pairs = (
            sum(w for p, w in self.pairs.items() if p in here) / self.pair_total if self.pair_total else 0.0
        )
        fits = 0.0
        if self.question.wants is Wants.DEFINITION:
            fits = _DEFINES if gives(self.question, text) else 0.0
        elif self.question.wants is not Wants.ANYTHING:
            fits = _GIVES if gives(self.question, text) else _LACKS
        fits += max((self._named(heading) for heading in chunk.path), default=0.0)
        score = _COVERAGE * coverage + _PAIRS * pairs + _SIMILARITY * similarity + _RANK * rank + fits
        return Evidence(Quote(document, span), hit, covered, coverage, similarity, score)

    def _named(self, heading: str) -> float:
        """What it is worth that the question repeats the words of a heading ("Mục tiêu tổng quát")."""
        words = [w for w in (fold(t) for t in tokens(_NUMBERED.sub("", heading))) if w.isalpha()]
        if not 2 <= len(words) <= 12 or " ".join(words) not in self._asked:
            return 0.0
        return min(_HEADING_NAMED, 0.06 * len(words))


def _pairs(terms: Iterable[str]) -> set[tuple[str, str]]:
    return set(pairwise(terms))


def focused(evidence: Evidence, question: Question, longest: int = _LONG_SENTENCE) -> Quote:
    """The quote, or of a very long sentence the run of clauses that covers most of the question."""
    quote = evidence.quote
    if len(quote.span) <= longest:
        return quote
    clauses = split_clauses(quote.document.text, quote.span)
    wanted = set(question.content)
    gain = [len(wanted & {fold(t) for t in tokens(c.of(quote.document.text))}) for c in clauses]
    first = last = int(np.argmax(gain))
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
    found: list[Span] = []
    for pattern in (r";\s+", r"[;,]\s+"):
        found, start = [], span.start
        for match in re.finditer(pattern, span.of(text)):
            found.append(Span(start, span.start + match.start() + 1))
            start = span.start + match.end()
        found.append(Span(start, span.end))
        if max(len(c) for c in found) <= _LONG_SENTENCE:
            break
    return found
