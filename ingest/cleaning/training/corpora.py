"""The text that the cleaner learns from, paragraph by paragraph, in a training and a held-out part.

Law text is left out on purpose: the cleaner is measured on pages of statutes, so none of its
counts may come from statutes.
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

HELD_OUT_EVERY = 40
"""One text in so many is never counted: noise for the channel and the calibration is made of these."""

ADMINISTRATIVE = "administrative"


def paragraphs(corpora: Path, *, held_out: bool, source: str = "") -> Iterator[str]:
    """Paragraphs in NFC, of the training or the held-out part; of one ``source`` or of all."""
    for number, (name, text) in enumerate(_texts(corpora)):
        if (number % HELD_OUT_EVERY == 0) == held_out and source in ("", name):
            for line in text.split("\n"):
                paragraph = _as_printed(line)
                if paragraph:
                    yield paragraph


def _texts(corpora: Path) -> Iterator[tuple[str, str]]:
    """(source, text) of every text, in a fixed order."""
    with gzip.open(corpora / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield "news", "\n".join((article["title"], article["summary"], article["body"]))
    with (corpora / "wiki-questions.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield "encyclopedia", json.loads(line)["passage"]
    with (corpora / "administrative.txt").open(encoding="utf-8") as lines:
        for line in lines:
            yield ADMINISTRATIVE, line


def _as_printed(line: str) -> str:
    """``line`` in NFC with the spacing of print: the news came with spaces around punctuation."""
    line = " ".join(unicodedata.normalize("NFC", line).split())
    line = re.sub(r" ([,.;:!?)\]%…])", r"\1", line)
    return re.sub(r"([(\[]) ", r"\1", line)
