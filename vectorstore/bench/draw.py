"""Draws the articles to ask about: ``python -m vectorstore.bench.draw STATUTE.txt``."""

import argparse
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.pipeline import read_document
from vectorstore.bench.sets import asked_once


def drawn(labels: list[str], size: int, seed: int) -> Iterator[str]:
    """One label of each of ``size`` equal runs, so that every part of the statute is asked about."""
    rng = random.Random(seed)
    size = min(size, len(labels))
    for number in range(size):
        yield rng.choice(labels[number * len(labels) // size : (number + 1) * len(labels) // size])


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.bench.draw", description=__doc__)
    parser.add_argument("statute", type=Path, help="a file of one statute")
    parser.add_argument("--size", type=int, default=43, help="how many articles")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--characters", type=int, default=1000, help="how much of each article to print")
    options = parser.parse_args()
    document = read_document(options.statute.read_bytes(), options.statute.name)
    spans = {section.label: section.span for section in document.sections}
    once = asked_once(document)
    labels = [section.label for section in document.sections if section.label in once]
    for label in drawn(labels, options.size, options.seed):
        text = re.sub(r"\n+", "\n", document.text[spans[label].start : spans[label].end])
        sys.stdout.write(f"{text[: options.characters]}\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
