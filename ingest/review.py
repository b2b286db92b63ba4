"""A person's verdict on the corrections of a document: seen, accepted, rejected, carried out."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from ingest.cleaning import clean
from ingest.cleaning.corrections import Correction, Verdict, corrections_of, load_decisions, save_decisions
from ingest.documents import Document
from ingest.errors import CanCuError
from ingest.hand import HandEdit, HandWork, load_hand, save_hand, with_edit, with_facts, without_edit
from ingest.intake import Index
from ingest.library import Library
from ingest.pipeline import read_again, recognised_parts, source_again
from ingest.words import Words


class UnknownCorrectionError(CanCuError):
    """A code that names no correction of the document."""


def list_corrections(document: Document, data_dir: Path) -> list[Correction]:
    """The corrections of a document, made and proposed, in the order of its text."""
    decisions = load_decisions(data_dir, document.id)
    found: list[Correction] = []
    for start, part in recognised_parts(source_again(document, Words.of(document.original))):
        cleaned = clean(part, decisions)
        corrections = corrections_of(part, cleaned.edited.edits, cleaned.proposals, decisions)
        found += (replace(item, edit=item.edit.shifted(start)) for item in corrections)
    return found


def decide(
    document: Document, accepted: Collection[str], rejected: Collection[str], library: Library, index: Index
) -> Document:
    """Note the verdicts on the corrections with these codes, and read and index the document again.

    The caller holds ``library.locked()``. Raises UnknownCorrectionError, and changes nothing
    then; DataDirError.
    """
    by_code = {c.key.code: c.key for c in list_corrections(document, library.data_dir)}
    unknown = [code for code in (*accepted, *rejected) if code not in by_code]
    if unknown:
        raise UnknownCorrectionError(
            f"Tài liệu {document.name} không có chỗ sửa {', '.join(unknown)}.",
            f"Xem mã các chỗ sửa: python -m ingest corrections {document.name}",
        )
    library.contents(document)  # where a file is gone, nothing is noted
    decisions = dict(load_decisions(library.data_dir, document.id))
    decisions |= {by_code[code]: Verdict.ACCEPTED for code in accepted}
    decisions |= {by_code[code]: Verdict.REJECTED for code in rejected}
    save_decisions(library.data_dir, document.id, decisions)
    return reread(document, library, index)


def correct(document: Document, edit: HandEdit, library: Library, index: Index) -> Document:
    """Carry out a correction by hand, and read and index the document again.

    The caller holds ``library.locked()``. Raises DataDirError.
    """
    work = load_hand(library.data_dir, document.id)
    return _reread_with(with_edit(work, edit), document, library, index)


def take_back(document: Document, start: int, library: Library, index: Index) -> Document:
    """Take back the correction by hand at ``start`` of the original text. As ``correct``."""
    work = load_hand(library.data_dir, document.id)
    return _reread_with(without_edit(work, start), document, library, index)


def set_facts(
    document: Document, facts: Iterable[tuple[str, str]], library: Library, index: Index
) -> Document:
    """Correct facts of the heading; an empty value goes back to what was read. As ``correct``."""
    work = load_hand(library.data_dir, document.id)
    return _reread_with(with_facts(work, facts), document, library, index)


def _reread_with(work: HandWork, document: Document, library: Library, index: Index) -> Document:
    earlier = load_hand(library.data_dir, document.id)
    save_hand(library.data_dir, document.id, work)
    try:
        return reread(document, library, index)
    except CanCuError:
        save_hand(library.data_dir, document.id, earlier)
        raise


def reread(document: Document, library: Library, index: Index) -> Document:
    """Make a document again from what was read of its file, with all that was decided since.

    The caller holds ``library.locked()``. Raises UnreadableFileError, DataDirError.
    """
    contents = library.contents(document)
    reading = read_again(document, library)
    again = reading.document
    # Out of the index, changed, into the index: wherever this stops, the next start indexes
    # the record that the library then has.
    index.remove([document.id])
    library.put(again, *contents, words=reading.words)
    index.add([again])
    return again
