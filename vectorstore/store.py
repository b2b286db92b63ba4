"""The vector store: the only import of chromadb.

Embedded in the data directory by default; the same code against a Chroma server when a URL is
set. Telemetry is off.
"""

import logging
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from ingest.errors import CanCuError, DataDirError, ModelError
from vectorstore.corpus import Corpus, Passage
from vectorstore.embedding import Vectors

log = logging.getLogger(__name__)
_FAULTS = (ChromaError, OSError, ValueError, RuntimeError)
_BATCH = 2000  # records per call, below Chroma's own limit


class ServerError(CanCuError):
    """The Chroma server can't be reached or refuses the call."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage found by its vector: document id, chunk index, cosine similarity in [-1, 1]."""

    document_id: str
    chunk: int
    similarity: float


@dataclass(frozen=True)
class VectorStore:
    """The passages' vectors of one collection, filled by one embedding model."""

    client: Any
    collection: Any

    @classmethod
    def open(cls, data_dir: Path, url: str, name: str, model: str) -> "VectorStore":
        """The collection ``name``, made if there is none.

        ``model`` is the fingerprint of the embedding model. Raises ModelError if another one
        filled the collection, DataDirError or ServerError if the store can't be opened.
        """
        client = _server(url) if url else _embedded(data_dir / "chroma")
        try:
            collection = client.get_or_create_collection(
                name,
                metadata={"embedding_model": model},
                configuration={"hnsw": {"space": "cosine"}},
                embedding_function=None,
            )
        except _FAULTS as error:
            raise _store_error(data_dir, url) from error
        filled_by = (collection.metadata or {}).get("embedding_model", model)
        if filled_by != model:
            raise ModelError(
                f"Chỉ mục được lập bằng mô hình nhúng “{filled_by}”, khác mô hình đang chọn “{model}”.",
                "Hãy lập lại chỉ mục: python -m vectorstore rebuild, hoặc đặt lại CANCU_EMBEDDING_MODEL.",
            )
        return cls(client, collection)

    @staticmethod
    def drop(data_dir: Path, url: str, name: str) -> None:
        """Delete the collection, if there is one; an embedded store too damaged for that as a whole."""
        try:
            client = _server(url) if url else _embedded(data_dir / "chroma")
            client.delete_collection(name)
        except NotFoundError:
            log.info("no collection %s to drop", name)
        except (CanCuError, *_FAULTS) as error:
            if url:
                raise _store_error(data_dir, url) from error
            log.warning("the store in %s is deleted", data_dir, exc_info=True)
            SharedSystemClient.clear_system_cache()
            shutil.rmtree(data_dir / "chroma", ignore_errors=True)

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Add passages with their vectors, shape (passages, dimension)."""
        ids = [f"{p.document.id}:{p.chunk.index}" for p in passages]
        metadatas = [
            {
                "document_id": p.document.id,
                "document": p.document.name,
                "chunk": p.chunk.index,
                "section": p.chunk.section,
                "page": p.chunk.page or 0,
                "kind": p.document.metadata.kind.value,
                "start": p.chunk.span.start,
                "end": p.chunk.span.end,
            }
            for p in passages
        ]
        for first in range(0, len(ids), _BATCH):
            part = slice(first, first + _BATCH)
            self._call(
                "upsert",
                ids=ids[part],
                embeddings=vectors[part],
                documents=[p.chunk.text for p in passages[part]],
                metadatas=metadatas[part],
            )

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget every chunk of the documents."""
        for document_id in document_ids:
            self._call("delete", where={"document_id": document_id})

    def nearest(self, vector: Vectors, k: int, document_ids: Sequence[str] | None = None) -> list[Nearest]:
        """The ``k`` passages nearest to ``vector``, shape (dimension,), best first; of these documents, if given."""
        if document_ids is not None and not document_ids:
            return []
        where = {"document_id": {"$in": list(document_ids)}} if document_ids is not None else None
        answer = self._call(
            "query", query_embeddings=[vector], n_results=k, where=where, include=["distances"]
        )
        found = []
        for record, distance in zip(answer["ids"][0], answer["distances"][0], strict=True):
            document_id, chunk = record.rsplit(":", 1)
            found.append(Nearest(document_id, int(chunk), 1.0 - float(np.float32(distance))))
        return found

    def vectors(self, corpus: Corpus) -> Vectors:
        """The vectors of all passages, shape (passages, dimension); zeros where one is missing."""
        found = np.zeros((len(corpus), 0), dtype=np.float32)
        for first in range(0, self.count(), _BATCH):
            page = self._call("get", include=["embeddings"], limit=_BATCH, offset=first)
            if not len(page["ids"]):
                break
            vectors = np.asarray(page["embeddings"], dtype=np.float32)
            if not found.shape[1]:
                found = np.zeros((len(corpus), vectors.shape[1]), dtype=np.float32)
            for record, vector in zip(page["ids"], vectors, strict=True):
                document_id, chunk = record.rsplit(":", 1)
                number = corpus.number(document_id, int(chunk))
                if number is not None:
                    found[number] = vector
        return found

    def close(self) -> None:
        """Let go of the files or the connection."""
        self.client.close()

    def counts(self) -> dict[str, int]:
        """How many passages of each document the collection holds."""
        records = self._call("get", include=[])["ids"]
        return dict(Counter(record.rsplit(":", 1)[0] for record in records))

    def count(self) -> int:
        return int(self._call("count"))

    def _call(self, method: str, **arguments: Any) -> Any:
        try:
            return getattr(self.collection, method)(**arguments)
        except _FAULTS as error:
            raise DataDirError(
                "Kho véc-tơ Chroma không trả lời hoặc đã hỏng.",
                "Hãy lập lại chỉ mục bằng lệnh: python -m vectorstore rebuild",
            ) from error


def _embedded(folder: Path) -> Any:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except _FAULTS as error:
        raise _store_error(folder, "") from error


def _server(url: str) -> Any:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ServerError(
            f"Địa chỉ máy chủ Chroma “{url}” không hợp lệ.", "Hãy đặt CANCU_CHROMA_URL dạng http://máy:cổng."
        )
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
    except _FAULTS as error:
        raise _store_error(Path(), url) from error


def _store_error(data_dir: Path, url: str) -> CanCuError:
    if url:
        return ServerError(
            f"Không kết nối được máy chủ Chroma {url}.",
            "Hãy kiểm tra máy chủ (chroma run) và CANCU_CHROMA_URL.",
        )
    return DataDirError(
        f"Không mở được kho véc-tơ trong {data_dir}.",
        "Hãy kiểm tra quyền ghi; nếu kho đã hỏng, hãy lập lại: python -m vectorstore rebuild",
    )
