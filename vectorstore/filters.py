"""Limits on a search by what is known of a document: its name, sections, kind and date."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Document
from ingest.vietnamese import fold
from vectorstore.corpus import Corpus

_ISO = re.compile(r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(?:(\d{1,2})\s*[/.-]\s*)?(\d{1,2})\s*[/.-]\s*((?:19|20)\d\d)")
_WORDS = re.compile(r"(?:ngay\s+(\d{1,2})\s+)?(?:thang\s+(\d{1,2})\s+)?nam\s+((?:19|20)\d\d)")


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on a search; empty ones let everything through.

    A section has its parts with it ("II" has "II.1"). Kinds and names are compared without regard to
    capitals and diacritics. ``issued_from`` and ``issued_to`` are included in the range; a document whose
    date can't be read is outside of every range, one that names only its month or year is inside if
    that month or year touches the range.
    """

    documents: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    issued_from: date | None = None
    issued_to: date | None = None

    def __bool__(self) -> bool:
        return bool(self.sections) or self.by_document

    @property
    def by_document(self) -> bool:
        """True if some documents may be left out whole."""
        return bool(self.documents or self.kinds or self.issued_from or self.issued_to)

    def documents_of(self, corpus: Corpus) -> list[str]:
        """The ids of the documents that are let through."""
        names, kinds = _folded(self.documents), _folded(self.kinds)
        return [
            document.id
            for document in corpus.documents
            if (not names or fold(document.name) in names)
            and (not kinds or fold(document.metadata.kind.value) in kinds)
            and self._dated(document)
        ]

    def passages_of(self, corpus: Corpus) -> NDArray[np.bool_]:
        """Which passages are let through, shape (passages,)."""
        through = corpus.of_documents(self.documents_of(corpus))
        return through & corpus.in_sections(self.sections) if self.sections else through

    def _dated(self, document: Document) -> bool:
        if not self.issued_from and not self.issued_to:
            return True
        days = issued(document)
        return days is not None and days[0] <= (self.issued_to or date.max) and days[1] >= (
            self.issued_from or date.min
        )  # fmt: skip


def issued(document: Document) -> tuple[date, date] | None:
    """The first and the last day on which a document can have been issued, None if it does not say."""
    return days(document.metadata.date.value)


def days(written: str) -> tuple[date, date] | None:
    """The days that a date can mean: "ngày 23 tháng 2 năm 2024", "23/02/2024", "2024-02-23", "tháng 6 năm 2024", "2024"."""
    day: str | None
    month: str | None
    if match := _ISO.search(written):
        year, month, day = match.groups()
    elif match := _DAY.search(written) or _WORDS.search(fold(written)):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"\s*((?:19|20)\d\d)\s*", written):
        day, month, year = None, None, match[1]
    else:
        return None
    return _between(int(year), int(month or 0), int(day or 0))


def _between(year: int, month: int, day: int) -> tuple[date, date] | None:
    """The days of a year, of a month of it, or one day; 0 stands for any. None if there is no such day."""
    try:
        first, last_month = date(year, month or 1, day or 1), month or 12
        return first, date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def _folded(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}
