"""Find pairs of words that punctuation never divides (``quy định``), for the punctuation rules.

python -m ingest.cleaning.training.pairs_together CORPORA MODEL_DIR
"""

import argparse
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

from ingest.cleaning.training.corpora import paragraphs
from ingest.cleaning.words import Case, words_of

MIN_TOGETHER = 20
MAX_SHARE_APART = 1 / 300


def pairs_together(corpora: Path, ids: dict[str, int]) -> list[int]:
    """Pairs (first id << 16 | second id) common side by side and hardly ever divided."""
    together: Counter[int] = Counter()
    apart: Counter[int] = Counter()
    for paragraph in paragraphs(corpora, held_out=False):
        words = words_of(paragraph)
        for left, right in pairwise(words):
            first, second = ids.get(left.lower), ids.get(right.lower)
            if first is None or second is None or right.case is not Case.LOWER:
                continue
            between = paragraph[left.span.end : right.span.start]
            (together if between == " " else apart)[first << 16 | second] += 1
    return sorted(
        pair
        for pair, count in together.items()
        if count >= MIN_TOGETHER and apart[pair] < count * MAX_SHARE_APART
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    words = (args.model / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    pairs = pairs_together(args.corpora, {word: i for i, word in enumerate(words)})
    np.savez_compressed(args.model / "together.npz", pairs=np.array(pairs, dtype=np.uint32))
    sys.stderr.write(f"{len(pairs)} pairs\n")


if __name__ == "__main__":
    main()
