"""Learn the confusions of the channel from pages as printed and as recognised.

    python -m ingest.cleaning.training.channel NOISE_DIR MODEL_DIR

Half of the probability of an exchange comes from the pages, half from a prior over marks: other
engines than the one at hand drop or flatten marks, or take ``tr`` for ``ừ``, and their pages must
be readable too.
"""

import argparse
import math
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ingest.cleaning.marks import parts
from ingest.cleaning.training.pairs import aligned, page_pairs
from ingest.cleaning.words import NUMBER

OTHER = "\x00"
PRIOR_SHARE = 0.4
MIN_GROUP_COUNT = 3
HOLD_OUT_EVERY = 5
"""Every fifth page is kept for the calibration of the confidence."""
GROUPS_OF_OTHER_ENGINES = {
    ("tr", "ừ"): 3.5, ("tr", "ứ"): 3.8, ("tr", "ữ"): 5.0, ("tr", "ù"): 5.5, ("tr", "ú"): 5.5,
    ("ru", "m"): 4.0, ("rư", "m"): 5.0, ("rn", "m"): 4.5, ("m", "rn"): 4.0, ("nh", "rứi"): 6.0,
    ("ri", "n"): 5.0, ("li", "h"): 5.5, ("ll", "u"): 6.0, ("cl", "d"): 5.0, ("d", "cl"): 5.0,
    ("tí", "ư"): 6.5, ("ti", "ư"): 6.5, ("ư", "ti"): 6.5, ("ii", "ü"): 6.0, ("vv", "w"): 4.0,
    ("h", "li"): 5.0, ("n", "ri"): 5.0, ("u", "ii"): 5.5, ("th", "ứi"): 6.5, ("ng", "nệ"): 6.5,
}  # fmt: skip
"""(printed, read): cost. Slips seen in scans read by other engines, for which there are no pages."""


def exchanges(printed: str, read: str) -> list[tuple[str, str]]:
    """The cheapest way from one word to the other, as pairs of letters ('' for lost or added)."""
    n, m = len(printed), len(read)
    table = np.zeros((n + 1, m + 1))
    table[:, 0], table[0, :] = np.arange(n + 1), np.arange(m + 1)
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            table[i, j] = min(
                table[i - 1, j - 1] + _unlike(printed[i - 1], read[j - 1]),
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
            )
    steps: list[tuple[str, str]] = []
    i, j = n, m
    while i or j:
        if i and j and table[i, j] == table[i - 1, j - 1] + _unlike(printed[i - 1], read[j - 1]):
            i, j = i - 1, j - 1
            steps.append((printed[i], read[j]))
        elif i and table[i, j] == table[i - 1, j] + 1:
            i -= 1
            steps.append((printed[i], ""))
        else:
            j -= 1
            steps.append(("", read[j]))
    return steps[::-1]


def _unlike(a: str, b: str) -> float:
    if a == b:
        return 0
    return 0.5 if parts(a)[0] == parts(b)[0] else 1.1


def mark_prior(printed: str, read: str) -> float:
    """A weight for reading one letter as another when nothing but their marks is known."""
    base, shape, tone = parts(printed)
    base2, shape2, tone2 = parts(read)
    if base != base2:
        return 0.004
    if shape == shape2:
        return 1.0 if tone2 == "" and tone else 0.5  # a tone lost, or taken for another
    if tone2 in (tone, ""):
        return 0.6 if shape2 == "" else 0.25
    return 0.12 if shape2 == "" else 0.06


def counted(folder: Path) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Letter exchanges (with '' for lost and added), and group exchanges, over all pages."""
    singles: Counter[tuple[str, str]] = Counter()
    groups: Counter[tuple[str, str]] = Counter()
    for number, (gold, ocr) in enumerate(page_pairs(folder)):
        if number % HOLD_OUT_EVERY == 0:
            continue
        pairs = [(g, o) for g, o in aligned(gold, ocr) if NUMBER not in (g.lower, o.lower)]
        if sum(g.lower != o.lower for g, o in pairs) > 0.5 * len(pairs):
            continue
        for g, o in pairs:
            if abs(len(g.lower) - len(o.lower)) > 3:
                continue
            steps = exchanges(g.lower, o.lower) if g.lower != o.lower else [(c, c) for c in g.lower]
            singles.update(steps)
            for (a, b), (c, d) in pairwise(steps):
                if a != b and c != d and a + c and b + d:
                    groups[a + c, b + d] += 1
    return singles, groups


def channel_arrays(folder: Path) -> dict[str, Any]:
    """The arrays that ``load_channel`` reads, by name."""
    singles, groups = counted(folder)
    letters = OTHER + "".join(sorted({c for pair in singles for c in pair if c and c.isalpha()}))
    size = len(letters)
    total: Counter[str] = Counter()
    for (printed, _), count in singles.items():
        total[printed] += count
    exchange = np.full((size, size), 12.0)
    lost, added = np.full(size, 9.0), np.full(size, 9.0)
    everything = sum(total.values())
    wrong = sum(c for (a, b), c in singles.items() if a != b) / everything
    for i, printed in enumerate(letters):
        misread = sum(c for (a, b), c in singles.items() if a == printed and b not in ("", printed))
        rate = (misread + 30 * wrong) / (total[printed] + 30)
        prior = [mark_prior(printed, read) if read != printed else 0.0 for read in letters]
        for j, read in enumerate(letters):
            if i == j:
                exchange[i, j] = 0.0
                continue
            seen = singles[printed, read] / misread if misread else 0.0
            trust = misread / (misread + 20)
            own = trust * seen + (1 - trust) * prior[j] / sum(prior)
            mixed = (1 - PRIOR_SHARE) * own * rate + PRIOR_SHARE * wrong * prior[j] / sum(prior)
            exchange[i, j] = -math.log(max(mixed, 1e-7))
        lost[i] = -math.log((singles[printed, ""] + 0.3 * wrong) / (total[printed] + 30))
        added[i] = -math.log((singles["", printed] + 0.2) / (everything / 30))
    rows = {
        pair: -math.log(count / total[pair[0][0]])
        for pair, count in groups.items()
        if count >= MIN_GROUP_COUNT and pair[0] and pair[1] and total[pair[0][0]]
        and len(pair[0]) <= 2 and len(pair[1]) <= 2
    }  # fmt: skip
    rows.update({pair: min(cost + 1.5, rows.get(pair, 99)) for pair, cost in GROUPS_OF_OTHER_ENGINES.items()})
    sys.stderr.write(f"letters {size}, wrong {wrong:.4f} of {everything}, groups {len(rows)}\n")
    return {
        "letters": np.array(letters),
        "exchange": exchange.astype(np.float16),
        "lost": lost.astype(np.float16),
        "added": added.astype(np.float16),
        "groups": np.array("\n".join(f"{o}\t{g}\t{cost:.2f}" for (g, o), cost in sorted(rows.items()))),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("noise", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    np.savez_compressed(args.model / "channel.npz", **channel_arrays(args.noise))


if __name__ == "__main__":
    main()
