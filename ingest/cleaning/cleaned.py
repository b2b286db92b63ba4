"""The result of cleaning a text."""

from dataclasses import dataclass

from ingest.edits import Edit, EditedText
from ingest.spans import Span


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text with the edits applied to it, the changes only proposed, and what can't be read.

    ``proposals`` and ``illegible`` count in code points of the original text.
    """

    edited: EditedText
    proposals: tuple[Edit, ...] = ()
    illegible: tuple[Span, ...] = ()
