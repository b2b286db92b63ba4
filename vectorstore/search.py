"""Hybrid search: BM25 and embedding scores mixed, what the query names preferred."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.corpus import Corpus, Passage
from vectorstore.embedding import load_reranker
from vectorstore.filters import Filters
from vectorstore.index import SearchIndex, Snapshot
from vectorstore.query import Query, understand

Scores = NDArray[np.float32]

NAMED_BONUS = 0.5  # for a passage of the section or document that the query names by number
_DOCUMENT_BEST = 5  # passages of a document that say how near it is as a whole
_CANDIDATES = 500  # passages asked of Chroma
_RERANKED = 30  # hits a cross-encoder reads


@dataclass(frozen=True, slots=True)
class Mix:
    """Weights of the parts of a score; measured by `make bench`, see docs/retrieval.md.

    ``document`` is what a passage loses at most where its document as a whole is far from the query:
    the mean of its best cosines against that of the nearest document let through. ``title`` is for a passage of a
    document whose title the query says.
    """

    lexical: float = 0.7
    similarity: float = 0.3
    document: float = 0.2
    title: float = 0.1


MIX = Mix()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its score (higher is better) and the parts it was mixed of.

    ``lexical`` is in [0, 1] relative to the best passage; ``similarity`` is a cosine.
    """

    passage: Passage
    score: float
    lexical: float
    similarity: float


def search_passages(
    index: SearchIndex,
    question: str,
    k: int = 10,
    filters: Filters | None = None,
    mix: Mix = MIX,
) -> list[Hit]:
    """The ``k`` best passages for ``question``, best first."""
    query = understand(question)
    now = index.snapshot()
    if not len(now.corpus) or not query.text.strip():
        return []
    lexical = now.lexical.scores(query)
    similarity = _similarities(index, now, query, filters)
    score = mix.lexical * lexical + mix.similarity * similarity
    through = filters.passages_of(now.corpus) if filters else np.ones(len(score), dtype=np.bool_)
    if mix.document:
        nearness = now.corpus.document_best(similarity, _DOCUMENT_BEST)
        nearest = float(nearness.max(initial=0.0, where=through))
        score += mix.document * (np.minimum(nearness / max(nearest, 1e-9), 1.0) - 1.0)
    if mix.title:
        score[now.corpus.called(query.text)] += mix.title
    if query.sections or query.signs:
        score[_named(now.corpus, query)] += NAMED_BONUS
    score[~through | ((lexical <= 0) & (similarity <= 0))] = -np.inf
    hits = [
        Hit(now.corpus.passages[n], float(score[n]), float(lexical[n]), float(similarity[n]))
        for n in _best(score, max(k, _RERANKED))
    ]
    return _reranked(hits, question, index.settings.reranker_model)[:k]


def _best(score: Scores, k: int) -> Sequence[int]:
    """The numbers of the ``k`` highest finite scores, best first; the earlier one of equals first."""
    if k < len(score):
        least = np.partition(score, len(score) - k)[len(score) - k]
        candidates = np.flatnonzero(score >= least)
    else:
        candidates = np.arange(len(score))
    candidates = candidates[np.isfinite(score[candidates])]
    order: list[int] = candidates[np.argsort(-score[candidates], kind="stable")][:k].tolist()
    return order


def search_sections(
    index: SearchIndex,
    question: str,
    k: int = 10,
    filters: Filters | None = None,
    mix: Mix = MIX,
) -> list[Hit]:
    """The best passage of each of the ``k`` best sections, best first."""
    found: dict[tuple[str, str], Hit] = {}
    for hit in search_passages(index, question, k * 8, filters, mix):
        found.setdefault((hit.passage.document.id, hit.passage.chunk.section), hit)
    return list(found.values())[:k]


def _similarities(index: SearchIndex, now: Snapshot, query: Query, filters: Filters | None) -> Scores:
    """Cosine similarities, shape (passages,), none below 0.

    Where Chroma is asked, those that it did not return get the least that it did.
    """
    vector = index.embedder.query(query.asked)
    if now.vectors is not None and now.vectors.shape[1] == len(vector):
        exact: Scores = np.maximum(now.vectors @ vector, 0.0)
        return exact
    among = filters.documents_of(now.corpus) if filters and filters.by_document else None
    nearest = index.store.nearest(vector, min(_CANDIDATES, len(now.corpus)), among)
    least = min((n.similarity for n in nearest), default=0.0)
    similarities = np.full(len(now.corpus), max(0.0, least), dtype=np.float32)
    for item in nearest:
        number = now.corpus.number(item.document_id, item.chunk)
        if number is not None:
            similarities[number] = max(0.0, item.similarity)
    return similarities


def _named(corpus: Corpus, query: Query) -> NDArray[np.bool_]:
    """Which passages stand in a section that the query names, or in a document that it names."""
    signs = set(query.signs)
    documents = [i for i, own in corpus.document_signs.items() if own & signs]
    return corpus.in_sections(query.sections) | corpus.of_documents(documents)


def _reranked(hits: Sequence[Hit], question: str, model: str) -> list[Hit]:
    """The hits in the order of a cross-encoder, if one is set."""
    if not model or not hits:
        return list(hits)
    head, tail = hits[:_RERANKED], hits[_RERANKED:]
    scores = load_reranker(model).predict([(question, hit.passage.indexed_text()) for hit in head])
    order = np.argsort(-np.asarray(scores), kind="stable")
    return [*(head[n] for n in order), *tail]
