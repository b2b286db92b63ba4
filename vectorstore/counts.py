"""Term counts kept on disk, so that only documents not seen before are counted again.

One file, ``lexical.npz``, written whole or not at all. What it lacks, or holds of an older
version of a document, is counted anew; a damaged one counts as empty.
"""

import io
import logging
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest.documents import Document
from ingest.errors import DataDirError
from ingest.library import write_atomically
from vectorstore.corpus import Passage
from vectorstore.lexical import TERMS_VERSION, TermCounts

log = logging.getLogger(__name__)
Stamps = Mapping[str, tuple[int, int]]


def count_documents(path: Path, documents: Sequence[Document], stamps: Stamps) -> TermCounts:
    """The counts of all passages of ``documents`` in order; ``path`` is read, and written if it changed."""
    names = [f"{d.id}:{stamps[d.id][0]}:{stamps[d.id][1]}:{len(d.chunks)}" for d in documents]
    old_names, old = _load(path)
    if names == old_names and old is not None:
        return old
    at: dict[str, slice] = {}
    first = 0
    for name in old_names:
        size = int(name.rsplit(":", 1)[1])
        at[name] = slice(first, first + size)
        first += size
    parts = [
        _part(old, at[name]) if old is not None and name in at else _count([document])
        for name, document in zip(names, documents, strict=True)
    ]
    counts = TermCounts.joined(parts)
    try:
        write_atomically(path, _packed(names, counts))
    except DataDirError:
        log.warning("the lexical index could not be saved; it stays in memory", exc_info=True)
    return counts


def _count(documents: Sequence[Document]) -> TermCounts:
    return TermCounts.of(Passage(d, c).fields() for d in documents for c in d.chunks)


def _part(counts: TermCounts, rows: slice) -> TermCounts:
    """The passages ``rows`` of ``counts`` with the terms that they have."""
    starts = counts.starts[rows.start : rows.stop + 1]
    inside = slice(int(starts[0]), int(starts[-1]))
    used, ids = np.unique(counts.ids[inside], return_inverse=True)
    vocabulary = tuple(counts.vocabulary[number] for number in used)
    return TermCounts(vocabulary, starts - starts[0], ids.astype(np.int32), counts.counts[inside])


def _packed(names: Sequence[str], counts: TermCounts) -> bytes:
    stream = io.BytesIO()
    np.savez(
        stream,
        version=np.asarray(TERMS_VERSION),
        names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        vocabulary=np.frombuffer("\n".join(counts.vocabulary).encode(), dtype=np.uint8),
        starts=counts.starts,
        ids=counts.ids,
        counts=counts.counts,
    )
    return stream.getvalue()


def _load(path: Path) -> tuple[list[str], TermCounts | None]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            if int(arrays["version"]) != TERMS_VERSION:
                return [], None
            names = arrays["names"].tobytes().decode().split("\n")
            vocabulary = tuple(arrays["vocabulary"].tobytes().decode().split("\n"))
            counts = TermCounts(vocabulary, arrays["starts"], arrays["ids"], arrays["counts"])
    except FileNotFoundError:
        return [], None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        log.warning("the lexical index in %s is made anew: %s", path, error)
        return [], None
    sizes = sum(int(name.rsplit(":", 1)[1]) for name in names if name)
    if (
        len(counts) != sizes
        or len(counts.ids) != len(counts.counts)
        or len(counts.ids) != int(counts.starts[-1])
    ):
        return [], None
    return [name for name in names if name], counts
