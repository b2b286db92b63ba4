"""Decisions on single corrections, kept so that the next cleaning of a document obeys them.

A decision is keyed by what it is about (the original words, the words around them, what they were
to become), not by a position, so it survives a new model and a document read again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.edits import Edit
from ingest.errors import DataDirError

CONTEXT = 24
"""Characters of the original on each side that belong to the key."""
_FOLDER = "corrections"


class Verdict(StrEnum):
    """What a person decided about a correction."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class CorrectionKey:
    """What a decision is about: ``original`` between ``before`` and ``after`` → ``replacement``."""

    before: str
    original: str
    after: str
    replacement: str

    @property
    def code(self) -> str:
        """A short name for command lines: eight hexadecimal digits."""
        joined = "\x1f".join((self.before, self.original, self.after, self.replacement))
        return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:8]


Decisions = Mapping[CorrectionKey, Verdict]


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit of a document as a person judges it: its key, whether it is applied, any verdict."""

    key: CorrectionKey
    edit: Edit
    applied: bool
    verdict: Verdict | None


def key_of(edit: Edit, original: str) -> CorrectionKey:
    """The key of ``edit``, whose span counts in ``original``."""
    start, end = edit.span.start, edit.span.end
    before = " ".join(original[max(0, start - CONTEXT) : start].split())
    after = " ".join(original[end : end + CONTEXT].split())
    return CorrectionKey(before, edit.original, after, edit.replacement)


def corrections_of(
    original: str, applied: tuple[Edit, ...], proposals: tuple[Edit, ...], decisions: Decisions
) -> list[Correction]:
    """All corrections of a document in the order of the text, with the decisions taken so far."""
    items = [(edit, True) for edit in applied] + [(edit, False) for edit in proposals]
    done: list[Correction] = []
    for edit, is_applied in sorted(items, key=lambda item: item[0].span):
        key = key_of(edit, original)
        done.append(Correction(key, edit, is_applied, decisions.get(key)))
    return done


def decisions_path(data_dir: Path, document_id: str) -> Path:
    return data_dir / _FOLDER / f"{document_id}.json"


def load_decisions(data_dir: Path, document_id: str) -> dict[CorrectionKey, Verdict]:
    """The decisions kept for a document; none if there are none. Raises DataDirError."""
    return read_decisions(decisions_path(data_dir, document_id))


def save_decisions(data_dir: Path, document_id: str, decisions: Decisions) -> None:
    """Keep the decisions for a document in place of the earlier ones. Raises DataDirError."""
    write_decisions(decisions_path(data_dir, document_id), decisions)


def read_decisions(path: Path) -> dict[CorrectionKey, Verdict]:
    """Decisions from a JSON file. Raises DataDirError if it is damaged."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            CorrectionKey(row["before"], row["original"], row["after"], row["replacement"]): Verdict(
                row["verdict"]
            )
            for row in rows
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataDirError(
            f"Tệp ghi các chỗ sửa {path} bị hỏng.", "Hãy xoá tệp này rồi duyệt lại các chỗ sửa."
        ) from error


def write_decisions(path: Path, decisions: Decisions) -> None:
    """Write decisions as JSON, whole or not at all. Raises DataDirError."""
    rows = [
        {
            "before": key.before,
            "original": key.original,
            "after": key.after,
            "replacement": key.replacement,
            "verdict": verdict.value,
        }
        for key, verdict in decisions.items()
    ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise DataDirError(
            f"Không ghi được {path}.", "Hãy kiểm tra quyền ghi của thư mục dữ liệu."
        ) from error
