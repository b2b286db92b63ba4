"""Tiny stand-ins, so that default tests need no network, no keys and no downloads."""

from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers


def make_tiny_model(folder: Path, words: str, dimension: int = 32, seed: int = 0) -> Path:
    """A static embedding over the words of a text, each a random vector, saved as a model folder."""
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
