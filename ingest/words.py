"""Words with their boxes on the page, and the way from a quote to the boxes to mark.

A reader that knows where letters stand makes the text and the words from the same source, so they
agree by construction: a word's span counts in the text as read (``Document.original``), its box in
fractions of the page. What the words of another text would mark is refused, not guessed.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ingest.boxes import Box
from ingest.documents import Document
from ingest.spans import Span

__all__ = ["Box", "Word", "Words", "boxes_of"]
_LINE_OVERLAP = 0.5  # of the lower box's height: two words that share as much stand on one line
_TALLEST = 2.0  # times as tall as its words a line may be
_WIDEST_GAP = 2.5  # line heights; what is further apart stands in another cell or column


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text as read: its span there, its page (from 1), its box on that page.

    ``confidence`` is the recogniser's, from 0 to 1; None where letters were not recognised.
    """

    span: Span
    page: int
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a text in the order of their spans, held as arrays.

    ``spans`` (n, 2) code points; ``pages`` (n,) from 1; ``boxes`` (n, 4) fractions;
    ``confidences`` (n,) with NaN for None; ``text_crc`` is the CRC-32 of the text they belong to.
    """

    spans: NDArray[np.int32]
    pages: NDArray[np.int32]
    boxes: NDArray[np.float32]
    confidences: NDArray[np.float32]
    text_crc: int

    @classmethod
    def of(cls, text: str, words: Iterable[Word] = ()) -> Self:
        """The words of ``text``. Raises ValueError where their spans are out of order or range."""
        listed = list(words)
        boxes = [(w.box.x0, w.box.y0, w.box.x1, w.box.y1) for w in listed]
        confidences = [np.nan if w.confidence is None else w.confidence for w in listed]
        return cls.from_parts(
            text,
            np.array([(w.span.start, w.span.end) for w in listed], np.int32).reshape(-1, 2),
            np.array([w.page for w in listed], np.int32),
            np.array(boxes, np.float32).reshape(-1, 4),
            np.array(confidences, np.float32),
        )

    @classmethod
    def from_parts(
        cls,
        text: str,
        spans: NDArray[np.int32],
        pages: NDArray[np.int32],
        boxes: NDArray[np.float32],
        confidences: NDArray[np.float32],
    ) -> Self:
        """The words of ``text`` from their arrays. Raises ValueError as ``of`` does, or for wrong shapes."""
        count = len(pages)
        if spans.shape != (count, 2) or boxes.shape != (count, 4) or confidences.shape != (count,):
            raise ValueError("the arrays of words don't agree")
        if count and ((spans[1:, 0] < spans[:-1, 1]).any() or spans[-1, 1] > len(text)):
            raise ValueError("words out of order or beyond the text")
        return cls(spans, pages, boxes, confidences, crc_of(text))

    def __len__(self) -> int:
        return len(self.pages)

    def __iter__(self) -> Iterator[Word]:
        return (self[n] for n in range(len(self)))

    def __getitem__(self, number: int) -> Word:
        confidence = float(self.confidences[number])
        return Word(
            Span(int(self.spans[number, 0]), int(self.spans[number, 1])),
            int(self.pages[number]),
            Box(*map(float, self.boxes[number])),
            None if np.isnan(confidence) else confidence,
        )

    def within(self, span: Span) -> list[Word]:
        """The words that share a character with ``span``, in order."""
        first = int(np.searchsorted(self.spans[:, 1], span.start, side="right"))
        last = int(np.searchsorted(self.spans[:, 0], span.end, side="left"))
        return [self[n] for n in range(first, last)]

    def belong_to(self, text: str) -> bool:
        return self.text_crc == crc_of(text)

    def page_confidence(self, page: int) -> float | None:
        """The mean confidence of a page's words; None where nothing on it was recognised."""
        found = self.confidences[self.pages == page]
        found = found[~np.isnan(found)]
        return float(found.mean()) if len(found) else None

    def to_bytes(self) -> bytes:
        """The words as an ``.npz`` file."""
        stream = io.BytesIO()
        np.savez_compressed(
            stream,
            spans=self.spans,
            pages=self.pages,
            boxes=self.boxes,
            confidences=self.confidences,
            text_crc=np.array([self.text_crc], np.uint32),
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What ``to_bytes`` gave. Raises ValueError where it is anything else."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                spans, pages = arrays["spans"].astype(np.int32), arrays["pages"].astype(np.int32)
                boxes, confidences = (
                    arrays["boxes"].astype(np.float32),
                    arrays["confidences"].astype(np.float32),
                )
                text_crc = int(arrays["text_crc"][0])
        except (OSError, KeyError, IndexError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise ValueError("not a file of words") from error
        count = len(pages)
        if spans.shape != (count, 2) or boxes.shape != (count, 4) or confidences.shape != (count,):
            raise ValueError("the arrays of words don't agree")
        return cls(spans, pages, boxes, confidences, text_crc)


def crc_of(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", errors="surrogatepass"))


def boxes_of(document: Document, words: Words, span: Span) -> dict[int, tuple[Box, ...]]:
    """The boxes to mark for ``span`` of the cleaned text: page number to one box a line.

    A word is marked where a letter or digit of it is in the span. Empty where the document's
    words have no places, or ``words`` are not those of its text.
    """
    if not len(words) or not words.belong_to(document.original):
        return {}
    original = document.edited.to_original(span)
    found: dict[int, list[Box]] = {}
    last: Word | None = None
    for word in words.within(original):
        shared = Span(max(word.span.start, original.start), min(word.span.end, original.end))
        if not any(c.isalnum() for c in shared.of(document.original)):
            continue
        boxes = found.setdefault(word.page, [])
        if last is not None and last.page == word.page and _goes_on(boxes[-1], word.box, last.box):
            boxes[-1] = boxes[-1].joined(word.box)
        else:
            boxes.append(word.box)
        last = word
    return {page: tuple(boxes) for page, boxes in found.items()}


def _goes_on(line: Box, box: Box, last: Box) -> bool:
    """True where ``box`` follows ``last`` on the printed line that ``line`` marks so far."""
    height = min(last.y1 - last.y0, box.y1 - box.y0)
    overlap = min(last.y1, box.y1) - max(last.y0, box.y0)
    # Fractions of the height are about 1.4 times those of the width on A4; close enough for a gap.
    gap = box.x0 - line.x1
    # on a page that lies askew one box would grow into the lines above and below
    grown = max(line.y1, box.y1) - min(line.y0, box.y0)
    straight = grown <= _TALLEST * max(last.y1 - last.y0, box.y1 - box.y0)
    return overlap >= _LINE_OVERLAP * height and straight and -height <= gap <= _WIDEST_GAP * 1.4 * height
