"""From text to sections that tile it: header, I, II.1 … or Điều 1 …, recipients, appendices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.documents import Section
from ingest.headings import (
    HEADER,
    RECIPIENTS,
    Heading,
    Level,
    appendix_name,
    arabic_heading,
    article_heading,
    attached_name,
    decimal_heading,
    division_heading,
    is_recipients,
    mostly_capitals,
    roman_heading,
)
from ingest.layout import Line, lines_of, table_rows
from ingest.spans import Span

__all__ = ["HEADER", "RECIPIENTS", "WHOLE", "find_sections"]
WHOLE = "toàn văn"
# A new wording quoted by an amending law; its articles and numbers are not this document's.
_QUOTE_OPENS = re.compile(r"\s*(?P<mark>[“\"])\s*(?:Điều|Chương|Mục|Phần|\d{1,3}[a-zđ]?\.|[a-zđ]\))")
_QUOTE_CLOSES = {"“": re.compile(r"”[\s.;,:]*$"), '"': re.compile(r"(?<=\S)\"[\s.;,:]*$")}
_LONGEST_QUOTE = 120  # lines
_LONGEST_TITLE = 250  # characters; a longer "heading" is a numbered paragraph


@dataclass(slots=True)
class _Open:
    """A division that later headings stand under."""

    level: Level
    number: str
    value: int
    heading: str


@dataclass(slots=True)
class _Outline:
    """The state of the walk: open divisions, and the sections found so far.

    ``openings`` has the level of each section and where the words behind its number begin.
    """

    stack: list[_Open] = field(default_factory=list)
    starts: list[Section] = field(default_factory=list)
    openings: list[tuple[Level | None, int]] = field(default_factory=list)
    appendix: str = ""
    last_article: int = 0

    def expected(self, level: Level) -> int:
        """The number that the next heading of ``level`` should have here."""
        values = [d.value for d in self.stack if d.level == level]
        return values[-1] + 1 if values else 1

    def opened(self, level: Level) -> _Open | None:
        return next((d for d in self.stack if d.level == level), None)

    def push(self, heading: Heading, title: str) -> None:
        while self.stack and self.stack[-1].level >= heading.level:
            self.stack.pop()
        self.stack.append(_Open(heading.level, heading.number, heading.number_value, title))

    def label(self) -> str:
        """How citations write the innermost open division."""
        top = self.stack[-1]
        if top.level == Level.ARTICLE:
            name = f"Điều {top.number}"
        elif top.level >= Level.ROMAN:
            roman = self.opened(Level.ROMAN)
            numbers = [roman.number] if roman else []
            if top.level > Level.ROMAN:
                numbers.append(top.number)
            name = ".".join(numbers)
        else:
            kind = {Level.PART: "Phần", Level.CHAPTER: "Chương", Level.SUBCHAPTER: "Mục"}[top.level]
            name = f"{kind} {top.number}"
        return f"{self.appendix} – {name}" if self.appendix else name

    def add(
        self,
        offset: int,
        label: str,
        heading: str,
        body_start: int,
        level: Level | None = None,
        title_at: int = 0,
    ) -> None:
        """Note a section start; its span ends where the next one's begins."""
        self.openings.append((level, title_at))
        path = tuple(d.heading for d in self.stack if d.heading)
        self.starts.append(Section(label, heading, path, Span(offset, body_start), body_start))


def find_sections(text: str) -> tuple[Section, ...]:
    """The sections of ``text``, which tile it; a text without headings is one section.

    A heading counts only where its number follows the one before it, so that a numbered list
    inside a paragraph, or a quoted article, opens nothing. Nor does the row of a table.
    """
    lines = [line for line in lines_of(text) if not line.blank]
    if not lines:
        return ()
    rows = table_rows(lines)
    quoted = _quoted(lines) | {index for index, line in enumerate(lines) if line.number in rows}
    has_articles = _has_articles([line for line in lines if line.number not in rows])
    outline = _Outline()
    skip = -1
    for index, line in enumerate(lines):
        if index <= skip or index in quoted:
            continue
        heading = _heading(line.text, outline, has_articles)
        start = line.span.start
        if heading:
            skip = _title_end(lines, index, heading)
            title = " ".join(lines[i].text.strip() for i in range(index, skip + 1))
            body_start = lines[skip].span.end
            if _is_paragraph(heading, line.text):
                title = title[: heading.title_at].strip(" .:") if heading.level == Level.ARTICLE else ""
                body_start = start + heading.title_at
            outline.push(heading, title)
            outline.add(start, outline.label(), title, body_start, heading.level, start + heading.title_at)
        elif is_recipients(line.text) and outline.starts:
            outline.stack.clear()
            outline.add(start, RECIPIENTS, line.text.strip(), line.span.end)
        elif outline.starts and (
            name := appendix_name(line.text) or (outline.last_article and attached_name(line.text))
        ):
            outline.stack.clear()
            outline.appendix, outline.last_article = name, 0
            outline.add(start, name, line.text.strip(), line.span.end)
    return _tiles(text, outline)


def _quoted(lines: list[Line]) -> set[int]:
    """The indexes of lines inside a quoted amendment: "“1. …" up to the line that ends in "”"."""
    inside: set[int] = set()
    index = 0
    while index < len(lines):
        opening = _QUOTE_OPENS.match(lines[index].text)
        if opening:
            closing = _QUOTE_CLOSES[opening["mark"]]
            for end in range(index, min(index + _LONGEST_QUOTE, len(lines))):
                if closing.search(lines[end].text):
                    inside.update(range(index, end + 1))
                    index = end
                    break
        index += 1
    return inside


def _has_articles(lines: list[Line]) -> bool:
    """True for a text in articles: from the first one on, or an extract in which two follow each other."""
    numbers = [heading.number_value for line in lines if (heading := article_heading(line.text))]
    return 1 in numbers or any(later == earlier + 1 for earlier, later in pairwise(numbers))


def _heading(line: str, outline: _Outline, has_articles: bool) -> Heading | None:
    if has_articles:
        article = article_heading(line)
        if article and (article.number_value > outline.last_article or article.number_value == 1):
            outline.last_article = article.number_value
            return article
        division = division_heading(line)
        if division:
            return division
        if not outline.appendix:
            return None
    roman = roman_heading(line, outline.expected(Level.ROMAN))
    if roman:
        return roman
    arabic = outline.opened(Level.ARABIC)
    if arabic and (decimal := decimal_heading(line, arabic.number)):
        return decimal
    return arabic_heading(line, outline.expected(Level.ARABIC))


def _title_end(lines: list[Line], index: int, heading: Heading) -> int:
    """The last line of the heading that begins at ``index``: a bare "Chương I" takes its title along."""
    line = lines[index].text
    if heading.level > Level.SUBCHAPTER or line[heading.title_at :].strip():
        return index
    end = index
    while end + 1 < len(lines) and end < index + 3 and mostly_capitals(lines[end + 1].text):
        if division_heading(lines[end + 1].text) or article_heading(lines[end + 1].text):
            break
        end += 1
    return end


def _is_paragraph(heading: Heading, line: str) -> bool:
    """True for a numbered paragraph ("4. Ban Tuyên giáo Tỉnh ủy: Xây dựng …") that has no title."""
    title = line[heading.title_at :].strip()
    if not title:
        return False
    running = len(title) > _LONGEST_TITLE or (len(title) > 100 and title.endswith((";", ":", ".")))
    if heading.level == Level.ARTICLE:
        return running or title[0].isdigit()
    return heading.level >= Level.ARABIC and (
        running or len(title) > 160 or title.endswith((";", ":")) or ". " in title
    )


def _with_text(text: str, outline: _Outline) -> Iterator[Section]:
    """The sections found; a heading with nothing below it is itself the text ("2. Sở Y tế: báo cáo.")."""
    following = [*outline.starts[1:], None]
    levels = [level for level, _ in outline.openings[1:]] + [None]
    for section, (level, title_at), after, below in zip(
        outline.starts, outline.openings, following, levels, strict=True
    ):
        end = after.span.start if after else len(text)
        has_parts = below is not None and level is not None and below > level
        empty = not any(c.isalnum() for c in text[section.body_start : end])
        if not empty or has_parts or level is None or level <= Level.SUBCHAPTER:
            yield section
        elif level == Level.ARTICLE:
            name = text[section.span.start : title_at].strip(" .:")
            yield replace(section, heading=name, path=(*section.path[:-1], name), body_start=title_at)
        else:
            path = section.path[:-1] if section.heading else section.path
            yield replace(section, heading="", path=path, body_start=title_at)


def _tiles(text: str, outline: _Outline) -> tuple[Section, ...]:
    if not outline.starts:
        return (Section(WHOLE, "", (), Span(0, len(text)), 0),)
    starts = list(_with_text(text, outline))
    if text[: starts[0].span.start].strip():
        starts = [Section(HEADER, "", (), Span(0, 0), 0), *starts]
    offsets = [0, *(s.span.start for s in starts[1:]), len(text)]
    return tuple(
        replace(section, span=Span(start, end))
        for section, start, end in zip(starts, offsets, offsets[1:], strict=False)
    )
