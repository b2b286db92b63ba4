"""BM25 over syllables and syllable pairs, accented and folded (the only import of bm25s).

Two indexes hold every passage: one of the text as written, one of it without diacritics. A
query typed without marks, or with half of them, still meets the folded one.
BM25 as in Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework".
"""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from ingest.vietnamese import fold, tokens
from vectorstore.query import Query, sign_tokens

log = logging.getLogger(__name__)
Scores = NDArray[np.float32]

# Raised whenever the terms change, so that a saved index of older terms is made anew.
TERMS_VERSION = 1
_K1, _B = 1.2, 0.6


def terms(text: str) -> list[str]:
    """The index terms of a text as written: syllables, their neighbouring pairs, document numbers."""
    syllables = tokens(text)
    return [*syllables, *_pairs(syllables), *sign_tokens(text)]


def folded_terms(text: str) -> list[str]:
    """The same without diacritics."""
    syllables = [fold(token) for token in tokens(text)]
    return [*syllables, *_pairs(syllables), *sign_tokens(text)]


def _pairs(syllables: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in pairwise(syllables)]


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 scores of a fixed list of passages."""

    size: int
    accented: bm25s.BM25 | None = None
    folded: bm25s.BM25 | None = None

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index ``texts``; their positions are the passages' numbers."""
        if not texts:
            return cls(0)
        return cls(len(texts), _build([terms(t) for t in texts]), _build([folded_terms(t) for t in texts]))

    def scores(self, query: Query) -> Scores:
        """A score for every passage, shape (size,), in [0, 1]: the best one has 1 unless all are 0.

        The more marks the query carries, the more the accented index counts.
        """
        total = np.zeros(self.size, dtype=np.float32)
        if self.accented is None or self.folded is None:
            return total
        weight = min(1.0, 2.0 * query.accented) * 0.6
        total += weight * _scores(self.accented, terms(query.text), self.size)
        total += (1.0 - weight) * _scores(self.folded, folded_terms(query.text), self.size)
        best = float(total.max(initial=0.0))
        return total / best if best > 0 else total

    def save(self, folder: Path) -> None:
        """Write the index to ``folder``, which replaces what was there."""
        temporary = folder.with_name(folder.name + ".new")
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        if self.accented is not None and self.folded is not None:
            self.accented.save(temporary / "accented", show_progress=False)
            self.folded.save(temporary / "folded", show_progress=False)
        (temporary / "size").write_text(str(self.size), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex | None":
        """The index saved in ``folder``, or None where there is none or it is damaged."""
        try:
            size = int((folder / "size").read_text(encoding="ascii"))
            if not size:
                return cls(0)
            accented = bm25s.BM25.load(folder / "accented", show_progress=False)
            folded = bm25s.BM25.load(folder / "folded", show_progress=False)
        except (OSError, ValueError, KeyError, EOFError) as error:
            log.info("lexical index in %s is made anew: %s", folder, error)
            return None
        if accented.scores["num_docs"] != size or folded.scores["num_docs"] != size:
            return None
        return cls(size, accented, folded)


def _build(corpus: list[list[str]]) -> bm25s.BM25:
    index = bm25s.BM25(k1=_K1, b=_B, method="lucene")
    index.index(corpus, show_progress=False)
    return index


def _scores(index: bm25s.BM25, query_terms: list[str], size: int) -> Scores:
    known = [term for term in query_terms if term in index.vocab_dict]
    if not known:
        return np.zeros(size, dtype=np.float32)
    scores: Scores = np.asarray(index.get_scores(known), dtype=np.float32)
    return scores
