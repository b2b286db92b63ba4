"""The files of the model are whole and belong together: SHA-256 sums beside them say so."""

import hashlib
from pathlib import Path

from ingest.errors import ModelError

SUMS = "SHA256SUMS"


def check_files(folder: Path) -> None:
    """Compare every file that ``SHA256SUMS`` names with its sum. Raises ModelError."""
    try:
        for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
            expected, name = line.split(maxsplit=1)
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise _damaged(folder / name)
    except (OSError, ValueError) as error:
        raise _damaged(folder) from error


def _damaged(path: Path) -> ModelError:
    return ModelError(
        f"Mô hình sửa lỗi nhận dạng chữ thiếu hoặc hỏng ({path}).",
        "Hãy lấy lại bản đầy đủ của chương trình (git checkout ingest/cleaning/model).",
    )
