"""Words as printed and as recognised, paired from gold and OCR pages."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from ingest.cleaning.words import Word, words_of


def page_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Gold and OCR text of each page in ``folder``."""
    for gold in sorted(folder.glob("*.gold.txt")):
        ocr = gold.with_name(gold.name.replace(".gold.", ".ocr."))
        if ocr.exists():
            yield gold.read_text(encoding="utf-8"), ocr.read_text(encoding="utf-8")


def aligned(gold: str, ocr: str) -> list[tuple[Word, Word]]:
    """Words of both texts that stand for each other; words split, joined or lost are left out."""
    left, right = words_of(gold), words_of(ocr)
    matcher = SequenceMatcher(None, [w.text for w in left], [w.text for w in right], autojunk=False)
    pairs: list[tuple[Word, Word]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            pairs += zip(left[a:b], right[c:d], strict=True)
        elif tag == "replace":
            pairs += _similar(left[a:b], right[c:d])
    return pairs


def _similar(left: Sequence[Word], right: Sequence[Word]) -> list[tuple[Word, Word]]:
    """Greedy left-to-right pairs of words that share most of their letters."""
    pairs: list[tuple[Word, Word]] = []
    at = 0
    for word in left:
        for ahead in range(at, min(at + 3, len(right))):
            if SequenceMatcher(None, word.lower, right[ahead].lower).ratio() > 0.6:
                pairs.append((word, right[ahead]))
                at = ahead + 1
                break
    return pairs
