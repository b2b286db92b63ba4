"""Recognising the pages of a scan: two at a time, each kept on disk as soon as it is done.

A run that is stopped or dies goes on at the page where it was: what a page gave is cached under the
hash of the file, until whoever asked for the document has it in the library.
"""

import hashlib
import io
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from ingest.errors import UnreadableFileError
from ingest.library import write_atomically
from ingest.readers import tesseract
from ingest.readers.pages import page_to_read
from ingest.readers.preparation import png, without_grain
from ingest.readers.printed import PrintedPage, pack, unpack
from ingest.readers.ruling import rules_in
from ingest.readers.standing import Standing, standing_of
from ingest.readers.tables import with_tables
from ingest.readers.watch import CancelledError, Progress, Watch
from ingest.vietnamese import is_syllable

log = logging.getLogger(__name__)
DPI = 300  # at most; a scan with fewer dots is read with those
AT_ONCE = 2
_SENSIBLE = 0.6
"""Share of a page's words that are syllables: upright pages have 0.93 and more, pages on their head 0.14 to 0.31."""
_FEWEST_WORDS = 8  # of which that can be told
_RECIPE = f"2-{DPI}"  # changed whenever the same page would come out differently


def recognised_pages(
    data: bytes, numbers: Sequence[int], file_name: str, cache: Path | None, watch: Watch
) -> dict[int, PrintedPage]:
    """The pages of these ``numbers`` (from 1) of a PDF, recognised.

    ``cache`` is a folder for pages that are done; None keeps none. Raises
    RecogniserMissingError, UnreadableFileError, CancelledError.
    """
    recipe = hashlib.sha256(f"{_RECIPE} {tesseract.version()}".encode()).hexdigest()[:12]
    done = {n: page for n in numbers if (page := _cached(cache, n, recipe)) is not None}
    waiting = [n for n in numbers if n not in done]
    if not waiting:
        return done
    clock = _Clock(file_name, len(numbers), len(done), watch)
    clock.tell()
    stop = threading.Event()
    both = replace(watch, cancelled=lambda: stop.is_set() or watch.cancelled())
    with TemporaryDirectory(prefix="can-cu-") as folder:
        file = Path(folder) / "scan.pdf"
        file.write_bytes(data)

        def work(number: int) -> None:
            page = _recognised(file, number, file_name, both)
            if cache is not None:
                write_atomically(cache / f"{number}-{recipe}.npz", pack([page]))
            done[number] = page
            clock.count()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            tasks = [pool.submit(work, number) for number in waiting]
            try:
                finished, _ = wait(tasks, return_when=FIRST_EXCEPTION)
                failed = [error for task in finished if (error := task.exception()) is not None]
            finally:
                # also when a keyboard interrupt ends the waiting: no page is begun any more
                stop.set()
                pool.shutdown(cancel_futures=True)
    if failed:
        # a page stopped because of another one's failure is not the cause
        raise next((e for e in failed if not isinstance(e, CancelledError)), failed[0])
    return done


def _recognised(file: Path, number: int, file_name: str, watch: Watch) -> PrintedPage:
    if watch.cancelled():
        raise CancelledError(file_name)
    drawn = Image.open(io.BytesIO(page_to_read(file, number, DPI, watch)))
    dpi = round(drawn.info.get("dpi", (DPI, DPI))[0])
    picture = without_grain(drawn)
    try:
        return right_way_up(picture, dpi, file_name, watch)
    except UnreadableFileError as error:
        raise UnreadableFileError(
            f"Không nhận dạng được trang {number} của {file_name}.",
            "Hãy quét lại trang đó hoặc bỏ nó ra khỏi tệp rồi nạp lại.",
        ) from error


def right_way_up(picture: Image.Image, dpi: int, file_name: str, watch: Watch) -> PrintedPage:
    """The page as it is read best: as its lines run, or that turned upside down where it makes no sense."""
    standing = standing_of(picture)
    first = _read_standing(picture, dpi, standing, file_name, watch)
    if not _senseless(first):
        return first
    other = replace(standing, quarters=standing.quarters + 2)
    second = _read_standing(picture, dpi, other, file_name, watch)
    return max((first, second), key=lambda page: float(page.confidences.sum()))


def _senseless(page: PrintedPage) -> bool:
    """True where the words are what a page on its head is read as."""
    words = [word for word in page.text.split() if any(c.isalpha() for c in word)]
    syllables = sum(len(word) > 1 and is_syllable(word) for word in words)
    return len(words) >= _FEWEST_WORDS and syllables < _SENSIBLE * len(words)


def _read_standing(
    picture: Image.Image, dpi: int, standing: Standing, file_name: str, watch: Watch
) -> PrintedPage:
    upright = standing.upright(picture)
    page = tesseract.recognise(png(upright), dpi, upright.size, file_name, watch)
    return standing.laid_back(with_tables(page, rules_in(upright, dpi)), upright.size)


def _cached(cache: Path | None, number: int, recipe: str) -> PrintedPage | None:
    if cache is None:
        return None
    try:
        return unpack((cache / f"{number}-{recipe}.npz").read_bytes())[0]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, IndexError) as error:
        log.warning("page %d in %s can't be used", number, cache, exc_info=error)
        return None


@dataclass(slots=True)
class _Clock:
    """Counts pages and tells how long the others will take."""

    file_name: str
    total: int
    before: int  # pages that an earlier run had done
    watch: Watch
    done: int = 0
    started: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self) -> None:
        with self.lock:
            self.done += 1
            self.tell()

    def tell(self) -> None:
        left = self.total - self.before - self.done
        pace = (time.monotonic() - self.started) / self.done if self.done else None
        self.watch.on_progress(
            Progress(
                self.file_name, self.before + self.done, self.total, None if pace is None else pace * left
            )
        )
