"""Make OCR noise: print held-out text on pages, spoil them the way scans are, and read them again.

    python -m ingest.cleaning.training.scan_noise CORPORA OUT_DIR --pages 600

Writes NNNN.gold.txt and NNNN.ocr.txt. Needs Pillow, Tesseract with its Vietnamese and English
models, and a Times-like font.
"""

import argparse
import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.cleaning.training.corpora import paragraphs

FONT_DIR = Path("/usr/share/fonts/truetype")
FONTS = (  # each has the Vietnamese letters; the Times-like one counts most, as official papers use it
    *("freefont/FreeSerif.ttf",) * 4,
    "freefont/FreeSerifBold.ttf",
    "freefont/FreeSerifItalic.ttf",
    "dejavu/DejaVuSerif.ttf",
    "noto/NotoSerif-Regular.ttf",
    *("liberation2/LiberationSerif-Regular.ttf",) * 5,
    "liberation2/LiberationSerif-Bold.ttf",
    "liberation2/LiberationSerif-Italic.ttf",
)
SCANS = ("thin", "thin", "plain", "plain", "bold", "fax", "bleed")


def page_texts(corpora: Path, rng: random.Random, words_a_page: int = 260) -> Iterator[list[str]]:
    """Paragraphs for one page after another; some short ones become headings in capitals."""
    everything = [p for p in paragraphs(corpora, held_out=True) if len(p) > 25]
    rng.shuffle(everything)
    page: list[str] = []
    count = 0
    for text in everything:
        paragraph = text
        if len(text) < 110 and rng.random() < 0.5:
            paragraph = text.upper()
        page.append(paragraph)
        count += len(paragraph.split())
        if count >= words_a_page:
            yield page
            page, count = [], 0


def wrapped(paragraphs_of_page: list[str], font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The paragraphs as printed lines no wider than ``width`` pixels."""
    lines: list[str] = []
    for paragraph in paragraphs_of_page:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if font.getlength(longer) > width and line:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def printed(lines: list[str], font: ImageFont.FreeTypeFont, width: int, margin: int) -> Image.Image:
    step = int(font.size * 1.35)
    image = Image.new("L", (width + 2 * margin, step * len(lines) + 2 * margin), 255)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((margin, margin + row * step), line, font=font, fill=0)
    return image


def spoiled(image: Image.Image, scan: str, rng: random.Random) -> Image.Image:
    """``image`` the way a scanner of kind ``scan`` would deliver it."""
    noise = np.random.default_rng(rng.randrange(1 << 32))
    image = image.rotate(rng.uniform(-0.5, 0.5), fillcolor=255, resample=Image.Resampling.BICUBIC)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.0)))
    gray: npt.NDArray[np.floating] = np.asarray(image, dtype=np.float32)
    if scan == "thin":
        gray = np.minimum(255, gray + rng.uniform(50, 110) * (gray < 250))
        gray = np.where(gray > rng.uniform(170, 225), 255, gray)
    elif scan == "bold":
        gray = np.asarray(image.filter(ImageFilter.MinFilter(3)), dtype=np.float32)
    elif scan == "bleed":
        back = np.asarray(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), dtype=np.float32)
        gray = np.minimum(gray, 255 - (255 - back) * rng.uniform(0.15, 0.4))
    contrast = rng.uniform(0.55, 1.0)
    gray = 255 - (255 - gray) * contrast + noise.normal(0, rng.uniform(3, 20), gray.shape)
    specks = noise.random(gray.shape) < rng.uniform(0, 0.001)
    gray = np.where(specks, noise.uniform(0, 160, gray.shape), gray)
    if scan == "fax":
        gray = np.where(gray < rng.uniform(120, 190), 0, 255)
    done = Image.fromarray(np.clip(gray, 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    done.save(packed, "JPEG", quality=rng.randint(42, 75))
    return Image.open(packed)


def recognised(image: Image.Image, languages: str, dpi: int) -> str:
    """What Tesseract reads in ``image``."""
    png = io.BytesIO()
    image.save(png, "PNG")
    command = ["tesseract", "stdin", "stdout", "-l", languages, "--dpi", str(dpi)]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=png.getvalue(), capture_output=True, check=True, env=environment)
    return done.stdout.decode("utf-8").replace("\f", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fonts", nargs="+", default=["freefont", "dejavu", "noto"], metavar="FOLDER")
    args = parser.parse_args()
    fonts = [name for name in FONTS if name.split("/")[0] in args.fonts]
    missing = sorted({name for name in fonts if not (FONT_DIR / name).exists()})
    if missing:
        parser.error(f"no font {', '.join(missing)} in {FONT_DIR}")
    args.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(args.seed)
    for number, text in enumerate(page_texts(args.corpora, rng)):
        if number >= args.pages:
            break
        dpi = rng.randint(138, 205)
        font = ImageFont.truetype(
            str(FONT_DIR / rng.choice(fonts)), round(rng.choice((12, 13, 14)) * dpi / 72)
        )
        lines = wrapped(text, font, round(6.3 * dpi))
        image = spoiled(printed(lines, font, round(6.3 * dpi), round(0.7 * dpi)), rng.choice(SCANS), rng)
        read = recognised(image, rng.choice(("vie", "vie", "eng+vie")), dpi)
        (args.out / f"{number:04}.gold.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (args.out / f"{number:04}.ocr.txt").write_text(read, encoding="utf-8")
        sys.stderr.write(f"\r{number + 1}/{args.pages}")


if __name__ == "__main__":
    main()
