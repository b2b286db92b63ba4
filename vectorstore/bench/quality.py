"""Recall and reciprocal rank over sections, for BM25, the embedding and both, however the query is typed."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.pipeline import add_files
from vectorstore.bench.sets import Case, QuestionSet
from vectorstore.index import SearchIndex, open_index
from vectorstore.search import LEXICAL_WEIGHT, search_sections
from vectorstore.settings import IndexSettings
from vectorstore.training.noise import strip_diacritics, strip_half

WAYS = {"BM25": 1.0, "embedding": 0.0, "both": LEXICAL_WEIGHT}
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


def measure(
    index: SearchIndex, cases: Sequence[Case], queries: Sequence[str], lexical_weight: float
) -> Figures:
    """R@1, R@5, R@10 and MRR@10 of one way of searching."""
    ranks = [_rank(index, case, query, lexical_weight) for case, query in zip(cases, queries, strict=True)]
    at = np.asarray(ranks, dtype=np.float64)
    recalls = {f"R@{k}": float((at <= k).mean()) for k in (1, 5, DEEPEST)}
    return {**recalls, f"MRR@{DEEPEST}": float(np.where(at <= DEEPEST, 1.0 / at, 0.0).mean())}


def _rank(index: SearchIndex, case: Case, query: str, lexical_weight: float) -> float:
    hits = search_sections(index, query, DEEPEST, lexical_weight=lexical_weight)
    for rank, hit in enumerate(hits, 1):
        if case.answered_by(hit.passage.document.name, hit.passage.chunk.section):
            return rank
    return np.inf


def figures(index: SearchIndex, questions: QuestionSet) -> dict[str, dict[str, Figures]]:
    """Figures by way of searching and way of typing."""
    ways = typed(questions.cases)
    return {
        name: {how: measure(index, questions.cases, queries, weight) for how, queries in ways.items()}
        for name, weight in WAYS.items()
    }
