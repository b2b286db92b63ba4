"""The passages that are searched, in memory: every chunk of every document, numbered."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Chunk, Document
from ingest.headings import HEADER, RECIPIENTS
from ingest.vietnamese import fold, tokens
from vectorstore.query import sign_tokens

HEADING_WEIGHT = 1.5  # of a heading's words against the text's, see docs/retrieval.md

# The head and the foot of an official paper hold facts that they don't name: "Số: 80/QĐ-TTg" is its number and
# sign, the line over it the body that issued it. Whoever asks for them says these words.
_FOUND_IN = {
    HEADER: "Số, ký hiệu, cơ quan ban hành, ngày tháng năm ban hành của văn bản",
    RECIPIENTS: "Nơi nhận, người ký, chức vụ",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with the document it belongs to."""

    document: Document
    chunk: Chunk

    @property
    def heading(self) -> str:
        """The innermost heading; of a part that has none what one finds there, or ""."""
        return self.chunk.path[-1] if self.chunk.path else _FOUND_IN.get(self.chunk.section, "")

    def lead(self) -> str:
        """The sentence that introduces it, or ""."""
        return self.chunk.lead.of(self.document.text) if self.chunk.lead else ""

    def fields(self) -> tuple[tuple[float, str], ...]:
        """What the lexical index sees of it, with weights."""
        name = self.document.title.replace("-", " ") if self.document.title == self.document.name else ""
        return (
            (1.0, name or self.document.title),
            (HEADING_WEIGHT, self.heading),
            (1.0, f"{self.lead()}\n{self.chunk.text}"),
        )

    def indexed_text(self) -> str:
        """What the embedding model sees of it: the document's title, the heading, the lead-in, the text."""
        title = "" if self.document.title == self.document.name else self.document.title
        return "\n".join(part for part in (title, self.heading, self.lead(), self.chunk.text) if part)


class Corpus:
    """All passages of a set of documents, in a fixed order (by document name, then position)."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(sorted(documents, key=lambda d: (d.name, d.id)))
        self.passages = tuple(Passage(d, c) for d in self.documents for c in d.chunks)
        self._numbers = {(p.document.id, p.chunk.index): n for n, p in enumerate(self.passages)}
        with_passages = [d for d in self.documents if d.chunks]
        self._starts = np.cumsum([0, *(len(d.chunks) for d in with_passages)])
        self._titles = tuple(_words(d.title.split(" (")[0]) for d in with_passages)
        self.document_signs = {d.id: frozenset(sign_tokens(d.metadata.number.value)) for d in self.documents}

    def __len__(self) -> int:
        return len(self.passages)

    def number(self, document_id: str, chunk: int) -> int | None:
        """The number of a passage, or None if the corpus does not hold it."""
        return self._numbers.get((document_id, chunk))

    def document(self, name: str) -> Document | None:
        """The document called ``name``, or None."""
        return next((d for d in self.documents if d.name == name), None)

    @cached_property
    def sections(self) -> tuple[dict[str, int], NDArray[np.int32]]:
        """The section labels numbered, and the number of each passage's label, shape (passages,)."""
        labels: dict[str, int] = {}
        numbers = [labels.setdefault(p.chunk.section, len(labels)) for p in self.passages]
        return labels, np.asarray(numbers, dtype=np.int32)

    def in_sections(self, named: Iterable[str]) -> NDArray[np.bool_]:
        """Which passages stand in a section called so or in a part of it ("II" has "II.1"), shape (passages,)."""
        labels, numbers = self.sections
        wanted = tuple(named)
        hit = [any(label == name or label.startswith(name + ".") for name in wanted) for label in labels]
        return np.asarray(hit, dtype=np.bool_)[numbers] if len(numbers) else np.zeros(0, dtype=np.bool_)

    def of_documents(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """Which passages belong to these documents, shape (passages,)."""
        wanted = set(ids)
        sizes = [len(d.chunks) for d in self.documents]
        return np.repeat(np.asarray([d.id in wanted for d in self.documents], dtype=np.bool_), sizes)

    def called(self, text: str) -> NDArray[np.bool_]:
        """Which passages belong to a document whose title stands in ``text``, shape (passages,).

        Diacritics don't matter; a title of one or two syllables ("Quyết định") names nothing.
        """
        asked = _words(text)
        hit = [title.count(" ") > 3 and title in asked for title in self._titles]
        return np.repeat(np.asarray(hit, dtype=np.bool_), np.diff(self._starts))

    def document_best(self, values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
        """For every passage the mean of its document's ``count`` highest ``values``, shape (passages,).

        Of equal values one is counted; a document with fewer passages has the mean of those it has.
        """
        if not len(self):
            return values
        sizes = np.diff(self._starts)
        left, sums, found = values.copy(), np.zeros(len(sizes)), np.zeros(len(sizes))
        for _ in range(count):
            best = np.maximum.reduceat(left, self._starts[:-1])
            some = np.isfinite(best)
            sums[some] += best[some]
            found += some
            left[left == np.repeat(best, sizes)] = -np.inf
        mean: NDArray[np.float32] = np.repeat((sums / found).astype(np.float32), sizes)
        return mean


def _words(text: str) -> str:
    """The folded syllables of a text with a space around each, so that whole ones are found in it."""
    return f" {' '.join(fold(token) for token in tokens(text))} "
