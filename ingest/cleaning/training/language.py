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
from pathlib import Path

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
from ingest.cleaning.training.corpora import paragraphs
from ingest.cleaning.words import words_of

Keys = npt.NDArray[np.uint64]
Floats64 = npt.NDArray[np.float64]
MIN_WORD_COUNT = 6
MIN_COUNTS = {2: 1, 3: 2, 4: 3}
"""An n-gram whose (continuation) count is lower is left to the lower order."""
DISCOUNT = 0.8
LOAD = 0.82
"""The share of slots filled; at eight slots a bucket hardly any n-gram finds its bucket full."""


def sequences(corpora: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Each paragraph as words in lower case (with boundaries), and the classes they would fall in."""
    for paragraph in paragraphs(corpora, held_out=False):
        lowers: list[str] = []
        classes: list[str] = []
        for word in words_of(paragraph):
            if word.after_break:
                lowers.append(BOUNDARY)
                classes.append(BOUNDARY)
            lowers.append(word.lower)
            classes.append(UNKNOWN[word.case])
        yield lowers, classes
    for compound in (corpora / "words.txt").read_text(encoding="utf-8").split("\n"):
        if " " in compound:
            words = words_of(unicodedata.normalize("NFC", compound))
            yield [BOUNDARY, *(w.lower for w in words)], [BOUNDARY, *(UNKNOWN[w.case] for w in words)]


def counted_ids(corpora: Path) -> tuple[list[str], Ids]:
    """The vocabulary, commonest first after the classes, and the whole text as ids."""
    interned: dict[str, int] = {name: i for i, name in enumerate(CLASSES)}
    names = list(CLASSES)
    stream: list[npt.NDArray[np.int32]] = []
    fallback: list[npt.NDArray[np.int8]] = []
    class_ids = {name: i for i, name in enumerate(CLASSES)}
    for lowers, classes in sequences(corpora):
        row = np.empty(len(lowers), dtype=np.int32)
        for i, lower in enumerate(lowers):
            found = interned.get(lower)
            if found is None:
                found = interned[lower] = len(names)
                names.append(lower)
            row[i] = found
        stream.append(row)
        fallback.append(np.array([class_ids[c] for c in classes], dtype=np.int8))
    ids, classes_of = np.concatenate(stream), np.concatenate(fallback)
    counts = np.bincount(ids, minlength=len(names))
    order = np.argsort(-counts, kind="stable")
    kept = [i for i in order if counts[i] >= MIN_WORD_COUNT and i >= len(CLASSES)]
    vocabulary = [*CLASSES, *(names[i] for i in kept)]
    renumbered = np.full(len(names), -1, dtype=np.int64)
    renumbered[: len(CLASSES)] = np.arange(len(CLASSES))
    renumbered[kept] = np.arange(len(CLASSES), len(vocabulary))
    mapped = renumbered[ids]
    return vocabulary, np.where(mapped < 0, classes_of, mapped)


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
    return unique, np.bincount(inverse, weights=values, minlength=len(unique))


def table_arrays(keys: Keys, columns: dict[str, npt.NDArray[np.uint8]]) -> dict[str, npt.NDArray[np.generic]]:
    """``keys`` laid out in buckets; of a bucket that is too full the first ones stay."""
    buckets = int(len(keys) / (SLOTS * LOAD)) + 1
    hashes = hashed(keys)
    bucket = (((hashes >> np.uint64(32)) * np.uint64(buckets)) >> np.uint64(32)).astype(np.int64)
    order = np.argsort(bucket, kind="stable")
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


def model_arrays(ids: Ids, words: int) -> dict[str, npt.NDArray[np.generic]]:
    """All arrays of the model by name, smoothed from the lowest order up."""
    grams: dict[int, tuple[Keys, Floats64]] = {}
    top, counts = np.unique(keys_of(ids, MAX_ORDER), return_counts=True)
    grams[MAX_ORDER] = top, counts.astype(np.float64)
    for order in range(MAX_ORDER - 1, 1, -1):
        keys, counts = np.unique(keys_of(ids, order), return_counts=True)
        higher = grams[order + 1][0] & np.uint64((1 << (16 * order)) - 1)
        suffixes, before = np.unique(higher, return_counts=True)
        continuation = np.where((keys >> np.uint64(16 * (order - 1))) == 0, counts, 0).astype(np.float64)
        continuation[np.searchsorted(keys, suffixes)] += before
        grams[order] = keys, np.maximum(continuation, 1)
    singles = np.bincount((grams[2][0] & np.uint64(0xFFFF)).astype(np.int64), minlength=words) + 0.5
    unigram = np.log(singles / singles.sum())
    arrays: dict[str, npt.NDArray[np.generic]] = {"unigrams": unigram.astype(np.float16)}
    lower_keys, lower = np.arange(words, dtype=np.uint64), np.exp(unigram)
    for order in range(2, MAX_ORDER + 1):
        keys, values = grams[order]
        contexts, totals = grouped_sums(keys >> np.uint64(16), values)
        keep = values >= MIN_COUNTS[order]
        kept, kept_values = keys[keep], values[keep]
        row = np.searchsorted(contexts, kept >> np.uint64(16))
        seen = (kept_values - DISCOUNT) / totals[row]
        left = 1 - np.bincount(row, weights=seen, minlength=len(contexts))
        shorter = kept & np.uint64((1 << (16 * (order - 1))) - 1)
        at = np.minimum(np.searchsorted(lower_keys, shorter), len(lower_keys) - 1)
        base = np.where(lower_keys[at] == shorter, lower[at], 1e-7)
        probability = seen + left[row] * base
        backoff = np.log(np.clip(left, 1e-6, 1))
        if order == 2:
            whole = np.zeros(words)
            whole[contexts.astype(np.int64)] = backoff
            arrays["unigram_backoffs"] = whole.astype(np.float16)
        else:
            previous = np.zeros(len(lower_keys))
            at = np.minimum(np.searchsorted(lower_keys, contexts), len(lower_keys) - 1)
            hit = lower_keys[at] == contexts
            previous[at[hit]] = backoff[hit]
            _store(arrays, order - 1, lower_keys, lower, previous)
        lower_keys, lower = kept, probability
        sys.stderr.write(f"order {order}: {len(kept)} of {len(keys)} n-grams kept\n")
    _store(arrays, MAX_ORDER, lower_keys, lower, None)
    return arrays


def _store(
    arrays: dict[str, npt.NDArray[np.generic]],
    order: int,
    keys: Keys,
    probability: Floats64,
    backoff: Floats64 | None,
) -> None:
    columns = {"probabilities": quantised(np.log(probability), PROBABILITY_STEP)}
    if backoff is not None:
        columns["backoffs"] = quantised(backoff, BACKOFF_STEP)
    for name, values in table_arrays(keys, columns).items():
        arrays[f"{name}{order}"] = values


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    vocabulary, ids = counted_ids(args.corpora)
    assert len(vocabulary) < 1 << 16
    counts = Counter({"words": len(vocabulary), "tokens": len(ids)})
    sys.stderr.write(f"{dict(counts)}\n")
    args.model.mkdir(parents=True, exist_ok=True)
    (args.model / "vocabulary.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    syllables = {old_place(s) for s in (args.corpora / "syllables.txt").read_text(encoding="utf-8").split()}
    is_syllable = np.array([word in syllables for word in vocabulary])
    np.savez_compressed(args.model / "lexicon.npz", is_syllable=is_syllable)
    np.savez(args.model / "language.npz", **model_arrays(ids, len(vocabulary)))


if __name__ == "__main__":
    main()
