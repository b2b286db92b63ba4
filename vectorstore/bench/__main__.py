"""Measures the search: ``python -m vectorstore.bench --data ../shared/retrieval``."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vectorstore.bench.plots import plot_growth, plot_quality
from vectorstore.bench.quality import Figures, figures, ingested, rival_figures, trained_figures
from vectorstore.bench.sets import QuestionSet, all_sets, exam
from vectorstore.bench.speed import time_growth
from vectorstore.settings import BUNDLED_MODEL


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.bench", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("../shared/retrieval"),
        help="folder with laws/*.txt and queries.jsonl",
    )
    parser.add_argument(
        "--corpora", type=Path, help="folder with statutes/ and wiki-questions.jsonl: five more sets"
    )
    parser.add_argument("--questions", type=Path, metavar="FILE", help="questions about the bundled plan")
    parser.add_argument("--sets", nargs="*", metavar="NAME", help="only the sets whose names begin so")
    parser.add_argument("--model", default=str(BUNDLED_MODEL), help="embedding model folder or name")
    parser.add_argument(
        "--held-out",
        metavar="MODEL",
        help="an embedding that never saw the texts asked about: the search's figures come from it, and "
        "those with --model stand beside",
    )
    parser.add_argument(
        "--compare", action="store_true", help="LangChain's ways beside it (needs requirements/bench.txt)"
    )
    parser.add_argument(
        "--grow", type=int, nargs="*", default=[], metavar="N", help="time corpora of N provisions"
    )
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument(
        "--plots", type=Path, metavar="FOLDER", help="draw them (needs requirements/bench.txt)"
    )
    options = parser.parse_args(arguments)
    if not (options.data / "queries.jsonl").is_file():
        parser.error(f"no queries.jsonl in {options.data}: name the folder with --data")
    quality: dict[str, Any] = {}
    growth: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # First, and from small to large: peak memory is the process's own.
        for provisions in sorted(options.grow):
            grown = time_growth(exam(options.data), provisions, folder / f"grown-{provisions}", options.model)
            growth.append(grown)
            print("  ".join(f"{name} {value:.1f}" for name, value in grown.items()), flush=True)
        for questions in all_sets(options.data, options.corpora, options.questions):
            if options.sets is not None and not questions.name.startswith(tuple(options.sets)):
                continue
            found = _measured(questions, folder / f"set-{len(quality)}", options)
            quality[questions.name] = found
            print("\n".join(_table(f"{questions.name}, {len(questions.cases)} questions", found)), flush=True)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(
            json.dumps({"quality": quality, "growth": growth}, indent=1, ensure_ascii=False), encoding="utf-8"
        )
    if options.plots and quality:
        plot_quality(quality, options.plots / "retrieval-quality.svg")
    if options.plots and growth:
        plot_growth(growth, options.plots / "retrieval-growth.svg")
    return 0


def _measured(
    questions: QuestionSet, folder: Path, options: argparse.Namespace
) -> dict[str, dict[str, Figures]]:
    """Figures of the search on one set, and of whatever stands beside it."""
    index = ingested(questions, folder / "asked", options.held_out or options.model)
    found = figures(index, questions)
    if options.compare:
        found |= rival_figures(index, questions)
    index.close()
    if options.held_out:
        index = ingested(questions, folder / "trained", options.model)
        found |= trained_figures(index, questions)
        index.close()
    return found


def _table(name: str, ways: dict[str, dict[str, Figures]]) -> Iterator[str]:
    """A Markdown table, R@1 / R@3 / R@10 / MRR@10 in each cell."""
    yield f"\n| {name} | " + " | ".join(next(iter(ways.values()))) + " |"
    yield "|---|" + "---|" * len(next(iter(ways.values())))
    for way, typings in ways.items():
        cells = (" / ".join(f"{value:.3f}" for value in found.values()) for found in typings.values())
        yield f"| {way} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
