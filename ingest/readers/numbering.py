"""The numbers that Word sets before paragraphs ("1.", "a)", "Điều 3."), computed as Word does.

They stand in no paragraph's text: a paragraph names a list and a level, the list says how its levels
count and look (ECMA-376 part 1, 17.9).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_LEVELS = 9
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list counts and looks."""

    start: int = 1
    kind: str = "decimal"
    look: str = ""
    legal: bool = False  # numbers of the levels above are shown as 1, 2, 3 whatever those are


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted. Ask for paragraphs in their order."""

    lists: Mapping[str, str] = field(default_factory=dict)  # list to its pattern
    patterns: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    restarts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of list ``number`` at ``level`` (from 0), "" where it has none."""
        pattern = self.lists.get(number)
        levels = self.patterns.get(pattern or "", {})
        if pattern is None or level not in levels:
            return ""
        counts = self.counts.setdefault(pattern, {})
        if number not in self.begun:
            self.begun.add(number)
            for restarted, start in self.restarts.get(number, {}).items():
                counts[restarted] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return self._shown(levels, counts, level)

    @staticmethod
    def _shown(levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
        own = levels[level]
        if own.kind == "bullet":
            return "-"
        label = own.look
        for above in range(_MOST_LEVELS):
            if f"%{above + 1}" in label:
                known = levels.get(above, _Level())
                kind = "decimal" if own.legal else known.kind
                label = label.replace(f"%{above + 1}", _number(counts.get(above, known.start), kind))
        return " ".join(label.split())


def _number(value: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * min(1 + (value - 1) // 26, 20)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman, left = "", min(max(value, 0), 3999)
        for size, sign in _ROMAN:
            roman += sign * (left // size)
            left %= size
        return roman.upper() if kind == "upperRoman" else roman
    if kind == "decimalZero":
        return f"{value:02}"
    return "" if kind == "none" else str(value)


def read_numbering(root: _Element | None) -> Numbering:
    """The lists of a ``numbering.xml``; none of None."""
    if root is None:
        return Numbering()
    patterns = {_attribute(item, "abstractNumId"): _levels(item) for item in root.findall(f"{W}abstractNum")}
    lists, restarts = {}, {}
    for item in root.findall(f"{W}num"):
        number = _attribute(item, "numId")
        lists[number] = _value(item, "abstractNumId")
        restarts[number] = {
            _whole(_attribute(override, "ilvl"), 0): _whole(_value(override, "startOverride"), 1)
            for override in item.findall(f"{W}lvlOverride")
            if override.find(f"{W}startOverride") is not None
        }
    return Numbering(lists, patterns, restarts)


def _levels(pattern: _Element) -> dict[int, _Level]:
    return {
        _whole(_attribute(level, "ilvl"), 0): _Level(
            _whole(_value(level, "start"), 1),
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText"),
            level.find(f"{W}isLgl") is not None,
        )
        for level in pattern.findall(f"{W}lvl")
    }


def list_of(properties: Iterable[_Element | None]) -> tuple[str, int] | None:
    """List and level that paragraph properties name: the paragraph's own first, then its styles'."""
    number, level = None, None
    for item in properties:
        place = item.find(f"{W}numPr") if item is not None else None
        if place is None:
            continue
        number = number if number is not None else (_value(place, "numId") or None)
        level = level if level is not None else (_value(place, "ilvl") or None)
    # list 0 takes a paragraph out of the list of its style
    return None if number in (None, "0") else (str(number), _whole(level or "0", 0))


def _value(item: _Element, name: str) -> str:
    child = item.find(f"{W}{name}")
    return _attribute(child, "val") if child is not None else ""


def _attribute(item: _Element, name: str) -> str:
    return str(item.get(f"{W}{name}") or "")


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default
