"""Ingest and query times as the corpus grows: larger corpora are made by recombining its clauses."""

import random
import resource
import time
from pathlib import Path

import numpy as np

from ingest.intake import add_files
from ingest.pipeline import read_document
from vectorstore.bench.sets import QuestionSet
from vectorstore.index import open_index
from vectorstore.search import search_sections
from vectorstore.settings import IndexSettings

_ARTICLES_A_FILE = 150


def grown(questions: QuestionSet, provisions: int, seed: int = 1) -> dict[str, bytes]:
    """Files of made-up laws with about ``provisions`` clauses, each clause from a law of the set."""
    rng = random.Random(seed)
    clauses = [
        " ".join(chunk.text.split())
        for name, data in questions.files.items()
        for chunk in read_document(data, name).chunks
    ]
    files: dict[str, bytes] = {}
    made = 0
    while made < provisions:
        lines = [f"LUẬT SỐ {len(files)}", ""]
        for article in range(1, _ARTICLES_A_FILE + 1):
            lines.append(f"Điều {article}. {' '.join(rng.choice(clauses).split()[:8])}")
            parts = [rng.choice(clauses) for _ in range(rng.randint(1, 5))]
            lines += [f"{number}. {part}" for number, part in enumerate(parts, 1)]
            made += len(parts)
            if made >= provisions:
                break
        files[f"luat-{len(files):04d}.txt"] = "\n".join(lines).encode()
    return files


def time_growth(questions: QuestionSet, provisions: int, folder: Path, model: str) -> dict[str, float]:
    """Seconds to ingest and to open, milliseconds a warm query, megabytes on disk and in memory."""
    files = folder / "files"
    files.mkdir(parents=True)
    for name, data in grown(questions, provisions).items():
        (files / name).write_bytes(data)
    settings = IndexSettings(data_dir=folder / "data", embedding_model=model)
    begun = time.perf_counter()
    index = open_index(settings)
    with index.library.locked():
        failed = [o for o in add_files(sorted(files.iterdir()), index.library, index) if o.error]
    ingest = time.perf_counter() - begun
    if failed:
        raise RuntimeError(failed[0].error)
    begun = time.perf_counter()
    index = open_index(settings)
    size = len(index.snapshot().corpus)
    opened = time.perf_counter() - begun
    taken = []
    for case in (questions.cases * 5)[:200]:
        begun = time.perf_counter()
        search_sections(index, case.query)
        taken.append((time.perf_counter() - begun) * 1000)
    on_disk = sum(path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file())
    return {
        "provisions": size,
        "ingest s": ingest,
        "open s": opened,
        "query p50 ms": float(np.percentile(taken, 50)),
        "query p95 ms": float(np.percentile(taken, 95)),
        "disk MB": on_disk / 2**20,
        "peak memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
