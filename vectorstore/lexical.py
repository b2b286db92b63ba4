"""BM25 over syllables, syllable pairs and document numbers, accented and folded.

Every passage is indexed as written and without diacritics. A query typed without marks, or with
half of them, still meets the folded index. The heading of a passage counts more than its text, a
pair of neighbouring syllables half as much as a syllable.
BM25 as in Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework"; the weights of
fields as in BM25F, section 3.6 there. Weights are measured: see docs/retrieval.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.vietnamese import fold, tokens
from vectorstore.query import Query, sign_tokens

Scores = NDArray[np.float32]
Ids = NDArray[np.int32]

# Raised whenever the terms or weights change, so that counts saved by older code are made anew.
TERMS_VERSION = 4
K1, B = 0.6, 0.75
PAIR_WEIGHT = 0.5
ACCENTED_WEIGHT = 0.6
ALSO_WEIGHT = 0.5  # of official words that the query says in everyday ones
# Shares of accented syllables: usual Vietnamese text has about three in four, one half-typed a third.
_HALF_ACCENTED, _ACCENTED = 0.3, 0.7


def terms(text: str) -> list[str]:
    """The index terms of a text: syllables, neighbouring pairs ("a b"), document numbers ("qd:80")."""
    syllables = tokens(text)
    return [*syllables, *(f"{a} {b}" for a, b in pairwise(syllables)), *sign_tokens(text)]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The terms of a run of passages with their weighted counts.

    Passage ``n`` has the terms ``vocabulary[ids[starts[n]:starts[n + 1]]]`` with ``counts`` beside.
    """

    vocabulary: tuple[str, ...]
    starts: NDArray[np.int64]
    ids: Ids
    counts: Scores

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, passages: Iterable[Sequence[tuple[float, str]]]) -> "TermCounts":
        """Count passages, each given as fields (weight, text)."""
        vocabulary: dict[str, int] = {}
        starts: list[int] = [0]
        ids: list[int] = []
        counts: list[float] = []
        for fields in passages:
            found: dict[int, float] = {}
            for weight, text in fields:
                for term in terms(text):
                    number = vocabulary.setdefault(term, len(vocabulary))
                    found[number] = found.get(number, 0.0) + weight
            ids += found.keys()
            counts += found.values()
            starts.append(len(ids))
        return cls(
            tuple(vocabulary),
            np.asarray(starts, dtype=np.int64),
            np.asarray(ids, dtype=np.int32),
            np.asarray(counts, dtype=np.float32),
        )

    @classmethod
    def joined(cls, parts: Sequence["TermCounts"]) -> "TermCounts":
        """The parts' passages one after the other, over one vocabulary."""
        vocabulary: dict[str, int] = {}
        ids, lengths = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int64)]
        for part in parts:
            numbers = [vocabulary.setdefault(term, len(vocabulary)) for term in part.vocabulary]
            ids.append(np.asarray(numbers, dtype=np.int32)[part.ids])
            lengths.append(np.diff(part.starts))
        starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)
        counts = np.concatenate([np.zeros(0, dtype=np.float32), *(part.counts for part in parts)])
        return cls(tuple(vocabulary), starts, np.concatenate(ids), counts)


@dataclass(frozen=True, slots=True)
class _Postings:
    """For each term, the passages that have it and what it scores in them."""

    numbers: Mapping[str, int]
    starts: NDArray[np.int64]
    passages: Ids
    scores: Scores

    def add(self, total: Scores, query_terms: Iterable[str], weight: float) -> None:
        """Add ``weight`` times the BM25 scores of a query to ``total``, shape (passages,)."""
        for term in query_terms:
            number = self.numbers.get(term)
            if number is not None:
                part = slice(self.starts[number], self.starts[number + 1])
                total[self.passages[part]] += weight * self.scores[part]


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 scores of a fixed list of passages."""

    size: int
    accented: _Postings | None = None
    folded: _Postings | None = None

    @classmethod
    def build(cls, counts: TermCounts) -> "LexicalIndex":
        """The index of counted passages; their positions are the passages' numbers."""
        if not len(counts) or not len(counts.ids):
            return cls(len(counts))
        rows = np.repeat(np.arange(len(counts), dtype=np.int32), np.diff(counts.starts))
        folded: dict[str, int] = {}
        to_folded = np.asarray(
            [folded.setdefault(fold(term), len(folded)) for term in counts.vocabulary], dtype=np.int32
        )
        key = rows.astype(np.int64) * len(folded) + to_folded[counts.ids]
        unique, inverse = np.unique(key, return_inverse=True)
        summed = np.bincount(inverse, weights=counts.counts).astype(np.float32)
        folded_rows, folded_ids = np.divmod(unique, len(folded))
        return cls(
            len(counts),
            _postings(counts.vocabulary, rows, counts.ids, counts.counts, len(counts)),
            _postings(
                tuple(folded), folded_rows.astype(np.int32), folded_ids.astype(np.int32), summed, len(counts)
            ),
        )

    def scores(self, query: Query) -> Scores:
        """A score for every passage, shape (size,), in [0, 1]: the best one has 1 unless all are 0.

        The more marks the query carries, the more the accented index counts.
        """
        total = np.zeros(self.size, dtype=np.float32)
        if self.accented is None or self.folded is None:
            return total
        marks = min(1.0, max(0.0, (query.accented - _HALF_ACCENTED) / (_ACCENTED - _HALF_ACCENTED)))
        for query_terms, weight in _weighted_terms(query):
            if marks:
                self.accented.add(total, query_terms, weight * marks * ACCENTED_WEIGHT)
            self.folded.add(total, map(fold, query_terms), weight * (1.0 - marks * ACCENTED_WEIGHT))
        best = float(total.max(initial=0.0))
        return total / best if best > 0 else total


def _weighted_terms(query: Query) -> Iterator[tuple[list[str], float]]:
    """The terms asked for, and at less weight those of official words that are not among them."""
    asked = terms(query.asked)
    yield asked, 1.0
    if query.also:
        known = {fold(term) for term in asked}
        also = dict.fromkeys(term for words in query.also for term in terms(words))
        yield [term for term in also if fold(term) not in known], ALSO_WEIGHT


def _postings(vocabulary: tuple[str, ...], rows: Ids, ids: Ids, counts: Scores, size: int) -> _Postings:
    """BM25 scores by term. The length of a passage is the number of its syllables, fields weighted."""
    is_pair = np.asarray([" " in term for term in vocabulary])
    is_syllable = np.asarray([" " not in term and ":" not in term for term in vocabulary])
    lengths = np.bincount(rows, weights=counts * is_syllable[ids], minlength=size)
    norm = K1 * (1 - B + B * lengths / max(lengths.mean(), 1e-9))
    found_in = np.bincount(ids, minlength=len(vocabulary))
    rarity = np.log1p((size - found_in + 0.5) / (found_in + 0.5)) * np.where(is_pair, PAIR_WEIGHT, 1.0)
    scores = rarity[ids] * counts * (K1 + 1) / (counts + norm[rows])
    order = np.argsort(ids, kind="stable")
    return _Postings(
        {term: number for number, term in enumerate(vocabulary)},
        np.concatenate([[0], np.cumsum(found_in)]).astype(np.int64),
        rows[order],
        scores[order].astype(np.float32),
    )
