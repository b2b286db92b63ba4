"""What turning and straightening are worth: ``python -m ingest.bench_turned --data ../shared``.

The development scans are turned by degrees and quarters, and read by Tesseract as they lie and by the
reader. Prints the character error rates and the seconds a page. Wants Tesseract; takes ten minutes.
"""

import argparse
import io
import sys
import time
from pathlib import Path

from PIL import Image

from ingest.bench import error_rate
from ingest.cli import main_guard
from ingest.readers import tesseract
from ingest.readers.pages import page_to_read
from ingest.readers.preparation import png, without_grain
from ingest.readers.recognition import DPI, right_way_up
from ingest.readers.watch import QUIET

DEGREES = (0, 1, -1, 2, -2, 4, -4, 90, 180, 270)


def main_arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest.bench_turned")
    parser.add_argument("--data", type=Path, required=True, help="folder with ocr/dev")
    parser.add_argument("--degrees", type=int, nargs="+", default=DEGREES, help="counter-clockwise")
    parser.add_argument("-v", "--verbose", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print a line for every turn."""
    gold: list[str] = []
    pictures: list[tuple[Image.Image, int]] = []
    for path in sorted((arguments.data / "ocr/dev/pdf").glob("scan-*.pdf")):
        for number, text in enumerate(
            path.with_suffix(".gold.txt").read_text(encoding="utf-8").split("\f"), 1
        ):
            drawn = Image.open(io.BytesIO(page_to_read(path, number, DPI)))
            pictures.append((without_grain(drawn.convert("L")), round(drawn.info["dpi"][0])))
            gold.append(text)
    for degrees in arguments.degrees:
        as_it_lies, upright, seconds = [], [], [0.0, 0.0]
        for picture, dpi in pictures:
            turned = picture.rotate(
                degrees, Image.Resampling.BICUBIC, expand=degrees % 90 == 0, fillcolor=255
            )
            start = time.monotonic()
            as_it_lies.append(tesseract.recognise(png(turned), dpi, turned.size, "", QUIET).text)
            middle = time.monotonic()
            upright.append(right_way_up(turned, dpi, "", QUIET).text)
            seconds = [seconds[0] + middle - start, seconds[1] + time.monotonic() - middle]
        sys.stdout.write(
            f"{degrees:4} degrees: as it lies {error_rate(gold, as_it_lies):6.2f} %, {seconds[0] / len(gold):.1f} s; "
            f"turned upright {error_rate(gold, upright):6.2f} %, {seconds[1] / len(gold):.1f} s\n"
        )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main_guard(main_arguments, run))
