"""The passages that are searched, in memory: every chunk of every document, numbered."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Chunk, Document
from vectorstore.query import sign_tokens

HEADING_WEIGHT = 1.5  # of a heading's words against the text's, see docs/retrieval.md


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with the document it belongs to."""

    document: Document
    chunk: Chunk

    @property
    def heading(self) -> str:
        """The innermost heading, or ""."""
        return self.chunk.path[-1] if self.chunk.path else ""

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
