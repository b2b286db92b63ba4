"""Untrusted files are opened in a process of their own, with limits on time and memory.

A damaged or hostile file may make a parser loop, eat all memory or crash in native code. None of
that may reach the program, so parsing runs in ``ingest.readers.worker``: this file starts it, waits,
and turns whatever happens into bytes or one clear error.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.watch import CancelledError, Watch

log = logging.getLogger(__name__)
SECONDS = 120
"""Of processor time: a busy machine makes no file unreadable. A text PDF of 5,000 pages takes about half."""
PATIENCE = 5  # times as long may pass by the clock
MEMORY = 4 << 30  # bytes of address space, of which shared libraries take a part
EXPECTED_FAILURE = 3  # exit code: what to tell the user is on stdout
OUT_OF_TIME = 24  # the signal that ends a process which used up its processor time (SIGXCPU)
_ROOT = Path(__file__).parents[2]
_POLL = 0.05  # seconds


def run_worker(
    task: Sequence[str], file_name: str, watch: Watch, data: bytes = b"", seconds: int = SECONDS
) -> bytes:
    """What the worker makes of ``data`` (its stdin) for ``task`` (its arguments).

    Raises UnreadableFileError where it fails, takes too long or too much; CancelledError.
    """
    command = [sys.executable, "-m", "ingest.readers.worker", str(MEMORY), str(seconds), *task]
    status, output, errors = run_limited(command, file_name, watch, data, PATIENCE * seconds)
    if status == 0:
        return output
    if status == EXPECTED_FAILURE:
        told = json.loads(output)
        raise UnreadableFileError(str(told["message"]), str(told["next_step"]))
    log.warning("reading %s ended with %s: %s", file_name, status, errors[-2000:].decode(errors="replace"))
    reason = "quá phức tạp hoặc quá lớn" if status in (None, -OUT_OF_TIME) else "tệp hỏng"
    raise UnreadableFileError(
        f"Không đọc được tệp {file_name}: {reason}.",
        "Hãy xuất lại tệp hoặc tách thành nhiều phần rồi nạp lại.",
    )


def run_limited(
    command: Sequence[str], file_name: str, watch: Watch, data: bytes, seconds: float
) -> tuple[int | None, bytes, bytes]:
    """Run ``command`` with ``data`` as its stdin: exit status (None: out of time), stdout, stderr.

    The process never outlives this call. Raises CancelledError, and OSError where it can't start.
    """
    environment = os.environ | {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_ROOT,
        env=environment,
    ) as process:
        result: list[tuple[bytes, bytes]] = []
        talk = threading.Thread(target=lambda: result.append(process.communicate(data)), daemon=True)
        talk.start()
        end = time.monotonic() + seconds
        try:
            while talk.is_alive():
                talk.join(_POLL)
                if watch.cancelled():
                    raise CancelledError(file_name)
                if time.monotonic() > end:
                    return None, b"", b"out of time"
        finally:
            if talk.is_alive():
                process.kill()
                talk.join()
        output, errors = result[0] if result else (b"", b"")
        return process.returncode, output, errors
