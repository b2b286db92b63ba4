"""From the posterior of a repair to a confidence that means what it says."""

import json
import math
from dataclasses import dataclass
from pathlib import Path


def log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-5), 1 - 1e-5)
    return math.log(bounded / (1 - bounded))


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic curve over the log odds of the posterior (Platt 1999)."""

    scale: float
    offset: float

    def of(self, chance: float) -> float:
        """The share of repairs with this posterior that were right on pages not trained on."""
        return 1 / (1 + math.exp(-(self.offset + self.scale * log_odds(chance))))


def load_confidence(path: Path) -> Confidence:
    """The curve that ``ingest.cleaning.training.calibration`` wrote to ``path``; the identity without."""
    if not path.exists():
        return Confidence(1.0, 0.0)
    values = json.loads(path.read_text(encoding="utf-8"))
    return Confidence(values["scale"], values["offset"])
