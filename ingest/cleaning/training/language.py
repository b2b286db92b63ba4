"""Count the language model: an interpolated Kneser-Ney n-gram model of order 4 over syllables.

    python -m ingest.cleaning.training.language CORPORA MODEL_DIR

The method is Kneser and Ney (1995) in the interpolated form of Chen and Goodman (1999), with one
discount; n-grams below a count are left out and their mass goes to the lower order, so the
probabilities still sum to one.
"""

import argparse
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.cleaning.language import (
    BACKOFF_STEP,
    BOUNDARY,
    CLASSES,
    MAX_ORDER,
    PROBABILITY_STEP,
    SLOTS,
    UNKNOWN,
    Ids,
    hashed,
)
from ingest.cleaning.marks import old_place
from ingest.cleaning.training.corpora import ADMINISTRATIVE, paragraphs
from ingest.cleaning.words import Case, words_of

Keys = npt.NDArray[np.uint64]
Floats64 = npt.NDArray[np.float64]
MIN_WORD_COUNT = 6
ADMINISTRATIVE_WEIGHT = 4
"""Each administrative paragraph is counted so many times: there are few, and they are the kind of text."""
FORMULAS = Path(__file__).parent / "formulas.txt"
"""Fixed phrases of official papers: heads, closings, headings (as Decree 30/2020/NĐ-CP lays them out)."""
FORMULA_WEIGHT = 30
KEPT = {2: 700_000, 3: 1_450_000, 4: 1_200_000}
"""How many n-grams of each order are stored."""
DISCOUNT = 0.8
LOAD = 0.82
"""The share of slots filled; the rarest n-grams whose bucket is full are left out."""


Sequence = tuple[list[str], list[str], list[int]]


def sequences(corpora: Path) -> Iterator[Sequence]:
    """Each paragraph as words in lower case (with boundaries), their unknown classes and cases.

    A word that opens a sentence says nothing about its case: it counts as MIXED.
    """
    again = (
        paragraphs(corpora, held_out=False, source=ADMINISTRATIVE) for _ in range(ADMINISTRATIVE_WEIGHT - 1)
    )
    for paragraph in chain(paragraphs(corpora, held_out=False), *again):
        lowers: list[str] = []
        classes: list[str] = []
        cases: list[int] = []
        for word in words_of(paragraph):
            if word.after_break:
                lowers.append(BOUNDARY)
                classes.append(BOUNDARY)
                cases.append(Case.MIXED)
            lowers.append(word.lower)
            classes.append(UNKNOWN[word.case])
            cases.append(Case.MIXED if word.opens and word.case is Case.TITLE else word.case)
        yield lowers, classes, cases
    # Every official paper has these, and the corpora, which are the body of papers, lack them.
    phrases = FORMULAS.read_text(encoding="utf-8").split("\n") * FORMULA_WEIGHT
    phrases += (corpora / "words.txt").read_text(encoding="utf-8").split("\n")
    for phrase in phrases:
        words = words_of(unicodedata.normalize("NFC", phrase))
        if len(words) > 1:
            classes = [BOUNDARY, *(UNKNOWN[word.case] for word in words)]
            yield [BOUNDARY, *(word.lower for word in words)], classes, [Case.MIXED] * len(classes)


def counted_ids(corpora: Path) -> tuple[list[str], Ids, Floats64]:
    """The vocabulary, commonest first after the classes; the whole text as ids; counts by case.

    The counts have the shape (words, cases).
    """
    interned: dict[str, int] = {name: i for i, name in enumerate(CLASSES)}
    names = list(CLASSES)
    stream: list[npt.NDArray[np.int32]] = []
    fallback: list[npt.NDArray[np.int8]] = []
    case_stream: list[npt.NDArray[np.int8]] = []
    class_ids = {name: i for i, name in enumerate(CLASSES)}
    for lowers, classes, cases in sequences(corpora):
        row = np.empty(len(lowers), dtype=np.int32)
        for i, lower in enumerate(lowers):
            found = interned.get(lower)
            if found is None:
                found = interned[lower] = len(names)
                names.append(lower)
            row[i] = found
        stream.append(row)
        fallback.append(np.array([class_ids[c] for c in classes], dtype=np.int8))
        case_stream.append(np.array(cases, dtype=np.int8))
    ids, classes_of = np.concatenate(stream), np.concatenate(fallback)
    counts = np.bincount(ids, minlength=len(names))
    order = np.argsort(-counts, kind="stable")
    kept = [i for i in order if counts[i] >= MIN_WORD_COUNT and i >= len(CLASSES)]
    vocabulary = [*CLASSES, *(names[i] for i in kept)]
    renumbered = np.full(len(names), -1, dtype=np.int64)
    renumbered[: len(CLASSES)] = np.arange(len(CLASSES))
    renumbered[kept] = np.arange(len(CLASSES), len(vocabulary))
    mapped = renumbered[ids]
    in_case = np.bincount(
        ids.astype(np.int64) * len(Case) + np.concatenate(case_stream), minlength=len(names) * len(Case)
    )
    by_case = in_case.reshape(len(names), len(Case))[[*range(len(CLASSES)), *kept]].astype(np.float64)
    return vocabulary, np.where(mapped < 0, classes_of, mapped), by_case


def keys_of(ids: Ids, order: int) -> Keys:
    """Every n-gram of the text as one number, 16 bits a word; none reaches across a boundary."""
    keys = np.zeros(len(ids) - order + 1, dtype=np.uint64)
    for offset in range(order):
        keys = (keys << np.uint64(16)) | ids[offset : len(ids) - order + 1 + offset].astype(np.uint64)
    inside = np.ones(len(keys), dtype=bool)
    for offset in range(1, order):
        inside &= ids[offset : len(ids) - order + 1 + offset] != 0
    return keys[inside]


def grouped_sums(groups: Keys, values: Floats64) -> tuple[Keys, Floats64]:
    unique, inverse = np.unique(groups, return_inverse=True)
    return unique, np.bincount(inverse, weights=values, minlength=len(unique)).astype(np.float64)


def table_arrays(keys: Keys, columns: dict[str, npt.NDArray[np.uint8]]) -> dict[str, npt.NDArray[np.generic]]:
    """``keys`` laid out in buckets; of a bucket that is too full the likeliest stay."""
    buckets = int(len(keys) / (SLOTS * LOAD)) + 1
    hashes = hashed(keys)
    bucket = (((hashes >> np.uint64(32)) * np.uint64(buckets)) >> np.uint64(32)).astype(np.int64)
    order = np.lexsort((columns["probabilities"], bucket))
    ordered = bucket[order]
    starts = np.searchsorted(ordered, np.arange(buckets))
    slot = np.arange(len(keys)) - starts[ordered]
    fits = slot < SLOTS
    place = ordered[fits] * SLOTS + slot[fits]
    marks = np.maximum(hashes & np.uint64(0xFFFF), np.uint64(1)).astype(np.uint16)
    done: dict[str, npt.NDArray[np.generic]] = {"fingerprints": np.zeros(buckets * SLOTS, dtype=np.uint16)}
    done["fingerprints"][place] = marks[order][fits]
    for name, values in columns.items():
        done[name] = np.zeros(buckets * SLOTS, dtype=np.uint8)
        done[name][place] = values[order][fits]
    return {name: values.reshape(buckets, SLOTS) for name, values in done.items()}


def quantised(logs: Floats64, step: float) -> npt.NDArray[np.uint8]:
    return np.clip(np.rint(-logs / step), 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class _Order:
    """The kept n-grams of one order with their probabilities, and the weights of its contexts."""

    keys: Keys
    probability: Floats64
    contexts: Keys
    backoff: Floats64


def probability_of(orders: dict[int, _Order], order: int, keys: Keys) -> Floats64:
    """The model's probability of each n-gram of ``order``, backing off where it is not kept."""
    level = orders[order]
    at = np.minimum(np.searchsorted(level.keys, keys), len(level.keys) - 1)
    kept = level.keys[at] == keys
    if order == 1:
        return np.where(kept, level.probability[at], 1e-9)
    shorter = probability_of(orders, order - 1, keys & np.uint64((1 << (16 * (order - 1))) - 1))
    context = keys >> np.uint64(16)
    row = np.minimum(np.searchsorted(level.contexts, context), len(level.contexts) - 1)
    weight = np.where(level.contexts[row] == context, level.backoff[row], 1.0)
    return np.where(kept, level.probability[at], weight * shorter)


def smoothed(orders: dict[int, _Order], order: int, keys: Keys, counts: Floats64, raw: Floats64) -> _Order:
    """One order: discounted, interpolated with the order below, and pruned to ``KEPT`` n-grams.

    Those stay whose loss would cost the training text most (weighted difference, Seymore and
    Rosenfeld 1996). Arrays are sorted by key, shape (n-grams,).
    """
    contexts, totals = grouped_sums(keys >> np.uint64(16), counts)
    row = np.searchsorted(contexts, keys >> np.uint64(16))
    seen = np.maximum(counts - DISCOUNT, 0.1) / totals[row]
    base = probability_of(orders, order - 1, keys & np.uint64((1 << (16 * (order - 1))) - 1))
    left = np.clip(1 - np.bincount(row, weights=seen, minlength=len(contexts)), 1e-6, 1)
    gain = raw * np.log1p(seen / (left[row] * base))
    keep = np.sort(np.argpartition(-gain, min(KEPT[order], len(gain) - 1))[: KEPT[order]])
    kept_mass = np.bincount(row[keep], weights=seen[keep], minlength=len(contexts))
    left = np.clip(1 - kept_mass, 1e-6, 1)
    probability = seen[keep] + left[row[keep]] * base[keep]
    sys.stderr.write(f"order {order}: {len(keep)} of {len(keys)} n-grams kept\n")
    return _Order(keys[keep], probability, contexts, left.astype(np.float64))


def model_arrays(ids: Ids, words: int) -> dict[str, npt.NDArray[np.generic]]:
    """All arrays of the model by name, smoothed from the lowest order up."""
    top, top_counts = np.unique(keys_of(ids, MAX_ORDER), return_counts=True)
    counts = {MAX_ORDER: (top, top_counts.astype(np.float64))}
    raws = {MAX_ORDER: top_counts.astype(np.float64)}
    for order in range(MAX_ORDER - 1, 1, -1):
        keys, raw = np.unique(keys_of(ids, order), return_counts=True)
        higher = counts[order + 1][0] & np.uint64((1 << (16 * order)) - 1)
        suffixes, before = np.unique(higher, return_counts=True)
        # Kneser-Ney: a shorter n-gram counts by the words seen before it; before a sentence's
        # first word there is none, so there it counts as often as it occurs.
        continuation = np.where((keys >> np.uint64(16 * (order - 1))) == 0, raw, 0).astype(np.float64)
        continuation[np.searchsorted(keys, suffixes)] += before
        counts[order] = keys, np.maximum(continuation, 1)
        raws[order] = raw.astype(np.float64)
    singles = np.bincount((counts[2][0] & np.uint64(0xFFFF)).astype(np.int64), minlength=words) + 0.5
    unigram = singles / singles.sum()
    nothing = np.zeros(0, dtype=np.uint64)
    orders = {1: _Order(np.arange(words, dtype=np.uint64), unigram, nothing, np.zeros(0))}
    arrays: dict[str, npt.NDArray[np.generic]] = {"unigrams": np.log(unigram).astype(np.float16)}
    for order in range(2, MAX_ORDER + 1):
        level = orders[order] = smoothed(orders, order, *counts[order], raws[order])
        whole = np.zeros(words)
        if order == 2:
            whole[level.contexts.astype(np.int64)] = np.log(level.backoff)
            arrays["unigram_backoffs"] = whole.astype(np.float16)
        else:
            _store(arrays, order - 1, orders[order - 1], level)
    _store(arrays, MAX_ORDER, orders[MAX_ORDER], None)
    return arrays


def _store(
    arrays: dict[str, npt.NDArray[np.generic]], order: int, level: _Order, higher: _Order | None
) -> None:
    """Add the arrays of one order; ``higher`` has the weights of its n-grams as contexts."""
    columns = {"probabilities": quantised(np.log(level.probability), PROBABILITY_STEP)}
    if higher is not None:
        at = np.minimum(np.searchsorted(higher.contexts, level.keys), len(higher.contexts) - 1)
        weight = np.where(higher.contexts[at] == level.keys, higher.backoff[at], 1.0)
        columns["backoffs"] = quantised(np.log(weight), BACKOFF_STEP)
    for name, values in table_arrays(level.keys, columns).items():
        arrays[f"{name}{order}"] = values


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    vocabulary, ids, by_case = counted_ids(args.corpora)
    assert len(vocabulary) < 1 << 16
    counts = Counter({"words": len(vocabulary), "tokens": len(ids)})
    sys.stderr.write(f"{dict(counts)}\n")
    args.model.mkdir(parents=True, exist_ok=True)
    (args.model / "vocabulary.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    syllables = {old_place(s) for s in (args.corpora / "syllables.txt").read_text(encoding="utf-8").split()}
    is_syllable = np.array([word in syllables for word in vocabulary])
    shares = (by_case[:, :3] + [0.45, 0.1, 0.02]) / (by_case[:, :3].sum(axis=1, keepdims=True) + 0.57)
    np.savez_compressed(
        args.model / "lexicon.npz", is_syllable=is_syllable, log_case=np.log(shares).astype(np.float16)
    )
    arrays: dict[str, Any] = dict(model_arrays(ids, len(vocabulary)))
    np.savez(args.model / "language.npz", **arrays)


if __name__ == "__main__":
    main()
