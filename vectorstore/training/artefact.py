"""Writes the model folder that sentence-transformers loads, small enough to live in the repository.

`StaticEmbedding` reads tables in the layout of model2vec too: `embeddings` (int8 here) times `weights`
(float32, one scale a row) gives float32 rows on loading, so a quarter of the bytes carries the same
vectors to within 0.4 % of a row's largest entry.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

Floats = NDArray[np.float32]
_MODULE = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"


def quantise(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    """(V, D) float32 → (V, D) int8 and (V,) float32 with `table ≈ int8 * scale[:, None]`."""
    largest = np.abs(table).max(axis=1)
    scale = (np.where(largest > 0, largest, 1.0) / 127.0).astype(np.float32)
    return np.rint(table / scale[:, None]).astype(np.int8), scale


def write_model(folder: Path, tokenizer: Tokenizer, table: Floats) -> None:
    """Write `table` (V, D) and the tokenizer as a sentence-transformers folder of one StaticEmbedding."""
    if len(table) != tokenizer.get_vocab_size():
        raise ValueError(f"{len(table)} rows for {tokenizer.get_vocab_size()} tokens")
    folder.mkdir(parents=True, exist_ok=True)
    numbers, scale = quantise(table)
    save_file({"embeddings": numbers, "weights": scale}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "modules.json", [{"idx": 0, "name": "0", "path": "", "type": _MODULE}])
    _write_json(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"},
    )


def write_checksums(folder: Path) -> None:
    """`SHA256SUMS` over the folder's other files, in the format that `sha256sum -c` reads."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
