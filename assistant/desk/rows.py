"""What the list of documents shows of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.cleaning.corrections import Decisions, Verdict, key_of
from ingest.documents import Document
from ingest.edits import Edit
from ingest.hand import HandWork, by_hand, is_by_hand
from ingest.words import Words

_NAMED = 4  # files named in the list
_JOINING = frozenset({"join-lines"})
_DATE = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4})")


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list. ``file_name`` names its file, or its files. ``sort_date`` is its date as yyyymmdd, "" where that can't be told.

    ``confidence`` is the mean of what the recogniser said of its words, in [0, 1]; None where nothing
    was recognised. ``replaced_by`` names the document that says this one is no longer in force. ``confirmed``: a person has
    compared the facts of the heading with the page.
    """

    id: str
    name: str
    file_name: str
    title: str
    number: str
    date: str
    sort_date: str
    kind: str
    pages: int
    characters: int
    edits: int
    proposals: int
    hand: int
    illegible: int
    confidence: float | None = None
    replaced_by: str = ""
    confirmed: bool = False


def row_of(
    document: Document,
    decisions: Decisions,
    work: HandWork,
    confidence: float | None = None,
    replaced_by: str = "",
) -> Row:
    """The row of a document, with what was decided on its corrections and done by hand."""
    known = document.metadata
    made = real_edits(document.edits)
    return Row(
        id=document.id,
        name=document.name,
        file_name=file_names(document),
        title=document.title,
        number=known.number.value or (f"(không đọc được) {known.sign.value}" if known.sign else ""),
        date=known.date.value,
        sort_date=sortable(known.date.value),
        kind=known.kind.value,
        pages=len(document.pages),
        characters=len(document.text),
        edits=sum(not is_by_hand(edit) for edit in made),
        proposals=sum(
            decisions.get(key_of(edit, document.original)) is not Verdict.REJECTED
            for edit in document.proposals
        ),
        hand=sum(map(is_by_hand, made)) + len(by_hand(document)),
        illegible=len(document.marks),
        confidence=confidence,
        replaced_by=replaced_by,
        confirmed=work.confirmed,
    )


def file_names(document: Document) -> str:
    """The file that a document came from, or of several their number and the first of them."""
    names = [part.file_name for part in document.parts]
    if not names:
        return document.file_name
    return f"Gộp {len(names)} tệp: {', '.join(names[:_NAMED])}{', …' if len(names) > _NAMED else ''}"


def mean_confidence(words: Words) -> float | None:
    """The recogniser's mean confidence in a document's words; None where nothing was recognised."""
    known = words.confidences[~np.isnan(words.confidences)]
    return float(known.mean()) if len(known) else None


def real_edits(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that change words, not only where lines break."""
    return [edit for edit in edits if not set(edit.rule.split("+")) <= _JOINING]


def sortable(date: str) -> str:
    """A date as written ("ngày 23 tháng 02 năm 2024", "tháng 6 năm 2024") as yyyymmdd, unknown parts 00."""
    if match := _DATE.search(date):
        day, month, year = match.groups()
        return f"{year}{int(month):02}{int(day):02}"
    month_year = re.search(r"(?:tháng\s+(\d{1,2})\D+)?(\d{4})", date)
    return f"{month_year[2]}{int(month_year[1] or 0):02}00" if month_year else ""
