"""Sentence embeddings: the only import of sentence-transformers.

Any model that sentence-transformers can load will do. The bundled one is a static embedding,
loaded from a folder beside this file, so nothing is downloaded.
"""

import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

log = logging.getLogger(__name__)
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Embedder:
    """Texts to unit vectors of ``dimension`` float32 values.

    ``fingerprint`` tells one model from another: an index remembers which one filled it.
    """

    model: Any
    fingerprint: str
    dimension: int
    query_prompt: str = ""
    passage_prompt: str = ""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimension), each of length 1."""
        return self._encode([self.passage_prompt + text for text in texts])

    def query(self, text: str) -> Vectors:
        """The vector of a query, shape (dimension,), of length 1."""
        vector: Vectors = self._encode([self.query_prompt + text])[0]
        return vector

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self.model.encode(
            list(texts),
            batch_size=256,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


@cache
def load_embedder(name: str, query_prompt: str = "", passage_prompt: str = "") -> Embedder:
    """The model in the folder ``name``, or known by that name to sentence-transformers.

    Raises ModelError where it can't be loaded.
    """
    model = _load(name)
    dimension = int(model.get_embedding_dimension() or 0)
    print_ = fingerprint(name, dimension)
    if query_prompt or passage_prompt:
        print_ += "-" + hashlib.sha256(f"{query_prompt}\0{passage_prompt}".encode()).hexdigest()[:8]
    return Embedder(model, print_, dimension, query_prompt, passage_prompt)


def _load(name: str) -> "SentenceTransformer":
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer

    if not Path(name).is_dir() and Path(name).is_absolute():
        raise _model_error(name)
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=Path(name).is_dir())
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise _model_error(name) from error


def _model_error(name: str) -> ModelError:
    return ModelError(
        f"Không nạp được mô hình nhúng “{name}”.",
        "Hãy kiểm tra CANCU_EMBEDDING_MODEL (thư mục của một mô hình sentence-transformers), hoặc bỏ trống để dùng mô hình kèm theo.",
    )


def fingerprint(name: str, dimension: int) -> str:
    """A short identity of a model: of a folder, the hash of its files' contents."""
    folder = Path(name)
    if not folder.is_dir():
        return f"{name}-{dimension}"
    digest = hashlib.sha256()
    for path in sorted(
        p for p in folder.rglob("*") if p.suffix in {".json", ".safetensors", ".bin", ".txt", ".model"}
    ):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{folder.resolve().name}-{dimension}-{digest.hexdigest()[:12]}"


@cache
def load_reranker(name: str) -> "CrossEncoder":
    """A cross-encoder from a folder or by name. Raises ModelError where it can't be loaded."""
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", local_files_only=Path(name).is_dir())
        return model
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise ModelError(
            f"Không nạp được mô hình xếp hạng lại “{name}”.",
            "Hãy kiểm tra CANCU_RERANKER_MODEL hoặc bỏ trống.",
        ) from error
