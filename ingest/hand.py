"""What a person corrected by hand: words of a text, and facts of its heading.

Kept in ``hand/<document id>.json`` beside the library, so that it holds when the document is read
again. A correction remembers its place in the original text and the words around it: read by another
OCR model the text may have moved, and then the words say where it belongs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.documents import Document, Fact, Metadata
from ingest.edits import Edit, EditedText
from ingest.errors import CanCuError, DataDirError
from ingest.library import data_dir_error, write_atomically
from ingest.spans import Span

RULE = "hand"
LONGEST = 400
"""Characters that one correction may change."""
_CONTEXT = 24  # characters on each side
FACTS = tuple(field.name for field in fields(Metadata))
"""The facts of a heading that may be corrected."""


class HandError(CanCuError):
    """A correction by hand that can't be taken as it is."""


@dataclass(frozen=True, slots=True)
class HandEdit:
    """``original`` at ``start`` of the original text, between ``before`` and ``after``, is ``replacement``."""

    start: int
    before: str
    original: str
    after: str
    replacement: str


@dataclass(frozen=True, slots=True)
class HandWork:
    """All that was corrected by hand in one document. ``facts`` are pairs of name and value.

    ``confirmed``: a person has compared the facts of the heading with the page.
    """

    edits: tuple[HandEdit, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    confirmed: bool = False


_WORK = TypeAdapter(HandWork)


def load_hand(data_dir: Path, document_id: str) -> HandWork:
    """What was corrected by hand in a document. Raises DataDirError if the record is damaged."""
    path = _path(data_dir, document_id)
    try:
        return _WORK.validate_json(path.read_bytes())
    except FileNotFoundError:
        return HandWork()
    except (OSError, ValidationError) as error:
        raise DataDirError(
            f"Tệp ghi các chỗ sửa tay {path} bị hỏng.", "Hãy xoá tệp này rồi sửa lại."
        ) from error


def save_hand(data_dir: Path, document_id: str, work: HandWork) -> None:
    """Keep ``work`` in place of what was kept before. Raises DataDirError."""
    write_atomically(_path(data_dir, document_id), _WORK.dump_json(work, indent=1))


def forget_hand(data_dir: Path, document_id: str) -> None:
    """Nothing is corrected by hand in the document any more. Raises DataDirError."""
    try:
        _path(data_dir, document_id).unlink(missing_ok=True)
    except OSError as error:
        raise data_dir_error(data_dir) from error


def hand_edit(document: Document, span: Span, seen: str, replacement: str, *, digits: bool) -> HandEdit:
    """The correction of ``span`` of a document's text, where ``seen`` stood, to ``replacement``.

    Raises HandError where the text has changed since it was seen, where there is nothing to correct,
    and where digits would change without ``digits`` (the person's word that they were compared).
    """
    text = document.text
    replacement = re.sub(r"\s+", " ", replacement)
    if span.end > len(text) or span.of(text) != seen:
        raise HandError("Văn bản đã thay đổi từ khi bạn mở.", "Hãy mở lại tài liệu rồi sửa.")
    if not seen.strip() or len(span) > LONGEST or len(replacement) > LONGEST:
        raise HandError("Chỗ cần sửa phải có chữ và không quá dài.", f"Hãy chọn từ 1 đến {LONGEST} ký tự.")
    if replacement == seen:
        raise HandError("Chữ mới giống chữ cũ.", "Hãy gõ chữ đúng rồi lưu.")
    if re.findall(r"\d", seen) != re.findall(r"\d", replacement) and not digits:
        raise HandError(
            "Chỗ sửa làm thay đổi chữ số.", "Hãy đối chiếu với ảnh trang rồi đánh dấu xác nhận chữ số."
        )
    edited = document.edited
    source = edited.to_original(span)
    whole = edited.to_clean(source)
    start, end = min(whole.start, span.start), max(whole.end, span.end)
    return _anchored(document.original, source, text[start : span.start] + replacement + text[span.end : end])


def _anchored(original: str, span: Span, replacement: str) -> HandEdit:
    before = original[max(0, span.start - _CONTEXT) : span.start]
    after = original[span.end : span.end + _CONTEXT]
    return HandEdit(span.start, before, span.of(original), after, replacement)


def with_edit(work: HandWork, edit: HandEdit) -> HandWork:
    """``work`` with one more correction, in place of those that it covers."""
    start, end = edit.start, edit.start + len(edit.original)
    kept = (e for e in work.edits if e.start + len(e.original) <= start or e.start >= end)
    return replace(work, edits=tuple(sorted((*kept, edit), key=lambda e: e.start)))


def without_edit(work: HandWork, start: int) -> HandWork:
    """``work`` without the correction that stands at ``start`` of the original text."""
    return replace(work, edits=tuple(e for e in work.edits if e.start != start))


def with_facts(work: HandWork, facts: Iterable[tuple[str, str]]) -> HandWork:
    """``work`` with these facts; an empty value takes the correction of that fact back."""
    known = dict(work.facts) | {name: " ".join(value.split()) for name, value in facts if name in FACTS}
    return replace(work, facts=tuple((name, known[name]) for name in FACTS if known.get(name)))


def apply_edits(edited: EditedText, edits: Iterable[HandEdit]) -> EditedText:
    """``edited`` with the corrections by hand, which go before whatever else was changed there.

    A correction whose words are no longer found, or not in one place only, is left out.
    """
    placed: list[Edit] = []
    for edit in sorted(edits, key=lambda e: e.start):
        span = _place(edit, edited.original)
        if span is not None and (not placed or placed[-1].span.end <= span.start):
            placed.append(Edit(span, edit.original, edit.replacement, RULE))
    if not placed:
        return edited
    kept = (e for e in edited.edits if not any(_meet(e.span, hand.span) for hand in placed))
    return EditedText(edited.original, tuple(sorted((*kept, *placed), key=lambda e: e.span)))


def apply_facts(metadata: Metadata, facts: Iterable[tuple[str, str]]) -> Metadata:
    """``metadata`` with the facts corrected by hand; where they stand in the text stays known."""
    corrected = {
        name: replace(getattr(metadata, name), value=value, legible=True, by_hand=True)
        for name, value in facts
    }
    return replace(metadata, **corrected)


def by_hand(document: Document) -> tuple[tuple[str, Fact], ...]:
    """The facts of a document that a person corrected."""
    facts = ((name, getattr(document.metadata, name)) for name in FACTS)
    return tuple((name, fact) for name, fact in facts if fact.by_hand)


def is_by_hand(edit: Edit) -> bool:
    """True for an edit that a person made, alone or with what was joined to it later."""
    return RULE in edit.rule.split("+")


def covered(span: Span, edited: EditedText) -> bool:
    """True if a person corrected what stands at ``span`` of the original text."""
    return any(e.span.overlaps(span) for e in edited.edits if is_by_hand(e))


def _place(edit: HandEdit, original: str) -> Span | None:
    known = f"{edit.before}{edit.original}{edit.after}"
    start = edit.start - len(edit.before)
    if original[max(0, start) : max(0, start) + len(known)] != known:
        start = original.find(known)
        if start < 0 or original.find(known, start + 1) >= 0:
            return None
    found = max(0, start) + len(edit.before)
    return Span(found, found + len(edit.original))


def _meet(edit: Span, hand: Span) -> bool:
    return edit.overlaps(hand) or (len(edit) == 0 and hand.start < edit.start < hand.end)


def _path(data_dir: Path, document_id: str) -> Path:
    return data_dir / "hand" / f"{document_id}.json"
