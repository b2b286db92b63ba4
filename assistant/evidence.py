"""Finding the sentences that answer: candidates from the search, scored by what they cover."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from assistant.answer import Quote
from assistant.knowledge import Knowledge
from assistant.naming import without_issuer
from assistant.question import Question
from assistant.tables.roles import COORDINATES, LEADS
from assistant.terms import Shares, Term, held, question_words, view
from assistant.wanted import defines, gives
from assistant.wants import Wants
from ingest.documents import Document
from ingest.spans import Span, stripped
from ingest.structure import RECIPIENTS
from ingest.vietnamese import fold, sentences, tokens
from vectorstore.embedding import Vectors
from vectorstore.filters import Filters
from vectorstore.index import SearchIndex
from vectorstore.query import expand
from vectorstore.search import Hit, search_passages

_REMEMBERED = 20_000  # sentences whose vectors are kept
_PASSAGES = 24  # passages whose sentences are looked at
_LONG_SENTENCE = 420  # characters; a longer one is cut down to the clauses that answer
_LONGEST_WHOLE = 640  # characters; up to this a sentence is shown from its beginning rather than from a comma
_MARKER = re.compile(r"(?:[a-zđ]\s?\)|[-+•–*]|\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^\s*(?:[\w|!]{1,5}\s*[-–.:)]+|Điều\s+\w+\.?|Chương\s+\w+\.?|Mục\s+\w+\.?)\s*")

# Weights of the parts of a sentence's score; see docs/answers.md.
_COVERAGE, _PAIRS, _SIMILARITY, _RANK, _HEADING = 0.9, 0.25, 0.25, 0.25, 0.25
_GIVES, _LACKS, _DEFINES, _IN_ROLE = 0.12, -0.2, 0.6, 0.12
_ROLES_ASKED = {LEADS: "chu tri", COORDINATES: "phoi hop"}
# What a sentence is about stands in its first words: "Về hạ tầng thủy lợi, …".
_OPENING, _OPENING_SYLLABLES = 0.07, 12
# What a word of the question counts that does not stand in the sentence but in its headings, or near it.
_INHERITED, _NEAR = 0.6, 0.35
_IN_DOCUMENT = 0.3  # what a word's rarity in its document counts beside that in the corpus


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer.

    ``shares`` say how far it has each of ``terms``, the question's telling words, in [0, 1], and
    ``around`` how far it has them together with its headings and its provision; ``coverage`` is the
    weighted mean of the latter, where a heading counts for less than the sentence; ``similarity`` its
    cosine with the question; ``fits`` whether it holds the kind of thing that is wanted; ``score``
    the mix used for ranking.
    """

    quote: Quote
    hit: Hit
    terms: tuple[Term, ...]
    shares: Shares
    around: Shares
    coverage: float
    similarity: float
    fits: bool
    score: float


def find_evidence(
    index: SearchIndex, knowledge: Knowledge, question: Question, filters: Filters | None = None
) -> list[Evidence]:
    """Sentences that may answer ``question``, best first; none if nothing comes near."""
    named = knowledge.documents_named(question)
    if filters is None and named:
        filters = Filters(documents=frozenset(d.name for d in named))
    question = without_issuer(question, named)
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
        if not _is_letterhead(hit.passage.document, span)
    ]
    if not candidates or not terms_of(question, knowledge):
        return []
    vectors = _vectors(index, knowledge, [span.of(hit.passage.document.text) for hit, span in candidates])
    similarity = vectors @ index.embedder.query(question.query.text)
    top = max(hit.score for hit in hits) or 1.0
    documents = {hit.passage.document.id: hit.passage.document for hit in hits}
    # Where one document alone is looked at, others in the library are nothing to it.
    share = _IN_DOCUMENT if len(documents) > 1 else 1.0
    scorers = {i: _Scorer(question, knowledge, document, share) for i, document in documents.items()}
    found = [
        scorers[hit.passage.document.id].score(hit, span, float(cosine), hit.score / top)
        for (hit, span), cosine in zip(candidates, similarity, strict=True)
    ]
    return sorted(found, key=lambda e: -e.score)


def _vectors(index: SearchIndex, knowledge: Knowledge, texts: Sequence[str]) -> Vectors:
    """The vectors of sentences, shape (len(texts), dimension), remembered as long as the corpus stays."""
    known = knowledge.sentence_vectors
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    if len(known) + len(missing) > _REMEMBERED:
        known.clear()
        missing = list(dict.fromkeys(texts))
    known.update(zip(missing, index.embedder.passages(missing), strict=True))
    return np.stack([known[text] for text in texts])


def terms_of(
    question: Question, knowledge: Knowledge, document: Document | None = None, share: float = 0.0
) -> tuple[Term, ...]:
    """The telling words of a question with their weights in a corpus, by ``share`` in one document of it.

    Which document is meant the words say that are rare in the corpus; which of its sentences, those that are rare
    in it: a plan on infrastructure has that word everywhere, however rare it is beside seven laws.
    """
    within = knowledge.frequencies_in(document) if document else knowledge.frequencies
    found = []
    for word, marks in question_words(question.stated):
        syllables = tuple(fold(s) for s in word.syllables)
        local = (1 - share) * knowledge.frequencies.of_word(syllables) + share * within.of_word(syllables)
        others = tuple(
            o for phrase, o in question.synonyms if set(word.folded.split()) <= set(phrase.split())
        )
        found.append(Term.of(word, marks, local, others))
    return tuple(found)


def _is_letterhead(document: Document, sentence: Span) -> bool:
    """True for the lines of a document's own kind, number, place and date, of which `answers/about.py` tells."""
    known = document.metadata
    if known.subject.span and sentence.overlaps(known.subject.span):
        return False
    facts = (known.kind, known.number, known.sign, known.place, known.date)
    return any(fact.span and sentence.overlaps(fact.span) for fact in facts)


def _unmarked(text: str, span: Span) -> Span:
    """A sentence without the marker of its point: "a) …", "- …"."""
    match = _MARKER.match(span.of(text))
    return Span(span.start + match.end(), span.end) if match and match.end() < len(span) else span


class _Scorer:
    """The scores of the sentences of one document for one question."""

    def __init__(self, question: Question, knowledge: Knowledge, document: Document, share: float) -> None:
        self.question = question
        self.knowledge = knowledge
        self.terms = terms_of(question, knowledge, document, share)
        self.weights = np.array([t.weight for t in self.terms], dtype=np.float32)
        within = knowledge.frequencies_in(document)
        self.pairs = {
            pair: (1 - share) * knowledge.frequencies.of_pair(*pair) + share * within.of_pair(*pair)
            for pair in pairwise(question.content)
        }
        self.pair_total = sum(self.pairs.values())
        self._asked = " ".join(fold(t) for t in tokens(question.query.text))
        self._contexts: dict[tuple[str, ...], Shares] = {}

    def score(self, hit: Hit, span: Span, similarity: float, rank: float) -> Evidence:
        document, chunk = hit.passage.document, hit.passage.chunk
        text = span.of(document.text)
        quote = Quote(document, span)
        seen = view(text)
        own = held(self.terms, seen)
        charges = self.knowledge.charged(quote)
        subjects = tuple(dict.fromkeys(d.name for d in charges))
        above = self._held_above((document.title, *chunk.path, hit.passage.lead(), *subjects))
        near = self._held_above((chunk.text,))
        coverage = self._mean(np.maximum(own, np.maximum(_INHERITED * above, _NEAR * near)))
        here = set(pairwise(seen.folded.split()))
        pairs = (
            sum(w for p, w in self.pairs.items() if p in here) / self.pair_total if self.pair_total else 0.0
        )
        fits = self.question.wants is Wants.ANYTHING or gives(self.question, text)
        bonus = _OPENING * max(self._opening(clause) for clause in text.split(";")) if own.any() else 0.0
        bonus += max((self._named(heading) for heading in chunk.path), default=0.0)
        if self.question.wants is Wants.DEFINITION:
            bonus += _DEFINES if fits else 0.0
        elif self.question.wants is Wants.BODY and charges:
            bonus += _GIVES + (_IN_ROLE if any(self._in_role(d.role) for d in charges) else 0.0)
        elif self.question.wants is Wants.COUNT and defines(self.question.defined, text):
            bonus += _DEFINES / 2
        elif self.question.wants is not Wants.ANYTHING:
            bonus += _GIVES if fits else _LACKS
        score = _COVERAGE * coverage + _PAIRS * pairs + _SIMILARITY * similarity + _RANK * rank + bonus
        around = np.maximum(own, np.maximum(above, near))
        return Evidence(quote, hit, self.terms, own, around, coverage, similarity, fits, score)

    def _opening(self, clause: str) -> float:
        """How much of the question the first words of a clause have."""
        return self._mean(held(self.terms, view(" ".join(clause.split()[:_OPENING_SYLLABLES]))))

    def _in_role(self, role: str) -> bool:
        return role in _ROLES_ASKED and self.question.asks(_ROLES_ASKED[role])

    def _held_above(self, texts: tuple[str, ...]) -> Shares:
        if texts not in self._contexts:
            self._contexts[texts] = held(self.terms, view(" . ".join(texts)))
        return self._contexts[texts]

    def _mean(self, shares: Shares) -> float:
        return float(shares @ self.weights / self.weights.sum())

    def _named(self, heading: str) -> float:
        """What it is worth that the question repeats the words of a heading ("Mục tiêu tổng quát")."""
        words = [w for w in (fold(t) for t in tokens(_NUMBERED.sub("", heading))) if w.isalpha()]
        if not 2 <= len(words) <= 12 or " ".join(words) not in self._asked:
            return 0.0
        return min(_HEADING, 0.06 * len(words))


def focused(
    evidence: Evidence, question: Question, longest: int = _LONG_SENTENCE, whole: bool = True
) -> Quote:
    """The quote, or of a very long sentence the run of clauses that covers most of the question.

    ``whole`` lets a run that begins or ends at a comma grow to the clause that reads on its own.
    """
    quote = evidence.quote
    if len(quote.span) <= longest:
        return quote
    clauses = split_clauses(quote.document.text, quote.span)
    wanted = set(question.content)
    gain = [len(wanted & {fold(t) for t in tokens(expand(c.of(quote.document.text)))}) for c in clauses]
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
    start, end = clauses[first].start, clauses[last].end
    # A fragment behind a comma doesn't read on its own; its sentence or clause does, unless it is endless.
    divided = _semicolon_clauses(quote.document.text, quote.span)
    reads = max(c.start for c in divided if c.start <= start)
    if whole and end - reads <= _LONGEST_WHOLE:
        start = reads
        ends = next(c.end for c in divided if c.end >= end)
        end = ends if ends - start <= _LONGEST_WHOLE else end
    span = Span(start, end)
    return replace(quote, span=stripped(quote.document.text, span))


def split_clauses(text: str, span: Span) -> list[Span]:
    """The clauses of a sentence: divided at semicolons, and at commas where those are missing."""
    found = _semicolon_clauses(text, span)
    if max(len(c) for c in found) <= _LONG_SENTENCE:
        return found
    return _parted(text, span, r"[;,]\s+")


def _semicolon_clauses(text: str, span: Span) -> list[Span]:
    return _parted(text, span, r";\s+")


def _parted(text: str, span: Span, mark: str) -> list[Span]:
    """The pieces of a span, each with the mark that ends it."""
    found, start = [], span.start
    for match in re.finditer(mark, span.of(text)):
        found.append(Span(start, span.start + match.start() + 1))
        start = span.start + match.end()
    return [*found, Span(start, span.end)]
