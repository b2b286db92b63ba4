"""Tesseract, the recogniser of letters (the only file that runs it)."""

import csv
import io
import shutil
import subprocess
import sys
from functools import lru_cache

import numpy as np

from ingest.errors import CanCuError, UnreadableFileError
from ingest.readers.printed import EMPTY, PrintedPage
from ingest.readers.sandbox import run_limited
from ingest.readers.watch import Watch

LANGUAGE = "vie"
PAGE_SECONDS = 300.0  # a page takes 2 to 10; a busy machine may take far longer
_INSTALL = {
    "darwin": "brew install tesseract tesseract-lang",
    "linux": "sudo apt-get install tesseract-ocr tesseract-ocr-vie",
}


class RecogniserMissingError(CanCuError):
    """Tesseract or its Vietnamese data is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Máy chưa có chương trình nhận dạng chữ Tesseract với dữ liệu tiếng Việt nên chưa đọc được bản quét.",
            f"Hãy cài một lần bằng lệnh: {_INSTALL.get(sys.platform, _INSTALL['linux'])}",
        )


@lru_cache(maxsize=1)
def version() -> str:
    """The version of Tesseract. Raises RecogniserMissingError where it or its Vietnamese data is missing."""
    program = shutil.which("tesseract")
    if program is None:
        raise RecogniserMissingError
    try:
        languages = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RecogniserMissingError from error
    if LANGUAGE not in languages.stdout.split():
        raise RecogniserMissingError
    return (told.stdout or told.stderr).split("\n", 1)[0].removeprefix("tesseract ").strip()


def recognise(picture: bytes, dpi: int, size: tuple[int, int], file_name: str, watch: Watch) -> PrintedPage:
    """The words on a picture of ``size`` pixels (width, height) that shows a page at ``dpi``.

    A blank line stands between paragraphs. Raises RecogniserMissingError, UnreadableFileError
    where it fails or takes longer than a page may, CancelledError.
    """
    version()
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(dpi), "tsv"]
    status, output, errors = run_limited(command, file_name, watch, picture, PAGE_SECONDS)
    if status != 0:
        cause = OSError(errors[-500:].decode(errors="replace"))
        raise UnreadableFileError(
            f"Không nhận dạng được chữ của một trang trong {file_name}.",
            "Hãy quét lại trang đó hoặc nạp lại tệp.",
        ) from cause
    return _page(output.decode("utf-8", errors="replace"), size)


def _page(table: str, size: tuple[int, int]) -> PrintedPage:
    """A page of Tesseract's table of words (TSV)."""
    width, height = size
    lines: dict[tuple[str, ...], list[str]] = {}
    boxes: list[tuple[float, float, float, float]] = []
    confidences: list[float] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        # white space inside a word would be two words with one box
        text = "".join((row["text"] or "").split())
        if row["level"] != "5" or not text:
            continue
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(text)
        left, top = int(row["left"]), int(row["top"])
        right, bottom = left + int(row["width"]), top + int(row["height"])
        boxes.append((left / width, top / height, right / width, bottom / height))
        confidences.append(max(0.0, float(row["conf"])) / 100)
    if not boxes:
        return PrintedPage("", EMPTY.boxes, EMPTY.confidences, recognised=True)
    pieces: list[str] = []
    last: tuple[str, ...] = ()
    for place, words in lines.items():
        if last and place[:2] != last[:2]:
            pieces.append("")
        pieces.append(" ".join(words))
        last = place
    return PrintedPage(
        "\n".join(pieces), np.array(boxes, np.float32), np.array(confidences, np.float32), recognised=True
    )
