"""Everyday words and the official ones for the same thing: who asks about a "bằng lái" wants the "giấy phép lái xe"."""

from functools import cache
from pathlib import Path

from ingest.vietnamese import fold, tokens

Phrase = tuple[str, ...]
"""The syllables of a phrase."""


def official_words(text: str) -> tuple[str, ...]:
    """What official texts say for the everyday words of ``text``, without what it says itself.

    A syllable typed without its marks may be any that is spelled so; one with marks is only itself.
    """
    typed = tokens(text)
    bare = [fold(syllable) for syllable in typed]
    found: dict[str, None] = {}
    for start in range(len(typed)):
        for end in range(start + 1, min(len(typed), start + _longest()) + 1):
            for phrase, official in _table().get(tuple(bare[start:end]), ()):
                if all(t in (p, fold(p)) for t, p in zip(typed[start:end], phrase, strict=True)):
                    found |= dict.fromkeys(official)
    said = f" {' '.join(bare)} "
    return tuple(words for words in found if f" {fold(' '.join(tokens(words)))} " not in said)


@cache
def _table() -> dict[Phrase, list[tuple[Phrase, tuple[str, ...]]]]:
    """Folded everyday phrase to the phrases spelled so, each with its official words."""
    table: dict[Phrase, list[tuple[Phrase, tuple[str, ...]]]] = {}
    for line in (Path(__file__).parent / "everyday.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            everyday, official = (part.strip() for part in line.split("="))
            phrase = tuple(tokens(everyday))
            others = tuple(part.strip() for part in official.split("|"))
            table.setdefault(tuple(fold(syllable) for syllable in phrase), []).append((phrase, others))
    return table


@cache
def _longest() -> int:
    return max(map(len, _table()), default=0)
