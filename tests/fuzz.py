"""Feed damaged files to ingest: nothing may crash, hang, or be left half in the library.

    python -m tests.fuzz --count 2000 --seed 1

Every file starts from a good PDF, Word or text file, and is damaged at random: bytes changed, cut out,
doubled or put in, numbers made huge, the file cut off; of Word files also the XML inside. What comes
of it goes through ``add_files`` into one library. Prints what became of the files; exit code 1 and the
file's seed for any failure.
"""

import argparse
import io
import json
import logging
import os
import random
import re
import signal
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from ingest.documents import Document
from ingest.errors import UnreadableFileError
from ingest.intake import Status, add_files, remove_document
from ingest.library import Library
from ingest.readers import docx, sandbox, worker  # noqa: F401 - loaded before the forks
from ingest.readers.sandbox import run_limited
from ingest.readers.watch import Watch
from tests.unit.ingest.test_pdf_tables import FRAME, TASKS, drawn
from tests.unit.ingest.test_readers import pdf, word
from tests.unit.ingest.test_scans import LINES, scan

PAPERS = Path(__file__).parent / "data" / "papers"
LIMIT = 650.0  # seconds a file may take: the worker's limit by the clock, and what follows
REAL = 20  # every so many files the worker is started as it is; else it is a fork, which takes far less time
Damage = Callable[[bytes, random.Random], bytes]
Limited = tuple[int | None, bytes, bytes]


def forked(command: Sequence[str], name: str, watch: Watch, data: bytes, seconds: float) -> Limited:
    """In place of ``sandbox.run_limited``: the same task under the same limits, in a fork of this process."""
    if "ingest.readers.worker" not in command:
        return run_limited(command, name, watch, data, seconds)
    task = command[command.index("ingest.readers.worker") + 3 :]
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if not child:
            status = 1
            try:
                worker.limit(sandbox.MEMORY, sandbox.SECONDS)
                signal.alarm(int(seconds))
                output.write(worker.carry_out(task, data))
                status = 0
            except UnreadableFileError as error:
                told = {"message": error.message, "next_step": error.next_step}
                output.write(json.dumps(told).encode())
                status = sandbox.EXPECTED_FAILURE
            finally:
                output.flush()
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        output.seek(0)
        return (None if status == -signal.SIGALRM else status), output.read(), b""


class NoIndex:
    """Takes everything and keeps nothing."""

    def add(self, documents: object) -> None: ...
    def remove(self, document_ids: object) -> None: ...


def flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 1 + len(data) // 4) :]


def ended(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def doubled(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randrange(1, 500)]
    return data[:start] + piece * rng.choice((1, 2, 50)) + data[start:]


def filled(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + rng.randbytes(rng.choice((1, 10, 1000))) + data[start:]


def enlarged(data: bytes, rng: random.Random) -> bytes:
    """A number or name in the file made something that nobody expects there."""
    places = list(re.finditer(rb"\d+|/[A-Z]\w+|w:\w+", data))
    if not places:
        return flipped(data, rng)
    place = rng.choice(places)
    odd = rng.choice(
        (b"-1", b"0", b"99999999999", b"4294967296", b"1e400", b"null", b"<<", b"[", b"/Kids", b"2 0 R")
    )
    return data[: place.start()] + odd + data[place.end() :]


DAMAGES: tuple[Damage, ...] = (flipped, cut, ended, doubled, filled, enlarged, enlarged)


def damaged_inside(data: bytes, rng: random.Random) -> bytes:
    """A Word file whose package is whole and one of whose parts is damaged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = rng.choice([n for n in names if n.endswith((".xml", ".rels"))])
        for name in names:
            part = old.read(name)
            new.writestr(name, rng.choice(DAMAGES)(part, rng) if name == chosen and part else part)
    return stream.getvalue()


def seeds() -> list[tuple[str, bytes]]:
    """Good files: name and bytes."""
    compressed = io.BytesIO()
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["Dieu 1. Pham vi", "", "Dieu 2. Doi tuong"])))
    for page in writer.pages:
        page.compress_content_streams()
    writer.write(compressed)
    texts = [path.read_bytes() for path in sorted(PAPERS.glob("*.txt"))]
    return [
        ("a.pdf", pdf(["Dieu 1. Pham vi", "Trang hai (co ngoac)", "Trang ba"])),
        ("b.pdf", compressed.getvalue()),
        ("g.pdf", drawn(TASKS, FRAME)),
        ("c.docx", word("Điều 1. Một", "Nội dung.", table=[["TT", "Việc"], ["1", "Xây dựng"]])),
        ("d.docx", word(*texts[0].decode().split("\n"))),
        *((f"e{n}.txt", text) for n, text in enumerate(texts[:3])),
        # rarely: recognising takes seconds
        ("f.pdf", scan([LINES])),
    ]


def damaged(number: int, seed: int, good: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The ``number``-th damaged file of a run."""
    rng = random.Random(f"{seed}-{number}")
    name, data = good[-1] if number % 50 == 49 else rng.choice(good[:-1])
    for _ in range(rng.choice((1, 1, 2, 4))):
        inside = name.endswith(".docx") and rng.random() < 0.7
        try:
            data = damaged_inside(data, rng) if inside else rng.choice(DAMAGES)(data, rng)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            IndexError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ):
            # no package any more
            data = flipped(data, rng)
        if len(data) < 2:
            break
    return name, data


def check(document: Document, library: Library) -> None:
    """The invariants of the design."""
    text = document.text
    assert all(chunk.span.of(text) == chunk.text for chunk in document.chunks)
    assert document.sections[0].span.start == 0
    assert document.sections[-1].span.end == len(text)
    assert all(a.span.end == b.span.start for a, b in pairwise(document.sections))
    assert document.edited.text == text
    words = library.words(document)
    assert all(word.span.of(document.original).strip() for word in words)
    assert library.get(document.id) == document


def run(count: int, seed: int) -> int:
    """Feed ``count`` files; the number of those that went wrong."""
    good, wrong = seeds(), 0
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        library, path = Library(Path(folder) / "data"), Path(folder)
        for number in range(count):
            name, data = damaged(number, seed, good)
            file = path / name
            file.write_bytes(data)
            started = time.monotonic()
            sandbox.run_limited = run_limited if number % REAL == 0 else forked
            try:
                [outcome] = add_files([file], library, NoIndex())
                took = time.monotonic() - started
                slowest = max(slowest, took)
                outcomes[f"{name[-4:].strip('.')} {outcome.status.name.lower()}"] += 1
                assert took < LIMIT, f"{took:.0f} s"
                if outcome.document is not None:
                    check(outcome.document, library)
                    remove_document(outcome.document, library, NoIndex())
                assert outcome.status in (Status.ADDED, Status.FAILED)
                assert not library.ids()
                left = [p.name for f in ("files", "library") for p in (library.data_dir / f).glob("*")]
                assert not left, left
            except Exception as error:  # noqa: BLE001 - any at all is a finding
                wrong += 1
                sys.stdout.write(f"{seed}-{number} {name}: {type(error).__name__}: {error}\n")
                for document in list(library.documents()):
                    remove_document(document, library, NoIndex())
            if number % 200 == 199:
                sys.stdout.write(f"{number + 1}: {dict(outcomes)}, slowest {slowest:.1f} s, {wrong} wrong\n")
                sys.stdout.flush()
    sys.stdout.write(
        f"{count} files: {dict(sorted(outcomes.items()))}, slowest {slowest:.1f} s, {wrong} wrong\n"
    )
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)  # most files are refused, each with its cause
    sys.exit(bool(run(arguments.count, arguments.seed)))
