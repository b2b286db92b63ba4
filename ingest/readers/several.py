"""One document made of several files: their texts one after the other, their pages numbered through.

PDF files that follow each other are read like one PDF that was cut up: page numbers and running heads are
told from all their pages, and a sentence may go on from one file to the next.
"""

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from ingest.documents import Aside, Part
from ingest.errors import UnreadableFileError
from ingest.layout import PageStart
from ingest.readers import LARGEST_FILE, checked_suffix, read
from ingest.readers.paper import recognise, source_of_paper, text_layers, to_recognise
from ingest.readers.printed import PrintedPage
from ingest.readers.source import Source
from ingest.readers.watch import Progress, Watch
from ingest.words import Words

MOST_PARTS = 200
"""Files that one document may be made of."""
SHEET = 2600
"""Characters on a sheet of a file that has no pages of its own: about an A4 page in 13 pt."""
_AT_ONCE = 2  # files, where each has one page to recognise


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file's name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """Files of a document whose lines are told alike: PDFs that follow each other, or one other file.

    ``start`` counts in the text as read; ``wrapped`` as of a part; ``printed``: words have places.
    """

    start: int
    wrapped: bool
    printed: bool


def hash_of(contents: Sequence[bytes]) -> str:
    """The name, in hex, of the files with these contents in this order; of one file its SHA-256."""
    hashes = [hashlib.sha256(data).hexdigest() for data in contents]
    # No text file that can be read begins like that, so no file bears the name of several.
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\0".join(["", *hashes]).encode()).hexdigest()


def read_several(files: Sequence[NamedFile], name: str, pages: Path | None, watch: Watch) -> Source:
    """The text and pages of the document ``name`` that ``files`` make in this order.

    ``pages`` is a folder where the recognised pages of each file are kept, below its hash. Raises
    UnreadableFileError, which names the file that can't be taken, RecogniserMissingError, CancelledError.
    """
    suffixes = _checked(files)
    layers = {
        n: text_layers(f.data, f.name, watch)
        for n, (f, s) in enumerate(zip(files, suffixes, strict=True))
        if s == ".pdf"
    }
    _recognise(layers, files, name, pages, watch)
    pieces: list[tuple[Source, list[Part]]] = []
    for printed, group in groupby(range(len(files)), key=layers.__contains__):
        numbers = list(group)
        if printed:
            source = source_of_paper([page for n in numbers for page in layers[n]])
            pieces.append((source, [Part(files[n].name, len(layers[n])) for n in numbers]))
            continue
        for n in numbers:
            source = _with_pages(read(files[n].data, files[n].name, None, watch), files[n].name)
            pieces.append((source, [Part(files[n].name, len(source.page_starts), source.wrapped)]))
    return _joined(pieces)


def blocks(source: Source) -> tuple[Block, ...]:
    """The blocks of a text made of several files, in order; none where it is of one."""
    found: list[Block] = []
    page = 0
    for part in source.parts:
        printed = part.file_name.lower().endswith(".pdf")
        if not (printed and found and found[-1].printed):
            start = source.page_starts[page].offset if found else 0
            found.append(Block(start, part.wrapped, printed))
        page += part.pages
    return tuple(found)


def _checked(files: Sequence[NamedFile]) -> list[str]:
    """The endings of the files. Raises UnreadableFileError for one that can't be a part."""
    if not 2 <= len(files) <= MOST_PARTS:
        raise UnreadableFileError(
            f"Chỉ gộp được từ 2 đến {MOST_PARTS} tệp thành một văn bản.", "Hãy chọn lại các tệp cần gộp."
        )
    if sum(len(file.data) for file in files) > LARGEST_FILE:
        raise UnreadableFileError(
            f"Các tệp cần gộp lớn hơn {LARGEST_FILE >> 20} MB.", "Hãy gộp thành nhiều văn bản nhỏ hơn."
        )
    seen: dict[str, str] = {}
    suffixes = []
    for file in files:
        suffixes.append(checked_suffix(file.data, file.name))
        same = seen.setdefault(hashlib.sha256(file.data).hexdigest(), file.name)
        if len(seen) < len(suffixes):
            raise UnreadableFileError(
                f"Tệp {file.name} giống hệt tệp {same}." if same != file.name else f"Tệp {same} có hai lần.",
                "Hãy bỏ bớt một tệp rồi gộp lại.",
            )
    return suffixes


def _recognise(
    layers: dict[int, list[PrintedPage]],
    files: Sequence[NamedFile],
    name: str,
    pages: Path | None,
    watch: Watch,
) -> None:
    """Recognise what has to be, with one count of pages over all files."""
    waiting = {n: len(to_recognise(layer)) for n, layer in layers.items()}
    count = _Count(name, sum(waiting.values()), watch)
    stop = threading.Event()

    def work(n: int) -> None:
        file = files[n]
        cache = pages / hashlib.sha256(file.data).hexdigest() if pages else None
        told = Watch(lambda p: count.tell(n, p.done), lambda: stop.is_set() or watch.cancelled())
        recognise(layers[n], file.data, file.name, cache, told)
        if waiting[n]:
            count.tell(n, waiting[n])

    # A file of many pages has two of them recognised at a time; pages that are files, two of those.
    with ThreadPoolExecutor(_AT_ONCE if max(waiting.values(), default=0) <= 1 else 1) as pool:
        try:
            for task in [pool.submit(work, n) for n in layers]:
                task.result()
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


@dataclass(slots=True)
class _Count:
    """Counts the pages of all files together, and tells how long the others will take."""

    name: str
    total: int
    watch: Watch
    done: dict[int, int] = field(default_factory=dict)
    before: int = 0  # pages that an earlier run had done
    started: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, file: int, done: int) -> None:
        with self.lock:
            if file not in self.done:
                self.before += done
            if self.done.get(file) == done:
                return
            self.done[file] = done
            so_far = sum(self.done.values())
            fresh = so_far - self.before
            left = (time.monotonic() - self.started) / fresh * (self.total - so_far) if fresh else None
            self.watch.on_progress(Progress(self.name, so_far, self.total, left))


def _with_pages(source: Source, name: str) -> Source:
    """A text file or Word file with its pages, or with sheets where it has none."""
    if not source.text.strip():
        raise UnreadableFileError(f"Tệp {name} không có chữ.", "Hãy bỏ tệp này ra rồi gộp lại.")
    starts = source.page_starts or tuple(PageStart(offset, own=False) for offset in _sheets(source.text))
    return replace(source, page_starts=tuple(replace(s, recognised=source.recognised) for s in starts))


def _sheets(text: str) -> Iterator[int]:
    start = 0
    yield start
    while len(text) - start > SHEET * 1.3:
        line = text.rfind("\n", start + SHEET // 2, start + SHEET) + 1
        start = line or text.rfind(" ", start + 1, start + SHEET) + 1 or start + SHEET
        yield start


def _joined(pieces: Sequence[tuple[Source, list[Part]]]) -> Source:
    texts: list[str] = []
    starts: list[PageStart] = []
    asides: list[Aside] = []
    length = 0
    for n, (source, _) in enumerate(pieces):
        asides += (replace(aside, page=aside.page + len(starts)) for aside in source.asides)
        starts += (
            replace(start, offset=length + (start.offset if m else 0))
            for m, start in enumerate(source.page_starts)
        )
        # What is no page of the same paper begins a paragraph of its own.
        text = source.text.rstrip("\n") + ("\n\n" if n < len(pieces) - 1 else "\n")
        texts.append(text)
        length += len(text)
    whole = "".join(texts)
    return Source(
        whole,
        tuple(starts),
        any(source.recognised for source, _ in pieces),
        any(source.wrapped for source, _ in pieces),
        _all_words(whole, texts, [source for source, _ in pieces]),
        tuple(asides),
        tuple(part for _, parts in pieces for part in parts),
    )


def _all_words(whole: str, texts: Sequence[str], sources: Sequence[Source]) -> Words:
    before = np.cumsum([0, *(len(text) for text in texts)])
    pages = np.cumsum([0, *(len(source.page_starts) for source in sources)])
    words = [source.words for source in sources]
    return Words.from_parts(
        whole,
        np.concatenate([w.spans + np.int32(b) for w, b in zip(words, before, strict=False)]),
        np.concatenate([w.pages + np.int32(p) for w, p in zip(words, pages, strict=False)]),
        np.concatenate([w.boxes for w in words]),
        np.concatenate([w.confidences for w in words]),
    )
