"""Comparing the duties found with a reference made by hand from the text (docs/tables.md says what counts).

``python -m tests.unit.tables.reference REFERENCE FILE`` prints recall, precision, and every difference.
"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.tables.duties import Duty, find_duties
from ingest.pipeline import read_document
from ingest.vietnamese import fold

DATA = Path(__file__).parents[2] / "data" / "tables"
# The words that the reference names must stand this near the beginning of the duty found (an adverbial may precede).
NEAR = 90  # characters


@dataclass(frozen=True)
class Comparison:
    wanted: int
    found: int
    made: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found / self.wanted

    @property
    def precision(self) -> float:
        return self.found / self.made


def key(text: str) -> str:
    """Words only, folded: "Các cơ quan, đơn vị" and "cơ quan, đơn vị" agree."""
    words = re.findall(r"\w+", fold(text))
    return " ".join(words[1:] if words[:1] in (["cac"], ["moi"]) else words)


def compare(duties: Iterable[Duty], name: str) -> Comparison:
    """Each duty of the reference meets at most one found, and the other way round: body, role, place, words."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    left = list(duties)
    made = len(left)
    wanted = found = 0
    missed = []
    for entry in map(json.loads, lines):
        for body in entry["bodies"] * entry.get("times", 1):
            met = next((d for d in left if _meets(d, body, entry)), None)
            optional = entry.get("optional", False)
            wanted += not optional
            if met is not None:
                left.remove(met)
                found += not optional
                made -= optional
            elif not optional:
                missed.append(f"{entry['section']} · {body} · {entry['role']} · {entry['starts']}")
    extra = tuple(f"{d.quote.section} · {d.body.text} · {d.role} · {d.quote.text[:70]!r}" for d in left)
    return Comparison(wanted, found, made, tuple(missed), extra)


def _meets(duty: Duty, body: str, entry: dict[str, object]) -> bool:
    starts = key(str(entry["starts"]))
    return (
        duty.quote.section == entry["section"]
        and duty.role == entry["role"]
        and key(duty.body.text) == key(body)
        and starts in key(duty.quote.text[: NEAR + len(str(entry["starts"]))])
    )


if __name__ == "__main__":
    _name, _file = sys.argv[1], Path(sys.argv[2])
    measured = compare(find_duties([read_document(_file.read_bytes(), _file.name)]), _name)
    print(f"recall {measured.recall:.3f} ({measured.found} of {measured.wanted})")  # noqa: T201
    print(f"precision {measured.precision:.3f} ({measured.found} of {measured.made})")  # noqa: T201
    print(*(f"missed: {m}" for m in measured.missed), *(f"extra: {e}" for e in measured.extra), sep="\n")  # noqa: T201
