"""The passages that are searched, in memory: every chunk of every document, numbered."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.documents import Chunk, Document
from vectorstore.query import sign_tokens


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with the document it belongs to."""

    document: Document
    chunk: Chunk

    def indexed_text(self) -> str:
        """What the indexes see of it: the document's name, the headings, the lead-in, the text."""
        lead = self.chunk.lead.of(self.document.text) if self.chunk.lead else ""
        parts = (self.document.title, *self.chunk.path, lead, self.chunk.text)
        return "\n".join(part for part in parts if part)


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
