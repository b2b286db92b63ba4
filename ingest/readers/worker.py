"""The process that opens untrusted files: ``python -m ingest.readers.worker MEMORY SECONDS TASK …``.

It reads a file from stdin (or a path), writes what it made of it to stdout, and ends. Only
``ingest.readers.sandbox`` starts it.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.sandbox import EXPECTED_FAILURE


def limit(memory: int, seconds: int) -> None:
    """No more than ``memory`` bytes of address space and ``seconds`` of processor time from now on.

    Nothing happens where the system has no such limits.
    """
    try:
        import resource
    except ImportError:
        return
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def carry_out(task: Sequence[str], data: bytes) -> bytes:
    """The result of a task. Raises UnreadableFileError."""
    match task:
        case ["pdf", file_name]:
            from ingest.readers.pdf import text_layer
            from ingest.readers.printed import pack

            return pack(text_layer(data, file_name))
        case ["docx", file_name]:
            from ingest.readers.docx import docx_text

            return docx_text(data, file_name).encode("utf-8", "replace")
        case ["picture", path, page, dpi, kind]:
            from ingest.readers.drawing import drawn

            return drawn(Path(path), int(page), int(dpi), kind)
    raise ValueError(f"unknown task {task}")


def main() -> int:
    """Carry out the task of the arguments; an expected failure is told as JSON."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    task = sys.argv[3:]
    data = b"" if task[0] == "picture" else sys.stdin.buffer.read()
    status = 0
    try:
        output = carry_out(task, data)
    except UnreadableFileError as error:
        output = json.dumps({"message": error.message, "next_step": error.next_step}).encode()
        status = EXPECTED_FAILURE
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
