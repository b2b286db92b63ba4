"""Recall and reciprocal rank over sections: BM25, the embedding, both and rivals, however a query is typed."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.intake import add_files
from vectorstore.bench.rivals import Place, Search, rivals
from vectorstore.bench.sets import Case, QuestionSet
from vectorstore.index import SearchIndex, open_index
from vectorstore.search import MIX, Mix, search_sections
from vectorstore.settings import IndexSettings
from vectorstore.training.noise import strip_diacritics, strip_half

WAYS = {
    "BM25": Mix(lexical=1.0, similarity=0.0, document=0.0, title=0.0),
    "embedding": Mix(lexical=0.0, similarity=1.0, document=0.0, title=0.0),
    "both": MIX,
}
TRAINED = "both, model trained on these texts"
DEEPEST = 10
Figures = dict[str, float]


def ingested(questions: QuestionSet, folder: Path, model: str) -> SearchIndex:
    """An index over the files of a set, made by the real pipeline."""
    files = folder / "files"
    files.mkdir(parents=True)
    for name, data in questions.files.items():
        (files / name).write_bytes(data)
    index = open_index(IndexSettings(data_dir=folder / "data", embedding_model=model))
    with index.library.locked():
        for outcome in add_files(sorted(files.iterdir()), index.library, index):
            if outcome.error:
                raise RuntimeError(outcome.error)
    return index


def typed(cases: Sequence[Case]) -> dict[str, list[str]]:
    """The queries as they are, without diacritics, and with half of the syllables stripped (seed 3)."""
    rng = random.Random(3)
    queries = [case.query for case in cases]
    return {
        "accented": queries,
        "unaccented": [strip_diacritics(query) for query in queries],
        "half": [strip_half(query, rng) for query in queries],
    }


def figures(index: SearchIndex, questions: QuestionSet) -> dict[str, dict[str, Figures]]:
    """Figures by way of searching and way of typing."""
    return {name: _by_typing(_own(index, mix), questions) for name, mix in WAYS.items()}


def trained_figures(index: SearchIndex, questions: QuestionSet) -> dict[str, dict[str, Figures]]:
    """The same of both ways together, where the embedding has been trained on the set's documents."""
    return {TRAINED: _by_typing(_own(index, MIX), questions)}


def rival_figures(index: SearchIndex, questions: QuestionSet) -> dict[str, dict[str, Figures]]:
    """The same of what a user would otherwise take, over the same documents."""
    documents = index.corpus.documents
    return {rival.name: _by_typing(rival.build(documents), questions) for rival in rivals()}


def _own(index: SearchIndex, mix: Mix) -> Search:
    def search(query: str) -> list[Place]:
        hits = search_sections(index, query, DEEPEST, mix=mix)
        return [(hit.passage.document.name, hit.passage.chunk.section) for hit in hits]

    return search


def _by_typing(search: Search, questions: QuestionSet) -> dict[str, Figures]:
    return {
        how: measured(
            [rank(search(query), case) for query, case in zip(queries, questions.cases, strict=True)]
        )
        for how, queries in typed(questions.cases).items()
    }


def rank(found: Sequence[Place], case: Case) -> float:
    """The place of a right section among the different ones found, from 1; infinite if none is there.

    Where any section of a document will do, documents are counted.
    """
    places = dict.fromkeys((document, section if case.section else "") for document, section in found)
    return next((n for n, place in enumerate(places, 1) if case.answered_by(*place)), np.inf)


def measured(ranks: Sequence[float]) -> Figures:
    """R@1, R@3, R@10 and MRR@10."""
    at = np.asarray(ranks, dtype=np.float64)
    recalls = {f"R@{k}": float((at <= k).mean()) for k in (1, 3, DEEPEST)}
    return {**recalls, f"MRR@{DEEPEST}": float(np.where(at <= DEEPEST, 1.0 / at, 0.0).mean())}
