"""Printed pages: their words with boxes, line by line, and the source that they make together.

The PDF text layer and the recogniser both end here, so that text and boxes agree whatever they
come from.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.boxes import Box, turned
from ingest.layout import PageStart
from ingest.readers.source import Source
from ingest.words import Words

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, eq=False)
class PrintedPage:
    """A page's text, one printed line a line, and a box for every word of it.

    A word is what stands between white space: ``boxes`` (n, 4) are fractions of the page and
    ``confidences`` (n,) go from 0 to 1 (NaN where nothing was recognised), both in the words'
    order. ``recognised`` is true where letters are a recogniser's, ``drawn`` where the page has
    anything on it at all. Raises ValueError where words and boxes differ in number.
    """

    text: str
    boxes: NDArray[np.float32]
    confidences: NDArray[np.float32]
    recognised: bool = False
    drawn: bool = True

    def __post_init__(self) -> None:
        count = len(self.text.split())
        if self.boxes.shape != (count, 4) or self.confidences.shape != (count,):
            raise ValueError(f"{count} words, {self.boxes.shape} boxes")

    def lines(self) -> Iterator["PrintedLine"]:
        """The lines that hold words."""
        first = 0
        for number, text in enumerate(self.text.split("\n")):
            count = len(text.split())
            if count:
                yield PrintedLine(
                    number, text, self.boxes[first : first + count], self.confidences[first : first + count]
                )
            first += count

    def turned(self, quarters: int) -> "PrintedPage":
        """The same words after so many quarter turns of the page, clockwise."""
        boxes = turned(self.boxes, quarters)
        return PrintedPage(self.text, boxes, self.confidences, self.recognised, self.drawn)

    def without(self, lines: Iterable[int]) -> "PrintedPage":
        """The page without the lines of these numbers."""
        gone = set(lines)
        if not gone:
            return self
        kept: list[str] = []
        keep: list[bool] = []
        for number, text in enumerate(self.text.split("\n")):
            keep += [number not in gone] * len(text.split())
            if number not in gone:
                kept.append(text)
        chosen = np.array(keep, bool)
        return PrintedPage(
            "\n".join(kept), self.boxes[chosen], self.confidences[chosen], self.recognised, self.drawn
        )


@dataclass(frozen=True, slots=True, eq=False)
class PrintedLine:
    """A printed line: its number on the page, its words' boxes and confidences."""

    number: int
    text: str
    boxes: NDArray[np.float32]
    confidences: NDArray[np.float32]

    @property
    def box(self) -> Box:
        x0, y0 = self.boxes[:, :2].min(axis=0)
        x1, y1 = self.boxes[:, 2:].max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))

    @property
    def middle(self) -> float:
        """How far down the page the line stands, from 0 to 1."""
        return float((self.boxes[:, 1].min() + self.boxes[:, 3].max()) / 2)


EMPTY = PrintedPage("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32), drawn=False)


def source_of(pages: Sequence[PrintedPage]) -> Source:
    """The text of the pages one after the other, with page starts and words."""
    pieces: list[str] = []
    starts: list[PageStart] = []
    spans: list[tuple[int, int]] = []
    numbers: list[NDArray[np.int32]] = []
    length = 0
    for number, page in enumerate(pages, 1):
        starts.append(PageStart(length, recognised=page.recognised))
        text = page.text.strip("\n") + "\n"
        spans += ((length + m.start(), length + m.end()) for m in _TOKEN.finditer(text))
        numbers.append(np.full(len(page.confidences), number, np.int32))
        pieces.append(text)
        length += len(text)
    whole = "".join(pieces)
    words = Words.from_parts(
        whole,
        np.array(spans, np.int32).reshape(-1, 2),
        np.concatenate([np.zeros(0, np.int32), *numbers]),
        np.concatenate([EMPTY.boxes, *(page.boxes for page in pages)]),
        np.concatenate([EMPTY.confidences, *(page.confidences for page in pages)]),
    )
    return Source(whole, tuple(starts), any(page.recognised for page in pages), words=words)


def pack(pages: Iterable[PrintedPage]) -> bytes:
    """Pages as an ``.npz`` file."""
    listed = list(pages)
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        # a page's text holds no form feed: it would be white space between words
        text=np.frombuffer("\f".join(p.text for p in listed).encode("utf-8", "replace"), np.uint8),
        counts=np.array([len(p.confidences) for p in listed], np.int32),
        flags=np.array([(p.recognised, p.drawn) for p in listed], bool).reshape(-1, 2),
        boxes=np.concatenate([EMPTY.boxes, *(p.boxes for p in listed)]),
        confidences=np.concatenate([EMPTY.confidences, *(p.confidences for p in listed)]),
    )
    return stream.getvalue()


def unpack(data: bytes) -> list[PrintedPage]:
    """What ``pack`` gave. Raises ValueError where it is anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            texts = arrays["text"].tobytes().decode("utf-8").split("\f")
            counts, flags = arrays["counts"].astype(np.int64), arrays["flags"].astype(bool)
            boxes, confidences = arrays["boxes"].astype(np.float32), arrays["confidences"].astype(np.float32)
    except (OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError("not a file of pages") from error
    if not len(counts):
        return []
    if len(texts) != len(counts) or flags.shape != (len(counts), 2):
        raise ValueError("the parts of the pages don't agree")
    ends = np.cumsum(counts)
    return [
        PrintedPage(text, boxes[end - count : end], confidences[end - count : end], bool(seen), bool(drawn))
        for text, count, end, (seen, drawn) in zip(texts, counts, ends, flags, strict=True)
    ]


def renamed(page: PrintedPage, change: Callable[[str], str]) -> PrintedPage:
    """The page with ``change`` made to every word; a change that would not leave a word is not made."""

    def changed(match: re.Match[str]) -> str:
        word = change(match[0])
        return word if len(word.split()) == 1 and word == word.strip() else match[0]

    return PrintedPage(
        _TOKEN.sub(changed, page.text), page.boxes, page.confidences, page.recognised, page.drawn
    )
