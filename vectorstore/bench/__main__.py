"""Measures the search: ``python -m vectorstore.bench --data ../shared/retrieval``."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vectorstore.bench.quality import Figures, figures, ingested
from vectorstore.bench.sets import all_sets, exam
from vectorstore.bench.speed import time_growth
from vectorstore.settings import BUNDLED_MODEL


def main() -> int:
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
    parser.add_argument("--model", default=str(BUNDLED_MODEL), help="embedding model folder or name")
    parser.add_argument(
        "--grow", type=int, nargs="*", default=[], metavar="N", help="time corpora of N provisions"
    )
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    if not (options.data / "queries.jsonl").is_file():
        parser.error(f"no queries.jsonl in {options.data}: name the folder with --data")
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number, questions in enumerate(all_sets(options.data, options.corpora)):
            index = ingested(questions, folder / str(number), options.model)
            found[questions.name] = figures(index, questions)
            index.close()
            print(
                "\n".join(_table(f"{questions.name} ({len(questions.cases)})", found[questions.name])),
                flush=True,
            )
        for provisions in options.grow:
            grown = time_growth(exam(options.data), provisions, folder / f"grown-{provisions}", options.model)
            found[f"grown {provisions}"] = grown
            print("  ".join(f"{name} {value:.1f}" for name, value in grown.items()), flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def _table(name: str, ways: dict[str, dict[str, Figures]]) -> Iterator[str]:
    yield f"## {name}"
    for way, typings in ways.items():
        for typing, values in typings.items():
            yield f"{way:10} {typing:11} " + "  ".join(f"{k} {v:.3f}" for k, v in values.items())


if __name__ == "__main__":
    sys.exit(main())
