"""Plots of the figures: the only import of matplotlib."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vectorstore.bench.quality import DEEPEST, TRAINED, Figures

_OURS = "both"
_COLOURS = ("#b8433a", "#d9a441", "#8fa66a", "#5b8fa8", "#8e7cc3", "#a0a0a0")
Results = Mapping[str, Mapping[str, Mapping[str, Figures]]]
"""Figures by set, way of searching and way of typing."""


def plot_quality(results: Results, path: Path) -> None:
    """Bars of MRR@10 by set and way; the hatched part is what a query without diacritics loses."""
    figure, axes = _pyplot().subplots(figsize=(11, 4.8), layout="constrained")
    ways = _ordered(results)
    width = 0.84 / len(ways)
    for place, way in enumerate(ways):
        at = [number + (place - (len(ways) - 1) / 2) * width for number in range(len(results))]
        typings = [found[way] for found in results.values()]
        full = [typing["accented"][f"MRR@{DEEPEST}"] for typing in typings]
        bare = [
            min(top, typing["unaccented"][f"MRR@{DEEPEST}"])
            for top, typing in zip(full, typings, strict=True)
        ]
        colour = _COLOURS[place % len(_COLOURS)]
        axes.bar(at, bare, width * 0.92, color=colour, label="this search" if way == _OURS else way)
        lost = [top - low for top, low in zip(full, bare, strict=True)]
        axes.bar(
            at,
            lost,
            width * 0.92,
            bottom=bare,
            facecolor="white",
            edgecolor=colour,
            hatch="////",
            linewidth=0.8,
        )
        for x, top in zip(at, full, strict=True):
            axes.text(x, top + 0.012, f"{top:.2f}".lstrip("0"), ha="center", fontsize=7, color="#333333")
    axes.set_xticks(range(len(results)), [name.replace(", ", ",\n") for name in results])
    axes.set_ylim(0, 1.08)
    axes.set_ylabel(f"MRR@{DEEPEST}")
    axes.set_title("The right section's place; hatched: lost when the query has no diacritics", fontsize=11)
    axes.legend(frameon=False, fontsize=9, ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.13))
    _finish(figure, [axes], path)


def _ordered(results: Results) -> list[str]:
    """The ways that every set has, ours first; a model that knows the texts is no way to compare."""
    ways = [way for way in next(iter(results.values())) if all(way in found for found in results.values())]
    ways = [way for way in ways if way != TRAINED]
    return sorted(ways, key=lambda way: way != _OURS)


def plot_growth(rows: Sequence[Mapping[str, float]], path: Path) -> None:
    """Ingest, query, memory and index size over the number of provisions, both axes logarithmic."""
    figure, grid = _pyplot().subplots(2, 2, figsize=(9, 6), layout="constrained", sharex=True)
    sizes = [row["provisions"] for row in rows]
    panels = (
        ("ingest, seconds", ("ingest s",)),
        ("warm query, milliseconds", ("query p50 ms", "query p95 ms")),
        ("peak memory, MB", ("peak memory MB",)),
        ("index on disk, MB", ("disk MB",)),
    )
    for axes, (title, names) in zip(grid.flat, panels, strict=True):
        for name, colour in zip(names, _COLOURS, strict=False):
            values = [row[name] for row in rows]
            axes.plot(sizes, values, marker="o", color=colour, label=name)
            for x, y in zip(sizes, values, strict=True):
                axes.annotate(f"{y:.3g}" if y < 100 else f"{y:.0f}", (x, y), textcoords="offset points", xytext=(0, 7), ha="center", fontsize=8)  # fmt: skip
        axes.set(xscale="log", yscale="log", title=title)
        axes.margins(0.15, 0.25)
        if len(names) > 1:
            axes.legend(frameon=False, fontsize=9)
    for axes in grid[1]:
        axes.set_xlabel("provisions")
    _finish(figure, list(grid.flat), path)


def _pyplot() -> Any:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "can-cu", "font.family": "DejaVu Sans", "axes.titlesize": 10})
    from matplotlib import pyplot

    return pyplot


def _finish(figure: Any, axes: Sequence[Any], path: Path) -> None:
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
        one.grid(axis="y", color="#e6e6e6")
        one.set_axisbelow(True)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})  # the same figures give the same file
    _pyplot().close(figure)
