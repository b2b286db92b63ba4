"""A picture of who cites what: citing documents in the middle, cited ones on both sides by kind, as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.tables.decisions import Related

_WIDTH, _NODE, _MIDDLE = 760, 176, 190  # of the picture, a cited document, a citing one
_LINE, _GAP, _EDGE = 30, 40, 8  # between nodes, before a kind's name, around everything
_LONGEST_LABEL, _LONGEST_TITLE = 19, 25  # letters that fit a node and a line of a citing document


@dataclass(frozen=True, slots=True)
class _Placed:
    related: Related
    left: bool
    y: float


def graph_svg(related: Sequence[Related]) -> str:
    """The picture, or "" where nothing cites anything. Nodes carry their number in ``data-number``."""
    cited = [r for r in related if r.citations]
    if not cited:
        return ""
    placed, kinds, height = _arranged(cited)
    citing = {m.document.id: m.document.title for r in cited for m in r.citations}
    boxes = _middle(tuple(citing.items()), height)
    height = max(height, *(y + h + _EDGE for y, h, _ in boxes.values()))
    edges = "".join(_edges(p, boxes) for p in placed)
    names = "".join(
        f'<text class="kind" x="{_EDGE if left else _WIDTH - _EDGE}" y="{y:.0f}" text-anchor="{"start" if left else "end"}">{escape(kind)}</text>'
        for kind, left, y in kinds
    )
    middle = "".join(_citing(y, h, lines) for y, h, lines in boxes.values())
    nodes = "".join(_node(p) for p in placed)
    return (
        f'<svg class="graph" viewBox="0 0 {_WIDTH} {height:.0f}" width="{_WIDTH}" height="{height:.0f}" role="group" '
        f'aria-label="Sơ đồ viện dẫn: {len(citing)} văn bản viện dẫn {len(cited)} văn bản">{edges}{names}{middle}{nodes}</svg>'
    )


def _arranged(cited: Sequence[Related]) -> tuple[list[_Placed], list[tuple[str, bool, float]], float]:
    """Nodes and kinds' names with their places: kinds in turn go to the side that is less full."""
    groups: dict[str, list[Related]] = {}
    for one in cited:
        groups.setdefault(one.kind, []).append(one)
    placed: list[_Placed] = []
    kinds: list[tuple[str, bool, float]] = []
    ends = {True: float(_EDGE), False: float(_EDGE)}
    for kind, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        # One kind of many members is shared between the sides.
        half = (len(members) + 1) // 2 if len(members) > max(8, len(cited) // 2) else len(members)
        for part in (members[:half], members[half:]):
            if not part:
                continue
            left = ends[True] <= ends[False]
            y = ends[left]
            kinds.append((f"{kind} ({len(part)})", left, y + 16))
            for number, one in enumerate(part):
                placed.append(_Placed(one, left, y + 24 + number * _LINE))
            ends[left] = y + 24 + len(part) * _LINE + _GAP - _LINE
    return placed, kinds, max(ends.values())


def _middle(citing: Sequence[tuple[str, str]], height: float) -> dict[str, tuple[float, float, list[str]]]:
    """Top, height and lines of each citing document's box, one under another around the middle."""
    lines = {key: _wrapped(title) for key, title in citing}
    heights = {key: 18 + 18 * len(found) for key, found in lines.items()}
    total = sum(heights.values()) + 14 * (len(heights) - 1)
    y = max(float(_EDGE), (height - total) / 2)
    boxes = {}
    for key, found in lines.items():
        boxes[key] = (y, float(heights[key]), found)
        y += heights[key] + 14
    return boxes


def _wrapped(title: str) -> list[str]:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > _LONGEST_TITLE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 4 else [*lines[:3], lines[3] + "…"]


def _edges(placed: _Placed, boxes: dict[str, tuple[float, float, list[str]]]) -> str:
    counts: dict[str, int] = {}
    for mention in placed.related.citations:
        counts[mention.document.id] = counts.get(mention.document.id, 0) + 1
    x = _EDGE + _NODE if placed.left else _WIDTH - _EDGE - _NODE
    start = (_WIDTH - _MIDDLE) / 2 if placed.left else (_WIDTH + _MIDDLE) / 2
    paths = []
    for key, count in counts.items():
        top, height, _ = boxes[key]
        y, end, half = top + height / 2, placed.y + 12, (start + x) / 2
        paths.append(
            f'<path d="M{start:.0f} {y:.0f}C{half:.0f} {y:.0f} {half:.0f} {end:.0f} {x} {end:.0f}" stroke-width="{min(1 + count * 0.5, 5):.1f}"/>'
        )
    return f'<g class="edges" data-of="{escape(placed.related.number)}">{"".join(paths)}</g>'


def _citing(y: float, height: float, lines: list[str]) -> str:
    x = (_WIDTH - _MIDDLE) / 2
    words = "".join(
        f'<text x="{_WIDTH / 2:.0f}" y="{y + 23 + n * 18:.0f}" text-anchor="middle">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return f'<g class="citing"><rect x="{x:.0f}" y="{y:.0f}" width="{_MIDDLE}" height="{height:.0f}" rx="8"/>{words}</g>'


def _node(placed: _Placed) -> str:
    one, x = placed.related, _EDGE if placed.left else _WIDTH - _EDGE - _NODE
    count = len(one.citations)
    label = one.number if len(one.number) <= _LONGEST_LABEL else one.number[: _LONGEST_LABEL - 1] + "…"
    state = "ngày ghi khác nhau" if one.conflict else "có trong kho" if one.document else ""
    said = ", ".join(part for part in (one.name, f"viện dẫn {count} lần", state) if part)
    kind = " conflict" if one.conflict else " held" if one.document else ""
    mark = f'<text class="mark" x="{x + _NODE - 10}" y="{placed.y + 17:.0f}" text-anchor="end">{"! " if one.conflict else ""}×{count}</text>'
    return (
        f'<g class="node{kind}" role="button" tabindex="0" data-number="{escape(one.number)}" aria-label="{escape(said)}">'
        f"<title>{escape(said)}</title>"
        f'<rect x="{x}" y="{placed.y:.0f}" width="{_NODE}" height="24" rx="6"/>'
        f'<text x="{x + 10}" y="{placed.y + 17:.0f}">{escape(label)}</text>{mark}</g>'
    )
