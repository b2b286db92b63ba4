"""Words run together: ``mớiQuy hoạch`` → ``mới Quy hoạch``, ``LưuVPTU`` → ``Lưu VPTU``."""

from collections.abc import Sequence

from ingest.cleaning.marks import old_place
from ingest.cleaning.readings import Model
from ingest.cleaning.words import Case, Word
from ingest.edits import Edit
from ingest.spans import Span

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz")
RULE = "run-together words"


def split_words(words: Sequence[Word], model: Model) -> list[Edit]:
    """A space before a capital inside a word, where a syllable of Vietnamese ends.

    The syllable must bear a mark: foreign names (GrabTaxi, VietJet) have capitals inside too.
    """
    edits: list[Edit] = []
    for word in words:
        if word.protected or word.case is not Case.MIXED:
            continue
        at = next((i for i in range(2, len(word.text)) if word.text[i].isupper()), 0)
        left, right = word.text[:at], word.text[at:]
        if not at or not left[1:].islower() or set(left.lower()) <= _PLAIN:
            continue
        if not model.is_known_syllable(old_place(left.lower())):
            continue
        follows = right.isupper() and 2 <= len(right) <= 6
        if follows or model.is_known_syllable(old_place(right.lower())):
            place = word.span.start + at
            edits.append(Edit(Span(place, place), "", " ", RULE, 0.9))
    return edits
