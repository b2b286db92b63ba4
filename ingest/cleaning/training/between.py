"""Learn which marks stand between two words, and how recognition spoils them.

python -m ingest.cleaning.training.between CORPORA NOISE_DIR MODEL_DIR
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.cleaning.between import MARKS, NONE_STEP, OBSERVED
from ingest.cleaning.training.channel import HOLD_OUT_EVERY
from ingest.cleaning.training.corpora import paragraphs
from ingest.cleaning.training.pairs import aligned, page_pairs
from ingest.cleaning.words import NUMBER, Case, words_of

Floats = npt.NDArray[np.float64]
MIN_PAIR = 6
"""A pair of words seen less often says nothing of its own."""
TRUST = 6.0
"""So many sightings of a pair weigh as much as what its words say apart."""
MAX_MISREAD = 0.25
"""A page with more wrong words is left out: its words can't be aligned surely."""
_AS_PRINTED = {" ": 0, **{mark + " ": i for i, mark in enumerate(MARKS) if mark not in ("", "-")}}
_AS_PRINTED |= {"-": MARKS.index("-"), " - ": MARKS.index("-"), " – ": MARKS.index("-")}
"""Some print ``chính trị - xã hội`` without the spaces: where a dash divides, a hyphen may too."""


def counted(corpora: Path, ids: dict[str, int]) -> tuple[Floats, Floats, Counter[int], Counter[int]]:
    """How often each mark follows a word, precedes one (small, with a capital); pairs, and pairs apart.

    Shapes (words, marks) and (2, words, marks); pairs are ``first << 16 | second``, with the second
    word in small letters.
    """
    after = np.zeros((len(ids), len(MARKS)))
    before = np.zeros((2, len(ids), len(MARKS)))
    together: Counter[int] = Counter()
    apart: Counter[int] = Counter()
    for paragraph in paragraphs(corpora, held_out=False):
        for left, right in pairwise(words_of(paragraph)):
            mark = _AS_PRINTED.get(paragraph[left.span.end : right.span.start])
            first, second = ids.get(left.lower), ids.get(right.lower)
            if mark is None or first is None or second is None:
                continue
            if right.case is Case.LOWER:
                (apart if mark else together)[first << 16 | second] += 1
                after[first, mark] += 1
                before[0, second, mark] += 1
            elif right.case is Case.TITLE:
                before[1, second, mark] += 1
    return after, before, together, apart


def smoothed(counts: Floats) -> Floats:
    """Log probabilities of the marks for each word, drawn towards those of all words."""
    everything = counts.sum(axis=-2, keepdims=True) + 1
    share = everything / everything.sum(axis=-1, keepdims=True)
    logs: Floats = np.log((counts + 10 * share) / (counts.sum(axis=-1, keepdims=True) + 10))
    return logs


def misread(noise: Path) -> Floats:
    """P(mark as read | mark as printed), logs, shape (MARKS, OBSERVED), within paragraphs."""
    table = np.full((len(MARKS), len(OBSERVED)), 0.1)
    for printed, read in _mark_pairs(noise):
        if printed in MARKS and read in OBSERVED:
            table[MARKS.index(printed), OBSERVED.index(read)] += 1
    logs: Floats = np.log(table / table.sum(axis=1, keepdims=True))
    return logs


def _mark_pairs(noise: Path) -> Iterator[tuple[str, str]]:
    """What stands between two words as printed and as read, without spaces."""
    for number, (gold, ocr) in enumerate(page_pairs(noise)):
        if number % HOLD_OUT_EVERY == 0:
            continue
        pairs = aligned(gold, ocr)
        if sum(g.lower != o.lower for g, o in pairs) > MAX_MISREAD * len(pairs):
            continue
        in_gold = {word.span: i for i, word in enumerate(words_of(gold))}
        in_ocr = {word.span: i for i, word in enumerate(words_of(ocr))}
        for (g, o), (g2, o2) in pairwise(pairs):
            beside = in_gold[g2.span] == in_gold[g.span] + 1 and in_ocr[o2.span] == in_ocr[o.span] + 1
            between = ocr[o.span.end : o2.span.start]
            if beside and NUMBER not in (g.lower, g2.lower) and "\n\n" not in between:
                yield gold[g.span.end : g2.span.start].strip(), between.strip()


def arrays(corpora: Path, noise: Path, words: list[str]) -> dict[str, Any]:
    """The arrays that ``load_between`` reads, by name."""
    after, before, together, apart = counted(corpora, {word: i for i, word in enumerate(words)})
    common = sorted(pair for pair, count in (together + apart).items() if count >= MIN_PAIR)
    kept = np.array(common, dtype=np.uint32)
    n_together = np.array([together[pair] for pair in common], dtype=np.float64)
    n_apart = np.array([apart[pair] for pair in common], dtype=np.float64)
    follows, precedes = smoothed(after), smoothed(before)
    usual = smoothed(after.sum(axis=0)[None])[0]
    expected = np.exp(follows[kept >> 16, 0] + precedes[0, kept & 0xFFFF, 0] - usual[0])
    expected = np.clip(expected, 0.05, 0.99)
    odds = (n_together + TRUST * expected) / (n_apart + TRUST * (1 - expected))
    sys.stderr.write(f"{len(kept)} pairs\n")
    return {
        "follows": follows.astype(np.float16),
        "usual": usual.astype(np.float16),
        "precedes": precedes.astype(np.float16),
        "pairs": kept,
        "together": np.clip(np.rint(np.log(odds) / NONE_STEP), -128, 127).astype(np.int8),
        "misread": misread(noise).astype(np.float16),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("noise", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    words = (args.model / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    np.savez_compressed(args.model / "between.npz", **arrays(args.corpora, args.noise, words))


if __name__ == "__main__":
    main()
