"""What is printed on pages and is not their text: running heads, page numbers, signature notes, smudges.

Kept apart before the text is made, so that a sentence that runs over a page is not cut by "- 2 -".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.documents import Aside
from ingest.readers.printed import PrintedLine, PrintedPage
from ingest.vietnamese import fold, is_syllable

RUNNING_HEAD, PAGE_NUMBER, SIGNATURE, SMUDGE = "running-head", "page-number", "signature", "smudge"
_MARGIN = 0.09  # of the page's height: 2.5 cm of A4, the widest margin that Decree 30/2020 allows
_FEWEST_HEADS = 3  # pages that carry the same line
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?\W*")
_SIGNED = re.compile(
    r"\s*(?:nguoi ky|ky boi|duoc ky boi|digitally signed|signature (?:not )?(?:verified|valid)|thoi gian ky|ngay ky"
    r"|co quan|email|reason|location|date)\s*(?::|by\b|$)"
)
_SURELY_SIGNED = re.compile(
    r"\s*(?:nguoi ky|ky boi|duoc ky boi|digitally signed|signature (?:not )?v|thoi gian ky)"
)
_FAINT = 0.4  # mean confidence of a line; below it few words are what was printed
_READABLE = 0.34  # share of its words that are syllables


def set_apart(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], tuple[Aside, ...]]:
    """The pages without what is not their text, and that, page by page."""
    kinds: list[dict[int, str]] = [{} for _ in pages]
    lines = [list(page.lines()) for page in pages]
    for found, page_lines in zip(kinds, lines, strict=True):
        found.update(_signatures(page_lines))
        found.update(_smudges(page_lines))
    for index, number in _running_heads(lines):
        kinds[index][number] = RUNNING_HEAD
    for index, number in _page_numbers(lines):
        kinds[index][number] = PAGE_NUMBER
    asides = [
        Aside(index + 1, found[line.number], " ".join(line.text.split()), line.box)
        for index, (found, page_lines) in enumerate(zip(kinds, lines, strict=True))
        for line in page_lines
        if line.number in found
    ]
    return [page.without(found) for page, found in zip(pages, kinds, strict=True)], tuple(asides)


def _in_margin(line: PrintedLine) -> bool:
    return not _MARGIN < line.middle < 1 - _MARGIN


def _page_numbers(lines: Sequence[Sequence[PrintedLine]]) -> Iterator[tuple[int, int]]:
    """Numbers alone in a margin that count the pages: at page 3 a 3, or the same distance off everywhere."""
    found = [
        (index, line.number, int(match[1]))
        for index, page in enumerate(lines)
        for line in page
        if _in_margin(line) and (match := _PAGE_NUMBER.fullmatch(fold(line.text)))
    ]
    distances = Counter(value - index - 1 for index, _, value in found)
    for index, number, value in found:
        distance = value - index - 1
        if (distance == 0 and len(lines) > 1) or distances[distance] >= _FEWEST_HEADS:
            yield index, number


def _running_heads(lines: Sequence[Sequence[PrintedLine]]) -> Iterator[tuple[int, int]]:
    """Lines in a margin that come back, their digits aside, on many pages."""
    places: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
    for index, page in enumerate(lines):
        for line in page:
            if _in_margin(line):
                same = " ".join(re.sub(r"\d+", "#", fold(line.text)).split())
                places[same, line.middle < 0.5].append((index, line.number))
    for found in places.values():
        if len({index for index, _ in found}) >= max(_FEWEST_HEADS, len(lines) // 4):
            yield from found


def _signatures(lines: Sequence[PrintedLine]) -> dict[int, str]:
    """The note that a digital signature prints: "Người ký: …", "Thời gian ký: …"."""
    found = {line.number for line in lines if _SIGNED.match(fold(line.text))}
    sure = any(_SURELY_SIGNED.match(fold(line.text)) for line in lines)
    return dict.fromkeys(found, SIGNATURE) if sure and len(found) > 1 else {}


def _smudges(lines: Sequence[PrintedLine]) -> dict[int, str]:
    """Lines that the recogniser made of a stamp, a written signature or dirt."""
    found = {}
    for line in lines:
        words = line.text.split()
        if float(line.confidences.mean()) < _FAINT:  # never true of a text layer, which has none (NaN)
            readable = sum(is_syllable(w) and len(w) > 1 for w in words)
            if readable <= _READABLE * len(words) and not any(c.isdigit() for c in line.text):
                found[line.number] = SMUDGE
    return found
