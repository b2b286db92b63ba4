"""Fit the confidence of a repair to how often such repairs are right, on pages kept for this.

    python -m ingest.cleaning.training.calibration NOISE_DIR MODEL_DIR

Platt scaling (Platt 1999): a logistic regression on the log odds of the posterior.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.cleaning.confidence import log_odds
from ingest.cleaning.readings import Model
from ingest.cleaning.repair import judged
from ingest.cleaning.training.channel import HOLD_OUT_EVERY
from ingest.cleaning.training.pairs import aligned, page_pairs
from ingest.cleaning.words import Case, words_of

Floats = npt.NDArray[np.float64]
MIN_CHANCE = 0.15


def chances_and_truths(noise: Path, model: Model) -> tuple[Floats, Floats]:
    """For each likely repair on the held-out pages its posterior, and 1 if it is right; shapes (n,)."""
    chances: list[float] = []
    truths: list[float] = []
    for number, (gold, ocr) in enumerate(page_pairs(noise)):
        if number % HOLD_OUT_EVERY:
            continue
        truth = {read.span.start: printed.lower for printed, read in aligned(gold, ocr)}
        words = words_of(ocr)
        wrong = sum(truth.get(word.span.start) != word.lower for word in words)
        if wrong > 0.45 * len(words):
            continue
        for item in judged(model, words).words:
            start = item.word.span.start
            if item.chance > MIN_CHANCE and start in truth and item.word.case is not Case.MIXED:
                chances.append(item.chance)
                truths.append(float(truth[start] == item.best))
    return np.array(chances), np.array(truths)


def fitted(chances: Floats, truths: Floats) -> tuple[float, float]:
    """Scale and offset of the logistic regression, by Newton's method."""
    inputs = np.stack([np.array([log_odds(c) for c in chances]), np.ones(len(chances))], axis=1)
    weights = np.zeros(2)
    for _ in range(25):
        guess = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (guess - truths)
        curve = (inputs * (guess * (1 - guess))[:, None]).T @ inputs
        weights -= np.linalg.solve(curve + 1e-6 * np.eye(2), slope)
    return float(weights[0]), float(weights[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("noise", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    model = Model(args.model)
    chances, truths = chances_and_truths(args.noise, model)
    scale, offset = fitted(chances, truths)
    found = {"scale": round(scale, 4), "offset": round(offset, 4)}
    (args.model / "confidence.json").write_text(json.dumps(found) + "\n", encoding="utf-8")
    sys.stderr.write(f"{found} from {len(chances)} repairs, {truths.mean():.3f} right\n")
    confidences = 1 / (1 + np.exp(-(offset + scale * np.array([log_odds(c) for c in chances]))))
    for low in (0.5, 0.6, 0.7, 0.8, 0.9):
        here = (confidences >= low) & (confidences < low + 0.1)
        sys.stderr.write(
            f"{low:.1f}-{low + 0.1:.1f}: {here.sum()} repairs, {truths[here].mean():.3f} right\n"
        )


if __name__ == "__main__":
    main()
