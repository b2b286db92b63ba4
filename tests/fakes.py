"""Tiny stand-ins, so that default tests need no network, no keys and no downloads."""

import zlib
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore.embedding import Embedder


def make_tiny_model(folder: Path, words: str, dimension: int = 32, seed: int = 0) -> Path:
    """A static embedding over the words of a text, each a random vector, saved as a model folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = {w: n for n, w in enumerate(["[UNK]", *sorted({w.lower() for w in words.split()})])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(seed).standard_normal((len(vocabulary), dimension)).astype(np.float32)
    weights[0] = 0
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(
        str(folder)
    )
    return folder


class HashModel:
    """Vectors made of the words' hashes: texts that share words are near, nothing is loaded."""

    dimension = 64

    def encode(self, texts: list[str], **_: object) -> "np.ndarray[Any, np.dtype[np.float32]]":
        vectors = np.full((len(texts), self.dimension), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def fake_embedder(name: str = "fake") -> Embedder:
    """An embedder in place of ``vectorstore.index.load_embedder``'s."""
    return Embedder(HashModel(), f"{name}-{HashModel.dimension}", HashModel.dimension)
