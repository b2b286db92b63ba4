"""A table of what documents say: columns, rows with their passages, and what of it is chosen."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assistant.answer import Quote
from ingest.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its ``key``, the words at its head, and its width in characters in a spreadsheet.

    A ``choice`` column can be filtered by its values; a ``verbatim`` one holds words of a document;
    one that is not ``shown`` stands in files alone, for another column of the page says it too.
    """

    key: str
    label: str
    width: int
    choice: str = ""
    verbatim: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a text a column, the passages behind it, and keys for sorting where the text is none.

    ``choices`` are a row's values in the columns that can be filtered; without, the cell's own text.
    ``notes`` is shown with it as a warning.
    """

    cells: Mapping[str, str]
    quotes: tuple[Quote, ...]
    keys: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def values(self, column: str) -> tuple[str, ...]:
        """The values by which the row is filtered in a column."""
        return self.choices.get(column, (self.cells.get(column, ""),))


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user chose: words to be found, a value for some columns, and the column to sort by."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``name`` is the beginning of its file's name."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def select(self, selection: Selection) -> tuple[Row, ...]:
        """The chosen rows in the chosen order; without one, that of the documents.

        Words match without regard to case and diacritics unless they carry some; each must occur, and
        quoted ones together.
        """
        wanted = list(_words(selection.words))
        rows = [
            row
            for row, (plain, marked) in zip(self.rows, self._texts, strict=True)
            if all((word in plain) if word == fold(word) else (word in marked) for word in wanted)
            and all(value in row.values(key) for key, value in selection.chosen.items() if value)
        ]
        if any(column.key == selection.sort for column in self.columns):
            rows.sort(key=lambda row: _sort_key(row, selection.sort), reverse=selection.descending)
            rows.sort(key=lambda row: not row.cells.get(selection.sort))  # empty cells come last either way
        return tuple(rows)

    def values(self, column: str) -> tuple[tuple[str, int], ...]:
        """The values of a column with the number of their rows, in alphabetical order, the empty one last."""
        counts = Counter(value for row in self.rows for value in set(row.values(column)))
        return tuple(sorted(counts.items(), key=lambda item: (not item[0], natural(item[0]))))

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns of the page: those that tell its rows apart, and hold anything at all."""
        return tuple(
            column
            for column in self.columns
            if column.shown
            and any(row.cells.get(column.key) for row in self.rows)
            and (column.key != "document" or len(self.values(column.key)) > 1)
        )

    @cached_property
    def _texts(self) -> tuple[tuple[str, str], ...]:
        """The words of each row, folded and as they are, for finding."""
        joined = [
            "\n".join(" ".join(text.split()) for text in row.cells.values()).lower() for row in self.rows
        ]
        return tuple((fold(text), text) for text in joined)


def _sort_key(row: Row, column: str) -> Any:
    return row.keys.get(column) or natural(row.cells.get(column, ""))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts as people do: without regard to case and marks, "IV.9" before "IV.10"."""
    parts = re.findall(r"\d+|[^\d]+", fold(text))
    return (*((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts), (2, 0, text))


def _words(query: str) -> Iterable[str]:
    for quoted, word in re.findall(r"[\"“]([^\"”]+)[\"”]|(\S+)", query.lower()):
        if wanted := " ".join((quoted or word).split()):
            yield wanted


def by_frequency(names: Sequence[str], keys: Sequence[str]) -> dict[str, str]:
    """For each key the spelling that occurs most often with it: one name a body."""
    spellings: dict[str, Counter[str]] = {}
    for name, key in zip(names, keys, strict=True):
        spellings.setdefault(key, Counter())[name] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in spellings.items()}
