"""What the readers are worth, measured: ``python -m ingest.bench --data ../shared``.

Accuracy of scans through the whole pipeline beside Tesseract alone; whether every word has a box and
the boxes show the words; pages a minute by kind of file; memory on a thousand pages. Wants Tesseract,
and Chromium to print text PDFs.
"""

import argparse
import io
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

from ingest.cli import CommandError, main_guard
from ingest.documents import Document
from ingest.pipeline import Reading, read_file
from ingest.readers import tesseract
from ingest.readers.pages import page_image, page_to_read
from ingest.readers.printed import PrintedPage
from ingest.readers.watch import QUIET
from ingest.spans import Span
from ingest.vietnamese import fold
from ingest.words import boxes_of

_SAME = 0.9  # share of letters that a quote and what its boxes show must have in common


def main_arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest.bench")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with ocr/dev, retrieval/laws, documents"
    )
    parser.add_argument("--quotes", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each speed figure; the median counts")
    parser.add_argument("--only", choices=("accuracy", "speed"), help="one half of the figures")
    parser.add_argument("-v", "--verbose", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print every figure; exit code 1 where one of the aims is missed."""
    with tempfile.TemporaryDirectory() as folder:
        scans = sorted((arguments.data / "ocr/dev/pdf").glob("scan-*.pdf"))
        prints = list(printed_laws(arguments.data / "retrieval/laws", Path(folder)))
        good = True
        if arguments.only != "speed":
            readings = {path: read_file(path.read_bytes(), path.name) for path in (*scans, *prints)}
            good = accuracy(scans, readings)
            good &= places(readings, arguments.quotes)
        if arguments.only != "accuracy":
            speed(scans, prints, next((arguments.data / "documents").glob("*.docx")), arguments.repeat)
            memory(prints[0], Path(folder))
    return 0 if good else 1


def accuracy(scans: Sequence[Path], readings: dict[Path, Reading]) -> bool:
    """Character error rates of the scans; true where cleaning leaves at most half of Tesseract's errors."""
    texts: dict[str, list[str]] = {name: [] for name in ("gold", "300", "own", "read", "clean")}
    for path in scans:
        document = readings[path].document
        gold = path.with_suffix(".gold.txt").read_text(encoding="utf-8").split("\f")
        starts = [*(p.original_start for p in document.pages), len(document.original)]
        for page, text in zip(document.pages, gold, strict=True):
            texts["gold"].append(text)
            texts["300"].append(_alone(path, page.number, at_300=True).text)
            texts["own"].append(_alone(path, page.number, at_300=False).text)
            texts["read"].append(document.original[page.original_start : starts[page.number]])
            texts["clean"].append(page.span.of(document.text))
    rates = {name: error_rate(texts["gold"], found) for name, found in texts.items() if name != "gold"}
    _say("Character error rate of the scans, %:")
    _say(f"  Tesseract alone, page drawn at 300 dpi    {rates['300']:.2f}")
    _say(f"  Tesseract alone, page at its own dots     {rates['own']:.2f}")
    _say(f"  the reader (grain taken out)              {rates['read']:.2f}")
    _say(f"  the whole pipeline, cleaned               {rates['clean']:.2f}")
    return rates["clean"] <= rates["own"] / 2


def _alone(path: Path, page: int, *, at_300: bool) -> PrintedPage:
    drawn = Image.open(io.BytesIO((page_image if at_300 else page_to_read)(path, page, 300)))
    dpi = 300 if at_300 else round(drawn.info.get("dpi", (300, 300))[0])
    picture = drawn.convert("L")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return tesseract.recognise(stream.getvalue(), dpi, picture.size, path.name, QUIET)


def places(readings: dict[Path, Reading], count: int) -> bool:
    """Whether every word has a box, and how many of ``count`` quotes their boxes show."""
    for path, reading in readings.items():
        spans = [word.span.of(reading.document.original) for word in reading.words]
        if spans != reading.document.original.split():
            _say(f"{path.name}: words without a box")
            return False
    rng = random.Random(20261124)
    right: dict[str, list[bool]] = {"scan": [], "text": []}
    paths = list(readings)
    for number in range(count):
        path = paths[number % len(paths)]
        document = readings[path].document
        quote = _quote(document, rng)
        shown = _shown(path, readings[path], quote)
        kind = "scan" if any(p.recognised for p in document.pages) else "text"
        right[kind].append(_alike(quote.of(document.text), shown))
        if not right[kind][-1]:
            _say(f"  {path.name}: {quote.of(document.text)!r} shows {shown!r}")
    for kind, found in right.items():
        _say(f"Quotes whose boxes show them, {kind}: {sum(found)} of {len(found)}")
    return sum(map(sum, right.values())) >= 0.95 * count


def _quote(document: Document, rng: random.Random) -> Span:
    chunk = rng.choice([c for c in document.chunks if len(c.text.split()) >= 8])
    words = list(re.finditer(r"\S+", chunk.text))
    length = min(len(words), rng.randint(6, 25))
    first = rng.randrange(len(words) - length + 1)
    return Span(words[first].start(), words[first + length - 1].end()).shifted(chunk.span.start)


def _shown(path: Path, reading: Reading, quote: Span) -> str:
    """What Tesseract, reading the whole page anew and unprepared, finds inside the boxes of a quote."""
    shown = []
    for number, boxes in boxes_of(reading.document, reading.words, quote).items():
        page = _whole_page(path, number)
        words = page.text.split()
        middles = (page.boxes[:, :2] + page.boxes[:, 2:]) / 2
        shown += [
            word
            for word, (x, y) in zip(words, middles, strict=True)
            if any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in boxes)
        ]
    return " ".join(shown)


@cache
def _whole_page(path: Path, number: int) -> PrintedPage:
    return _alone(path, number, at_300=False)


def _alike(quote: str, shown: str) -> bool:
    one, two = (re.sub(r"\W", "", fold(unicodedata.normalize("NFC", text))) for text in (quote, shown))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _SAME


def speed(scans: Sequence[Path], prints: Sequence[Path], word: Path, repeat: int) -> None:
    """Pages a minute, and processor seconds a page (which a busy machine leaves as they are): medians."""
    pages = {
        path: len(read_file(path.read_bytes(), path.name).document.pages) for path in (scans[-2], prints[0])
    }

    def tesseract_alone() -> int:
        for number in range(1, pages[scans[-2]] + 1):
            _alone(scans[-2], number, at_300=False)
        return pages[scans[-2]]

    def reader(path: Path) -> Callable[[], int]:
        def read() -> int:
            document = read_file(path.read_bytes(), path.name).document
            # a Word file has no pages: 2,500 characters fill one
            return len(document.pages) or round(len(document.text) / 2500)

        return read

    works = {
        "text PDF": reader(prints[0]),
        "Word": reader(word),
        "scan, two pages at a time, cleaned": reader(scans[-2]),
        "scan, Tesseract alone": tesseract_alone,
    }
    _say(f"Pages a minute (median of {repeat}):")
    for name, work in works.items():
        paces, costs = [], []
        for _ in range(repeat):
            started, before = time.monotonic(), _processor()
            done = work()
            paces.append(done / (time.monotonic() - started) * 60)
            costs.append((_processor() - before) / done)
        _say(
            f"  {name:36} {statistics.median(paces):8.0f} {statistics.median(costs):8.2f} s of processor a page"
        )


def _processor() -> float:
    """Seconds of processor that this process and those it waited for have used."""
    return sum(os.times()[:4])


def memory(text: Path, folder: Path) -> None:
    """Time and most memory of a file of more than a thousand pages."""
    long = folder / "long.html"
    line = escape(" ".join(text.name.split("-")) + " quy định trách nhiệm của cơ quan, tổ chức, cá nhân. ")
    sheet = (
        f"<div style='page-break-after:always'>{'<p>' + line * 4 + '</p>'}"
        + f"<p>{line * 6}</p>" * 3
        + "</div>"
    )
    long.write_text(f"<meta charset=utf-8>{sheet * 1000}", encoding="utf-8")
    path = _printed(long)
    started = time.monotonic()
    document = read_file(path.read_bytes(), path.name).document
    took = time.monotonic() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    _say(
        f"{len(document.pages)} pages, {len(document.text)} characters: {took:.0f} s, "
        f"at most {own:.0f} MB, {child:.0f} MB in one worker"
    )


def printed_laws(laws: Path, folder: Path) -> Iterator[Path]:
    """Two laws as text PDFs, printed by Chromium: one in one column, one in two."""
    for number, law in enumerate(sorted(laws.glob("*.txt"))[1:3]):
        lines = law.read_text(encoding="utf-8").split("\n")[:400]
        body = "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
        style = "@page{size:A4;margin:2cm} body{font:13pt 'Liberation Serif';text-align:justify}"
        columns = "body{column-count:2}" if number else ""
        page = folder / f"{law.stem}.html"
        page.write_text(f"<meta charset=utf-8><style>{style}{columns}</style>{body}", encoding="utf-8")
        yield _printed(page)


def _printed(page: Path) -> Path:
    """An HTML page as a PDF beside it."""
    program = shutil.which("chromium")
    if program is None:
        raise CommandError("Máy chưa có chromium để in PDF.", "Hãy cài: sudo apt-get install chromium")
    done = page.with_suffix(".pdf")
    subprocess.run(
        [program, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={done}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return done


def error_rate(gold: Sequence[str], found: Sequence[str]) -> float:
    """Edits for a hundred characters of ``gold``, white space as one space (as the scorer of the data counts)."""
    pairs = [(_plain(a), _plain(b)) for a, b in zip(gold, found, strict=True)]
    return 100 * sum(_edits(a, b) for a, b in pairs) / sum(len(a) for a, _ in pairs)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _edits(one: str, two: str) -> int:
    """Levenshtein's distance, a row at a time."""
    letters = np.array([ord(c) for c in two])
    steps = np.arange(len(two) + 1)
    row = steps.copy()
    for number, letter in enumerate(one, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (letters != ord(letter)))
        row = np.minimum.accumulate(np.concatenate(([number], best)) - steps) + steps
    return int(row[-1])


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main_guard(main_arguments, run))
