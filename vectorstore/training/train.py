"""Trains the bundled embedding: `python -m vectorstore.training.train --corpora DIR --out DIR`.

In-batch negatives with a symmetric cross-entropy over cosine similarities (Henderson et al. 2017,
"Efficient Natural Language Response Suggestion"), over bags of token parts. A plain loop over one
EmbeddingBag: a step is a few matrix products, so the time goes into arithmetic.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from vectorstore.training.artefact import write_checksums, write_model
from vectorstore.training.batches import Ints, Ragged, encode, plan_epoch, token_parts
from vectorstore.training.corpora import (
    Article,
    NewsItem,
    Question,
    read_administrative,
    read_news,
    read_questions,
    read_statutes,
)
from vectorstore.training.folding import folded_clauses
from vectorstore.training.held_out import BENCHMARK, DEV_STATUTES, is_dev_passage
from vectorstore.training.noise import damage_letters
from vectorstore.training.pairs import (
    Pair,
    administrative_pairs,
    news_pairs,
    question_pairs,
    statute_pairs,
)
from vectorstore.training.progress import shown
from vectorstore.training.vocabulary import train_vocabulary


@dataclass(frozen=True, slots=True)
class Recipe:
    """What can be tuned; `rate` is Adam's, for parts drawn from a normal with deviation `spread`."""

    size: int = 32_000
    dimensions: int = 512
    longest: int = 4
    rounds: int = 1
    epochs: int = 3
    batch: int = 1024
    rate: float = 0.01
    spread: float = 0.1
    sharpness: float = 20.0
    dropped: float = 0.2
    damaged: float = 0.1
    news: int = 12_000
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Sources:
    """The training text, after leaving out."""

    articles: list[Article]
    news: list[NewsItem]
    questions: list[Question]
    administrative: list[str]


def read_sources(corpora: Path, leave_out: Sequence[str], keep_dev: bool) -> Sources:
    """Everything to train on; `keep_dev` trains on the development passages too."""
    questions = [q for q in read_questions(corpora) if keep_dev or not is_dev_passage(q.passage)]
    articles = read_statutes(corpora, leave_out)
    return Sources(articles, read_news(corpora), questions, read_administrative(corpora))


def vocabulary_text(sources: Sources) -> list[list[str]]:
    """Folded clauses for the tokenizer: all statutes and passages, every third news article."""
    texts = [f"{a.law}\n{a.title}\n{a.text}" for a in sources.articles]
    texts += [f"{q.question}\n{q.passage}" for q in sources.questions]
    texts += [f"{n.title}\n{n.summary}\n{n.body}" for n in sources.news[::3]]
    texts += sources.administrative
    return [clause for text in shown(texts, "folding") for clause in folded_clauses(text)]


def build_pairs(sources: Sources, recipe: Recipe) -> list[Pair]:
    """All pairs, the rules drawn `rounds` times; a share of the queries is damaged."""
    rng = random.Random(recipe.seed)
    pairs: list[Pair] = []
    for _ in shown(range(recipe.rounds), "pairs"):
        pairs += statute_pairs(sources.articles, rng)
        pairs += news_pairs(sources.news[: recipe.news], rng)
        pairs += question_pairs(sources.questions)
        pairs += administrative_pairs(sources.administrative, rng)
    return [
        Pair(damage_letters(p.query, rng), p.passage, p.group, p.cluster)
        if rng.random() < recipe.damaged
        else p
        for p in pairs
    ]


def batch_loss(queries: Tensor, passages: Tensor, groups: Tensor, sharpness: float) -> Tensor:
    """Symmetric in-batch cross-entropy of (B, D) unit vectors; same-group pairs are no negatives."""
    scores = sharpness * queries @ passages.T
    same = groups[:, None] == groups[None, :]
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(scores))
    forth, back = functional.cross_entropy(scores, target), functional.cross_entropy(scores.T, target)
    return 0.5 * (forth + back)


def thinned(rows: Ragged, parts: Ragged, rate: float, rng: np.random.Generator) -> Ragged:
    """Parts of the rows' tokens, with tokens and then parts lost at `rate`: no phrase can be relied on."""
    return rows.drop(rate, rng).expand(parts).drop(rate, rng)


def bag(table: nn.EmbeddingBag, rows: Ragged) -> Tensor:
    """Unit vectors (B, D) of the summed parts."""
    summed = table(torch.from_numpy(rows.flat), torch.from_numpy(rows.starts[:-1]))
    return functional.normalize(summed, dim=-1)


def inverse_frequency(rows: Ragged, size: int) -> NDArray[np.float32]:
    """(size,) logarithm of rows per row that holds the entry; an entry never seen counts as seen in half."""
    count = len(rows.starts) - 1
    owner = np.repeat(np.arange(count), np.diff(rows.starts))
    seen = np.bincount(np.unique(owner * np.int64(size) + rows.flat) % size, minlength=size)
    return np.log((count + 1) / (seen + 0.5)).astype(np.float32)


def fit(tokenizer: Tokenizer, pairs: Sequence[Pair], recipe: Recipe) -> NDArray[np.float32]:
    """Train the parts; the result is the (V, D) table of whole tokens, ready to be averaged."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    parts = token_parts(tokenizer)
    queries = encode(tokenizer, [pair.query for pair in pairs], 80)
    passages = encode(tokenizer, [pair.passage for pair in pairs], 200)
    groups = np.unique([pair.group for pair in pairs], return_inverse=True)[1]
    table = nn.EmbeddingBag(len(parts.starts) - 1, recipe.dimensions, mode="sum")
    nn.init.normal_(table.weight, std=recipe.spread)
    # Random vectors weighted by rarity already match words as TF-IDF does; training starts from there.
    rarity = torch.from_numpy(inverse_frequency(passages.expand(parts), len(parts.starts) - 1))
    table.weight.data *= (rarity / rarity.mean())[:, None]
    optimiser = torch.optim.Adam(table.parameters(), lr=recipe.rate, betas=(0.9, 0.98), fused=True)
    plan: list[Ints] = [b for _ in range(recipe.epochs) for b in plan_epoch(pairs, recipe.batch, rng)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=len(plan) + 1, pct_start=0.1, cycle_momentum=False
    )
    losses = [0.0]
    for rows in shown(plan, "training", lambda: f"loss {np.mean(losses[-50:]):.3f}"):
        asked = bag(table, thinned(queries.take(rows), parts, recipe.dropped, rng))
        found = bag(table, thinned(passages.take(rows), parts, recipe.dropped, rng))
        loss = batch_loss(asked, found, torch.from_numpy(groups[rows]), recipe.sharpness)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
    return bake(table.weight.detach(), parts)


def bake(weights: Tensor, parts: Ragged) -> NDArray[np.float32]:
    """Sum each token's parts into one row; the unknown token (0) becomes zero."""
    flat, starts = torch.from_numpy(parts.flat), torch.from_numpy(parts.starts[:-1])
    rows = functional.embedding_bag(flat, weights, starts, mode="sum").numpy().astype(np.float32)
    rows[0] = 0.0
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.training.train", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the training corpora")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="LAW", help="statutes by file name")
    parser.add_argument("--dev", action="store_true", help="leave out the benchmark and development texts")
    default = Recipe()
    for name in Recipe.__dataclass_fields__:
        value = getattr(default, name)
        parser.add_argument(f"--{name}", type=type(value), default=value)
    options = parser.parse_args(arguments)
    recipe = Recipe(**{name: getattr(options, name) for name in Recipe.__dataclass_fields__})
    leave_out = [*options.leave_out, *((*BENCHMARK, *DEV_STATUTES) if options.dev else ())]
    sources = read_sources(options.corpora, leave_out, keep_dev=not options.dev)
    tokenizer = train_vocabulary(vocabulary_text(sources), recipe.size, recipe.longest)
    pairs = build_pairs(sources, recipe)
    write_model(options.out, tokenizer, fit(tokenizer, pairs, recipe))
    write_checksums(options.out)


if __name__ == "__main__":
    main()
