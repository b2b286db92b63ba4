"""Hybrid search: BM25 and embedding scores mixed, what the query names preferred."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.corpus import Corpus, Passage
from vectorstore.embedding import load_reranker
from vectorstore.index import SearchIndex
from vectorstore.query import Query, understand

Scores = NDArray[np.float32]

# Weights of the mix; measured by `make bench`, see docs/retrieval.md.
LEXICAL_WEIGHT = 0.6
NAMED_BONUS = 0.5  # for a passage of the section or document that the query names
_CANDIDATES = 200  # passages asked of Chroma
_RERANKED = 30  # hits a cross-encoder reads


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on a search; empty ones let everything through."""

    documents: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def accept(self, passage: Passage) -> bool:
        return (
            (not self.documents or passage.document.name in self.documents)
            and (not self.sections or passage.chunk.section in self.sections)
            and (not self.kinds or passage.document.metadata.kind.value in self.kinds)
        )

    def __bool__(self) -> bool:
        return bool(self.documents or self.sections or self.kinds)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its score (higher is better) and the parts it was mixed of.

    ``lexical`` is in [0, 1] relative to the best passage; ``similarity`` is a cosine.
    """

    passage: Passage
    score: float
    lexical: float
    similarity: float


def search_passages(index: SearchIndex, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
    """The ``k`` best passages for ``question``, best first."""
    query = understand(question)
    corpus, lexical_index = index.snapshot()
    if not len(corpus) or not query.text.strip():
        return []
    lexical = lexical_index.scores(query)
    similarity = _similarities(index, corpus, query)
    score = LEXICAL_WEIGHT * lexical + (1 - LEXICAL_WEIGHT) * similarity + NAMED_BONUS * _named(corpus, query)
    if filters:
        score[[not filters.accept(p) for p in corpus.passages]] = -np.inf
    order = np.argsort(-score, kind="stable")[: max(k, _RERANKED)]
    hits = [
        Hit(corpus.passages[n], float(score[n]), float(lexical[n]), float(similarity[n]))
        for n in order
        if np.isfinite(score[n]) and (lexical[n] > 0 or similarity[n] > 0)
    ]
    return _reranked(hits, question, index.settings.reranker_model)[:k]


def search_sections(index: SearchIndex, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
    """The best passage of each of the ``k`` best sections, best first."""
    found: dict[tuple[str, str], Hit] = {}
    for hit in search_passages(index, question, k * 8, filters):
        found.setdefault((hit.passage.document.id, hit.passage.chunk.section), hit)
    return list(found.values())[:k]


def _similarities(index: SearchIndex, corpus: Corpus, query: Query) -> Scores:
    """Cosine similarities, shape (passages,); those Chroma did not return get the least returned."""
    nearest = index.store.nearest(index.embedder.query(query.text), min(_CANDIDATES, len(corpus)))
    least = min((n.similarity for n in nearest), default=0.0)
    similarities = np.full(len(corpus), max(0.0, least), dtype=np.float32)
    for item in nearest:
        number = corpus.number(item.document_id, item.chunk)
        if number is not None:
            similarities[number] = item.similarity
    return similarities


def _named(corpus: Corpus, query: Query) -> Scores:
    """1 for passages of a section that the query names, or of the document that it names."""
    bonus = np.zeros(len(corpus), dtype=np.float32)
    if not query.sections and not query.signs:
        return bonus
    signs = set(query.signs)
    for number, passage in enumerate(corpus.passages):
        label = passage.chunk.section
        if any(label == named or label.startswith(named + ".") for named in query.sections) or (
            signs and corpus.document_signs[passage.document.id] & signs
        ):
            bonus[number] = 1.0
    return bonus


def _reranked(hits: Sequence[Hit], question: str, model: str) -> list[Hit]:
    """The hits in the order of a cross-encoder, if one is set."""
    if not model or not hits:
        return list(hits)
    head, tail = hits[:_RERANKED], hits[_RERANKED:]
    scores = load_reranker(model).predict([(question, hit.passage.indexed_text()) for hit in head])
    order = np.argsort(-np.asarray(scores), kind="stable")
    return [*(head[n] for n in order), *tail]

