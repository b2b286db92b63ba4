"""What ingest makes of a file: a document with pages, sections, chunks and decision references.

All values are frozen. Every position is a span of ``Document.text``, the cleaned text, unless
its name says ``original``; ``Document.edited`` maps between the two.
"""

from dataclasses import dataclass, field
from functools import cached_property

from ingest.boxes import Box
from ingest.edits import Edit, EditedText
from ingest.spans import Span


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number, its span, and whether its start could be told for certain.

    ``original_start`` is where it starts in the original text; ``recognised`` is true where its
    letters are a recogniser's, and ``confidence`` then how sure it was on average, if it says.
    ``own`` is false for a sheet that only we set, of a file that has no pages: its number is nothing to cite.
    """

    number: int
    span: Span
    certain: bool = True
    original_start: int = 0
    recognised: bool = False
    confidence: float | None = None
    own: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One of the files that a document is made of: its name, how many of the document's pages are its own.

    ``wrapped`` says whether its line breaks may only be the printed page's.
    """

    file_name: str
    pages: int
    wrapped: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A leaf of the section tree; ``span`` covers its heading and own text, not its children.

    ``label`` is how citations write it (``II.2``, ``Điều 7``, ``header``, ``recipients``);
    ``heading`` is its heading line, empty for parts without one; ``path`` holds the headings
    from the outermost section down to this one; ``body_start`` is where its own text begins,
    behind the heading or number. The sections of a document tile its text.
    """

    label: str
    heading: str
    path: tuple[str, ...]
    span: Span
    body_start: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A provision: the smallest passage that stands alone.

    ``document.text[span] == text`` always. ``detail`` names the part of the section it is
    (``khoản 2``, ``điểm a``), ``lead`` is the span of the sentence that introduces a list
    item ("… các mục tiêu cụ thể sau:"), if it is one.
    """

    index: int
    section: str
    path: tuple[str, ...]
    span: Span
    text: str
    page: int | None = None
    detail: str = ""
    lead: Span | None = None


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """One mention of a decision in a document.

    ``number`` is its number and sign ("80/QĐ-TTg"), ``kind`` its type ("Quyết định"), ``date``
    the date as written there ("10/02/2023") or "", ``issuer`` and ``subject`` as written there
    or "". ``span`` covers the whole mention; ``relation`` is the verb that leads to it ("thực hiện").
    """

    number: str
    kind: str
    date: str
    issuer: str
    subject: str
    section: str
    span: Span
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that can't be read in the source ("ngày zs"), shown as such and never guessed."""

    span: Span
    kind: str = "illegible"


@dataclass(frozen=True, slots=True)
class Aside:
    """What is printed on a page and is not its text: it is in neither text, only here.

    ``kind`` is ``running-head``, ``page-number``, ``signature`` (the note that a digital signature
    prints) or ``smudge`` (what a recogniser made of a stamp or a written name).
    """

    page: int
    kind: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Fact:
    """A value read from the text at ``span``; ``legible`` is false where part of it can't be read.

    ``by_hand`` is true where a person gave the value in place of what was read there.
    """

    value: str = ""
    span: Span | None = None
    legible: bool = True
    by_hand: bool = False

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document's heading says of it; an empty fact where it does not say.

    ``sign`` is the letter part of the number ("KH/TU"), which may be legible when it is not.
    ``recipients`` are divided by "; "; ``signer`` is the signer's name as written.
    """

    kind: Fact = Fact()
    number: Fact = Fact()
    sign: Fact = Fact()
    date: Fact = Fact()
    place: Fact = Fact()
    issuer: Fact = Fact()
    subject: Fact = Fact()
    recipients: Fact = Fact()
    signer: Fact = Fact()


@dataclass(frozen=True)
class Document:
    """A document as the library keeps it.

    ``id`` is the SHA-256 of the file's bytes in hex; ``name`` the file's name without its
    ending, by which citations call it; ``text`` the cleaned text that all spans count in.
    ``parts`` are the files of a document that is made of several, in order, none where it is one file:
    ``name`` and ``file_name`` are then the name it was given, ``id`` the hash of all of them.
    ``wrapped`` says whether lines of the original are printed lines; None in a record from before
    that was kept.
    """

    id: str
    name: str
    file_name: str
    original: str
    text: str
    edits: tuple[Edit, ...] = ()
    proposals: tuple[Edit, ...] = ()
    marks: tuple[Mark, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    references: tuple[DecisionRef, ...] = ()
    asides: tuple[Aside, ...] = ()
    wrapped: bool | None = None
    parts: tuple[Part, ...] = ()

    @property
    def title(self) -> str:
        """A short human name: kind and number or subject, else the file's name.

        A law goes by its name, with the number behind it.
        """
        known = self.metadata
        if known.kind and not known.number and not known.subject:
            return known.kind.value
        if known.kind.value in _NAMED_KINDS and known.subject:
            name = f"{known.kind.value} {known.subject.value[:1].lower()}{known.subject.value[1:]}"
            return _shortened(name) + (f" ({known.number.value})" if known.number else "")
        if known.kind and known.number:
            return f"{known.kind.value} {known.number.value}"
        if known.kind and known.subject:
            return _shortened(
                f"{known.kind.value} {known.subject.value[:1].lower()}{known.subject.value[1:]}"
            )
        return self.name

    @cached_property
    def edited(self) -> EditedText:
        return EditedText(self.original, self.edits)

    def page_at(self, position: int) -> Page | None:
        """The page that can be cited for a position; None where there are none, or only sheets that we set."""
        return next((p for p in self.pages if p.own and p.span.start <= position < p.span.end), None)

    def file_at(self, position: int) -> str:
        """The name of the file that a position of the text comes from."""
        page = next((p.number for p in self.pages if p.span.start <= position < p.span.end), 1)
        return self.place_of(page)[1]

    def place_of(self, page: int) -> tuple[int, str, int]:
        """Where a page is from: the number of its file (from 0), that file's name, the page's number in it.

        ``page`` counts from 1 through the whole document.
        """
        before = 0
        for number, part in enumerate(self.parts):
            if page <= before + part.pages:
                return number, part.file_name, page - before
            before += part.pages
        return 0, self.file_name, page

    def section_at(self, position: int) -> Section | None:
        return next((s for s in self.sections if s.span.start <= position < s.span.end), None)

    def scanned(self, span: Span) -> str:
        """What the source said where the cleaned text has ``span``."""
        return self.edited.to_original(span).of(self.original)


_NAMED_KINDS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})


def _shortened(title: str, longest: int = 80) -> str:
    """A long title up to its first date, or to a whole word: "Kế hoạch thực hiện Kết luận số 72-KL/TW"."""
    if len(title) <= longest:
        return title
    named, dated, _ = title[: longest * 2].partition(" ngày ")
    return named if dated and len(named) <= longest else title[:longest].rsplit(" ", 1)[0] + "…"
