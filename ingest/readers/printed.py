"""Printed pages: lines of words with their boxes, and the source that they make together.

The PDF text layer and the recogniser both end here, so that text and boxes agree whatever they
come from.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.layout import PageStart
from ingest.readers.source import Source
from ingest.spans import Span
from ingest.words import Box, Word, Words


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word as it stands on a page; ``confidence`` from 0 to 1, None where it was not recognised."""

    text: str
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of words; ``opens`` is true where a gap sets it off from the line before."""

    words: tuple[PrintedWord, ...]
    opens: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of a page in reading order, and whether they are a recogniser's."""

    lines: tuple[PrintedLine, ...]
    recognised: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def source_of(pages: Iterable[PrintedPage]) -> Source:
    """The text of the pages, one printed line a line, with its words; letters composed (NFC)."""
    pieces: list[str] = []
    words: list[Word] = []
    starts: list[PageStart] = []
    recognised: list[bool] = []
    length = 0
    for number, page in enumerate(pages, 1):
        starts.append(PageStart(length))
        recognised.append(page.recognised)
        for line in page.lines:
            if line.opens and pieces:
                pieces.append("\n")
                length += 1
            for index, word in enumerate(line.words):
                text = unicodedata.normalize("NFC", word.text)
                glue = " " if index else ""
                start = length + len(glue)
                words.append(Word(Span(start, start + len(text)), number, word.box, word.confidence))
                pieces += (glue, text)
                length = start + len(text)
            pieces.append("\n")
            length += 1
    whole = "".join(pieces)
    return Source(whole, tuple(starts), any(recognised), words=Words.of(whole, words))
