"""Labelled data: what must be repaired, what must not change, and failures we know of."""

from functools import cache
from pathlib import Path

import pytest

from ingest.cleaning import Cleaned, clean
from ingest.edits import rebuild_original
from ingest.spans import Span

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "cleaning"
PLAN = ROOT / "documents" / "ke-hoach-thuc-hien-ket-luan-72-kl-tw.txt"


def labelled(name: str, *labels: str) -> list[tuple[str, str]]:
    """(as recognised, as it must be) of the rows with one of ``labels``."""
    rows = []
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        label, before, after = line.split("\t") if not line.startswith("#") else ("#", "", "")
        if label in labels:
            rows.append((before, after or before))
    assert rows
    return rows


@cache
def plan() -> Cleaned:
    return clean(PLAN.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("before", "after"), labelled("plan.tsv", "repaired", "must not change"))
def test_plan_reads_right_after_cleaning(before: str, after: str) -> None:
    assert readings(before) == {after}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason="known failure"))
        for row in labelled("plan.tsv", "known failure")
    ],
)
def test_known_failures_in_the_plan(before: str, after: str) -> None:
    assert readings(before) == {after}


def readings(excerpt: str) -> set[str]:
    """What became of every occurrence of ``excerpt`` in the plan."""
    edited = plan().edited
    found = set()
    start = edited.original.find(excerpt)
    assert start >= 0, "the excerpt is not in the plan"
    while start >= 0:
        span = edited.to_clean(Span(start, start + len(excerpt)))
        found.add(span.of(edited.text).strip())
        start = edited.original.find(excerpt, start + 1)
    return found


def test_every_edit_of_the_plan_is_a_labelled_one() -> None:
    """An edit more than those read and labelled is either a gain to label or a right word broken."""
    labels = [before for before, _ in labelled("plan.tsv", "repaired")]
    original = plan().edited.original
    spans = [
        Span(start, start + len(before))
        for before in labels
        for start in range(len(original))
        if original.startswith(before, start)
    ]
    strangers = [e for e in plan().edited.edits if not any(s.contains(e.span) for s in spans)]
    assert [(e.original, e.replacement) for e in strangers if e.original.strip()] == []


def test_the_illegible_is_marked_and_kept() -> None:
    cleaned = plan()
    assert [span.of(cleaned.edited.original) for span in cleaned.illegible] == ["4^5", "zs"]
    assert cleaned.edited.text.startswith(" SỐ 4^5 - KH/TU Quảng Ninh, ngày zs tháng 6 năm 2024")


def test_the_plan_is_rebuilt_and_cleaning_again_changes_nothing() -> None:
    edited = plan().edited
    assert rebuild_original(edited.text, edited.edits) == PLAN.read_text(encoding="utf-8")
    assert clean(edited.text).edited.edits == ()


@pytest.mark.parametrize(("before", "after"), labelled("sentences.tsv", "repaired", "must not change"))
def test_sentences(before: str, after: str) -> None:
    assert clean(before).edited.text == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason="known failure"))
        for row in labelled("sentences.tsv", "known failure")
    ],
)
def test_known_failures_in_sentences(before: str, after: str) -> None:
    assert clean(before).edited.text == after
