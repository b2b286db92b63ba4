"""Recorded changes to a text, and the maps between the text before and after them.

An ``EditedText`` is an original text and the edits made to it. Everything else follows from
those two: the cleaned text, the position of any span in the other text, the original again.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.spans import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: ``original`` at ``span`` of the original text became ``replacement``.

    ``span`` counts code points of the original text; it may be empty (an insertion).
    ``rule`` names the function that made the change; ``confidence`` is in [0, 1].
    """

    span: Span
    original: str
    replacement: str
    rule: str
    confidence: float = 1.0

    def shifted(self, offset: int) -> "Edit":
        """The same change in a text that begins ``offset`` code points earlier."""
        return Edit(self.span.shifted(offset), self.original, self.replacement, self.rule, self.confidence)


@dataclass(frozen=True, slots=True)
class EditedText:
    """An original text with edits, in order and apart from each other.

    Raises ValueError if an edit overlaps another, or does not match the original text.
    """

    original: str
    edits: tuple[Edit, ...] = ()
    text: str = field(init=False)
    _clean_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pieces: list[str] = []
        clean_starts: list[int] = []
        position = length = 0
        for edit in self.edits:
            if edit.span.start < position or edit.span.end > len(self.original):
                raise ValueError(f"edit out of order or out of range at {edit.span}")
            if edit.span.of(self.original) != edit.original:
                raise ValueError(f"edit does not match the original at {edit.span}")
            kept = self.original[position : edit.span.start]
            length += len(kept)
            clean_starts.append(length)
            length += len(edit.replacement)
            pieces += (kept, edit.replacement)
            position = edit.span.end
        pieces.append(self.original[position:])
        object.__setattr__(self, "text", "".join(pieces))
        object.__setattr__(self, "_clean_starts", tuple(clean_starts))

    def to_original(self, span: Span) -> Span:
        """The smallest span of the original that ``span`` of the cleaned text came from.

        A boundary inside a replacement is widened to the whole of what was replaced.
        """
        start = self._to_original(span.start, round_up=False)
        return Span(start, max(start, self._to_original(span.end, round_up=True)))

    def to_clean(self, span: Span) -> Span:
        """The smallest span of the cleaned text that holds what ``span`` of the original became."""
        start = self._to_clean(span.start, round_up=False)
        return Span(start, max(start, self._to_clean(span.end, round_up=True)))

    def then(self, edits: Iterable[Edit]) -> "EditedText":
        """This text with ``edits``, whose spans count in ``self.text``, made on top of it.

        A new edit that overlaps earlier ones becomes one edit with them; it names all the rules
        and has the lowest of the confidences. Raises ValueError if ``edits`` overlap each other.
        """
        later = EditedText(self.text, tuple(sorted(edits, key=lambda e: e.span)))
        dirty = [
            *(
                (s, s + len(e.replacement), e, True)
                for s, e in zip(self._clean_starts, self.edits, strict=True)
            ),
            *((e.span.start, e.span.end, e, False) for e in later.edits),
        ]
        dirty.sort(key=lambda item: item[:2])
        composed: list[Edit] = []
        shift = index = 0
        while index < len(dirty):
            start, reach = dirty[index][:2]
            first = index
            while index < len(dirty) and (
                index == first
                or dirty[index][0] < reach
                or (dirty[index][0] == reach and (start == reach or dirty[index][1] == reach))
            ):
                reach = max(reach, dirty[index][1])
                index += 1
            old = [edit for *_, edit, is_old in dirty[first:index] if is_old]
            new = [edit for *_, edit, is_old in dirty[first:index] if not is_old]
            removed = sum(len(e.original) - len(e.replacement) for e in old)
            span = Span(start + shift, reach + shift + removed)
            shift += removed
            composed += [self._merged(span, Span(start, reach), old, new)] if new else old
        return EditedText(self.original, tuple(e for e in composed if e.original != e.replacement))

    def _merged(self, original: Span, clean: Span, old: Sequence[Edit], new: Sequence[Edit]) -> Edit:
        moved = (Edit(e.span.shifted(-clean.start), e.original, e.replacement, e.rule) for e in new)
        replacement = EditedText(clean.of(self.text), tuple(moved)).text
        members = [*old, *new]
        rule = "+".join(dict.fromkeys(e.rule for e in members))
        return Edit(
            original, original.of(self.original), replacement, rule, min(e.confidence for e in members)
        )

    def _to_original(self, position: int, *, round_up: bool) -> int:
        index = bisect_right(self._clean_starts, position - round_up) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        inside = position - self._clean_starts[index]
        if inside > len(edit.replacement) or (inside == len(edit.replacement) and not round_up):
            return edit.span.end + inside - len(edit.replacement)
        return edit.span.end if round_up else edit.span.start

    def _to_clean(self, position: int, *, round_up: bool) -> int:
        index = bisect_right(self.edits, position - round_up, key=lambda e: e.span.start) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        clean_end = self._clean_starts[index] + len(edit.replacement)
        if position >= edit.span.end:
            return clean_end + position - edit.span.end
        return clean_end if round_up else self._clean_starts[index]


def rebuild_original(text: str, edits: Sequence[Edit]) -> str:
    """The original text again, from the cleaned ``text`` and the edits that led to it."""
    pieces: list[str] = []
    position = shift = 0
    for edit in edits:
        start = edit.span.start + shift
        pieces += (text[position:start], edit.original)
        position = start + len(edit.replacement)
        shift += len(edit.replacement) - len(edit.original)
    pieces.append(text[position:])
    return "".join(pieces)
