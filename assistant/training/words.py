"""The words of ``assistant/model/words.npz``: how frequent each is, and which stand in like places.

``python -m assistant.training.words --corpora ../shared/corpora --out assistant/model`` cuts the
corpora into words (the longest entry of ``words.txt`` that fits), counts which stand within five
words of one another, and factors the positive pointwise mutual information of those counts
(Levy and Goldberg 2014, "Neural Word Embedding as Implicit Matrix Factorization"; contexts
smoothed by .75 as in Levy, Goldberg and Dagan 2015) by a truncated singular value decomposition.
"""

import argparse
import gzip
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import LONGEST_WORD, WORD_SYLLABLE
from ingest.cli import main_guard
from ingest.vietnamese import same_spelling

log = logging.getLogger(__name__)

LEAST_COUNT = 15
DIMENSION = 128
WINDOW = 5
SMOOTHING = 0.75


def build_parser() -> argparse.ArgumentParser:
    """The arguments of this command line."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.words")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-v", "--verbose", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Read the corpora and write ``words.npz``."""
    compounds = _compounds(arguments.corpora / "words.txt")
    texts = [_segmented(text, compounds) for text in _texts(arguments.corpora)]
    counts = Counter(word for text in texts for word in text)
    vocabulary = [word for word, count in counts.most_common() if count >= LEAST_COUNT]
    log.warning("%d words, %d of them kept", sum(counts.values()), len(vocabulary))
    vectors = _vectors(_numbers(texts, vocabulary), len(vocabulary), arguments.seed)
    np.savez_compressed(
        arguments.out / "words.npz",
        words=np.array("\n".join(vocabulary)),
        counts=np.array([counts[word] for word in vocabulary], dtype=np.int32),
        total=np.array(sum(counts.values())),
        vectors=np.round(vectors * 127).astype(np.int8),
    )
    return 0


def _compounds(path: Path) -> set[tuple[str, ...]]:
    entries = (tuple(same_spelling(line.strip()).split()) for line in path.open(encoding="utf-8"))
    return {entry for entry in entries if 2 <= len(entry) <= LONGEST_WORD}


def _segmented(text: str, compounds: set[tuple[str, ...]]) -> list[str]:
    syllables = WORD_SYLLABLE.findall(same_spelling(text))
    found, start = [], 0
    while start < len(syllables):
        for length in range(min(LONGEST_WORD, len(syllables) - start), 0, -1):
            piece = tuple(syllables[start : start + length])
            if length == 1 or piece in compounds:
                found.append(" ".join(piece))
                start += length
                break
    return found


def _texts(corpora: Path) -> Iterator[str]:
    with gzip.open(corpora / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from (value for value in json.loads(line).values() if isinstance(value, str))
    for path in sorted((corpora / "statutes").glob("*.txt")):
        yield from path.read_text(encoding="utf-8", errors="ignore").splitlines()
    yield from (corpora / "administrative.txt").read_text(encoding="utf-8").splitlines()


def _numbers(texts: list[list[str]], vocabulary: list[str]) -> NDArray[np.int32]:
    """All texts one after another as numbers of the vocabulary; -1 between texts and for other words."""
    number = {word: n for n, word in enumerate(vocabulary)}
    gap = [-1] * WINDOW
    return np.concatenate(
        [np.array([number.get(word, -1) for word in text] + gap, dtype=np.int32) for text in texts]
    )


def _vectors(numbers: NDArray[np.int32], size: int, seed: int) -> NDArray[np.float32]:
    """A unit vector for each word, shape (size, DIMENSION)."""
    from scipy.sparse import coo_matrix, csr_matrix
    from sklearn.utils.extmath import randomized_svd

    together = csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = numbers[:-distance], numbers[distance:]
        both = (left >= 0) & (right >= 0)
        share = np.full(int(both.sum()), 1.0 if distance <= 2 else 1 / distance, dtype=np.float32)
        counted = coo_matrix((share, (left[both], right[both])), shape=(size, size)).tocsr()
        together = together + counted + counted.T
    cells = together.tocoo()
    rows = np.asarray(together.sum(axis=1)).ravel()
    contexts = rows**SMOOTHING / (rows**SMOOTHING).sum()
    information = np.log((cells.data / rows[cells.row]) / contexts[cells.col])
    positive = information > 0
    matrix = csr_matrix(
        (information[positive], (cells.row[positive], cells.col[positive])), shape=(size, size)
    )
    left_vectors, weights, _ = randomized_svd(matrix, DIMENSION, n_iter=4, random_state=seed)
    vectors = (left_vectors * np.sqrt(weights)).astype(np.float32)
    unit: NDArray[np.float32] = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return unit


if __name__ == "__main__":
    sys.exit(main_guard(build_parser, run))
