"""What a reader makes of a file: its text, its page starts, and how far to trust the letters."""

from dataclasses import dataclass, field

from ingest.documents import Aside, Part
from ingest.layout import PageStart
from ingest.words import Words


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file before cleaning.

    ``page_starts`` count in ``text``; empty where pages are unknown. ``recognised`` is true
    where the letters may be an OCR engine's guess, so that cleaning is worth while; ``wrapped``
    where line breaks may only be the printed page's; ``words`` are the places of the words, none
    where the file has no pages to show; ``asides`` are what is printed on the pages besides the text;
    ``parts`` the files that it is made of, where they are several.
    """

    text: str
    page_starts: tuple[PageStart, ...] = ()
    recognised: bool = True
    wrapped: bool = True
    words: Words = field(default_factory=lambda: Words.of(""))
    asides: tuple[Aside, ...] = ()
    parts: tuple[Part, ...] = ()
