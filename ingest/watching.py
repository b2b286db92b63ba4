"""A watched folder: what is put into it goes into the library, without anyone giving a command."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import CanCuError
from ingest.intake import Index, Outcome, add_files, collect
from ingest.library import Library
from ingest.readers.watch import Watch

log = logging.getLogger(__name__)
INTERVAL = 5.0  # seconds between two looks

_Stamp = tuple[int, int]  # time of the last change in nanoseconds, and size


@dataclass(slots=True)
class FolderWatch:
    """Looks at a folder again and again. A file counts once it looks the same twice: then nobody is
    still copying it. What was taken is not taken again before it changes."""

    folder: Path
    seen: dict[Path, _Stamp] = field(default_factory=dict)
    taken: dict[Path, _Stamp] = field(default_factory=dict)

    def ready(self) -> list[Path]:
        """The files that came to rest since they were last taken. A folder that is not there has none."""
        now: dict[Path, _Stamp] = {}
        if self.folder.is_dir():
            for path in collect([self.folder])[0]:
                try:
                    stat = path.stat()
                except OSError:  # gone again, or not ours to read
                    continue
                now[path] = (stat.st_mtime_ns, stat.st_size)
        still = [path for path, stamp in now.items() if self.seen.get(path) == stamp]
        self.seen = now
        self.taken = {path: stamp for path, stamp in self.taken.items() if path in now}
        return [path for path in still if now[path][1] and self.taken.get(path) != now[path]]

    def take(self, library: Library, index: Index, watch: Watch) -> list[Outcome]:
        """Ingest what is ready. Raises DataDirError; CancelledError while another run is writing."""
        ready = self.ready()
        if not ready:
            return []
        stamps = {path: self.seen[path] for path in ready}
        outcomes = list(add_files(ready, library, index, watch))
        # a damaged file is not tried again either before it changes
        self.taken |= stamps
        return outcomes


@contextmanager
def watching(
    folder: Path | None, library: Library, index: Index, interval: float = INTERVAL
) -> Iterator[None]:
    """Watch ``folder`` in the background while the block runs; None watches nothing."""
    if folder is None:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(
        target=_watch, args=(FolderWatch(folder), library, index, interval, stop), name="watch", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


def _watch(
    folder: FolderWatch, library: Library, index: Index, interval: float, stop: threading.Event
) -> None:
    watch = Watch(cancelled=stop.is_set)
    while not stop.wait(interval):
        try:
            for outcome in folder.take(library, index, watch):
                log.warning("%s: %s %s", outcome.path, outcome.status.value, outcome.error)
        except CanCuError as error:
            log.warning("the watched folder can't be taken in", exc_info=error)
