"""Measures a model folder: `python -m vectorstore.training.evaluate --help`.

R@1, R@5, R@10 and MRR@10 of the dense model alone, for the queries as they are, without diacritics,
with half of the words stripped, and with recognition damage; over articles and over clauses, where the
best clause counts for its article.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.training.corpora import Article, parse_articles, read_questions, read_statutes
from vectorstore.training.held_out import DEV_STATUTES, is_dev_passage
from vectorstore.training.noise import damage_letters, damage_marks, strip_diacritics, strip_half
from vectorstore.training.pairs import sentences

Vectors = NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Vectors]

_ASK = [
    "{} phải không?", "{}, điều này đúng hay sai?", "Xin hỏi {}?", "Khẳng định sau có đúng: {}",
    "Pháp luật quy định về việc {} ra sao?", "{}",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A query and the key of the text that answers it."""

    query: str
    key: str


@dataclass(frozen=True, slots=True)
class Board:
    """Texts by key (several texts may share a key: the best one counts) and the cases over them."""

    name: str
    keys: list[str]
    texts: list[str]
    cases: list[Case]


def metrics(ranks: Sequence[int]) -> dict[str, float]:
    """R@k and MRR@10 from ranks that begin at 1."""
    at = np.asarray(ranks)
    recalls = {f"R@{k}": float((at <= k).mean()) for k in (1, 5, 10)}
    return {**recalls, "MRR@10": float(np.where(at <= 10, 1.0 / at, 0.0).mean())}


def ranks_of(board: Board, queries: Sequence[str], encode: Encoder) -> list[int]:
    """Rank of each case's key, one hit a key."""
    names, owner = np.unique(board.keys, return_inverse=True)
    number = {name: at for at, name in enumerate(names.tolist())}
    passages = encode(board.texts)
    ranks = []
    for case, vector in zip(board.cases, encode(queries), strict=True):
        best = np.full(len(names), -np.inf, dtype=np.float32)
        np.maximum.at(best, owner, passages @ vector)
        ranks.append(int((best > best[number[case.key]]).sum()) + 1)
    return ranks


def ways_to_type(queries: Sequence[str]) -> dict[str, list[str]]:
    """The queries as they are and as people and scanners damage them; always the same damage."""
    rng = random.Random(3)
    return {
        "as is": list(queries),
        "stripped": [strip_diacritics(query) for query in queries],
        "half": [strip_half(query, rng) for query in queries],
        "marks": [damage_marks(query, rng) for query in queries],
        "letters": [damage_letters(query, rng) for query in queries],
    }


def statute_boards(name: str, articles: Sequence[Article], cases: list[Case]) -> list[Board]:
    """The same cases over whole articles, over clauses, and over clauses with their headings."""
    keys, texts, clause_keys, clauses, headed = [], [], [], [], []
    for article in articles:
        key = f"{article.slug}/{article.number}"
        keys.append(key)
        texts.append(f"{article.title}. {article.text}")
        for clause in article.clauses():
            clause_keys.append(key)
            clauses.append(clause)
            headed.append(f"{article.law}. {article.title}. {clause}")
    return [
        Board(f"{name}, articles", keys, texts, cases),
        Board(f"{name}, clauses", clause_keys, clauses, cases),
        Board(f"{name}, headed clauses", clause_keys, headed, cases),
    ]


def benchmark_boards(folder: Path) -> list[Board]:
    """The seven statutes and their 48 exam questions."""
    files = sorted((folder / "laws").glob("*.txt"))
    articles = [a for path in files for a in parse_articles(path.read_text(encoding="utf-8"), path.stem)]
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    cases = []
    for row in rows:
        right = row["relevant"][0]
        cases.append(Case(row["query"], f"{right['document']}/{right['section'].removeprefix('Điều ')}"))
    return statute_boards("benchmark", articles, cases)


def dev_boards(corpora: Path, size: int = 600) -> list[Board]:
    """Twelve statutes asked by rule (titles; sentences of clauses, thinned) and held-out passages."""
    rng = random.Random(11)
    seen: dict[str, Article] = {}
    for article in read_statutes(corpora):
        if article.slug in DEV_STATUTES:
            seen.setdefault(f"{article.slug}/{article.number}", article)
    articles = list(seen.values())
    titled = [article for article in articles if len(article.title.split()) >= 3]
    titles = [Case(f"{a.title} {a.law}", f"{a.slug}/{a.number}") for a in rng.sample(titled, size)]
    keys, texts = [f"{a.slug}/{a.number}" for a in articles], [a.text for a in articles]
    asked: list[Case] = []
    while len(asked) < size:
        article = rng.choice(articles)
        parts = [part for part in sentences(article.text) if len(part.split()) >= 10]
        if parts:
            words = rng.choice(parts).rstrip(".;:,").split()
            start = rng.randrange(max(1, len(words) // 2))
            kept = [w for w in words[start : start + rng.randint(6, 14)] if rng.random() > 0.25]
            query = rng.choice(_ASK).replace("{}", " ".join(kept))
            asked.append(Case(query, f"{article.slug}/{article.number}"))
    questions = [q for q in read_questions(corpora) if is_dev_passage(q.passage)]
    passages = list(dict.fromkeys(q.passage for q in questions))
    wiki = Board("encyclopedia", passages, passages, [Case(q.question, q.passage) for q in questions])
    boards = statute_boards("dev sentences", articles, asked)
    return [Board("dev titles over bare text", keys, texts, titles), boards[0], boards[2], wiki]


def evaluate(boards: Sequence[Board], encode: Encoder) -> dict[str, dict[str, dict[str, float]]]:
    """Figures by board and by way of typing."""
    return {
        board.name: {
            way: metrics(ranks_of(board, queries, encode))
            for way, queries in ways_to_type([case.query for case in board.cases]).items()
        }
        for board in boards
    }


def load_encoder(folder: Path) -> Encoder:
    """The model folder as a function to unit vectors (N, D) float32, as the program uses it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")

    def encode(texts: Sequence[str]) -> Vectors:
        found = model.encode(list(texts), batch_size=256, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    return encode


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.training.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    encode = load_encoder(options.model)
    figures = evaluate([*benchmark_boards(options.benchmark), *dev_boards(options.corpora)], encode)
    for board, ways in figures.items():
        for way, found in ways.items():
            line = "  ".join(f"{name} {value:.3f}" for name, value in found.items())
            print(f"{board:28} {way:9} {line}")  # noqa: T201  (the command's output)
    passages = [" ".join(q.passage.split()[:150]) for q in read_questions(options.corpora)][:4000]
    begun, busy = time.perf_counter(), time.process_time()
    encode(passages)
    rate = len(passages) / (time.perf_counter() - begun)
    busy_rate = len(passages) / (time.process_time() - busy)
    print(f"{rate:.0f} passages a second, {busy_rate:.0f} a second of processor time")  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps({**figures, "passages/s": rate}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
