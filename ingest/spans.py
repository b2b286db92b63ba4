"""Positions in a text: half-open ranges of code points."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text[start:end]``: offsets in code points, ``0 <= start <= end``.

    Raises ValueError for a negative or reversed range.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of ``text`` that this span names."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """True if the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, offset: int) -> "Span":
        return Span(self.start + offset, self.end + offset)


def stripped(text: str, span: Span) -> Span:
    """``span`` without the white space at its ends (an empty span at its start if all white)."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def between(whole: Span, cuts: "Iterable[re.Match[str]]") -> Iterator[Span]:
    """What stands between matches that were found, in order, in the text of ``whole``."""
    start = whole.start
    for cut in cuts:
        yield Span(start, whole.start + cut.start())
        start = whole.start + cut.end()
    yield Span(start, whole.end)
