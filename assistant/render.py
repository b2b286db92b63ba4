"""From a draft to an answer: statements verified, citations numbered, text set."""

import re
from collections.abc import Iterable

from assistant.answer import NOT_FOUND, Answer, Check, Citation, Quote
from assistant.draft import Draft, Statement
from assistant.verify import problem
from ingest.vietnamese import capitalised

_NEAREST = 3


class _Numbers:
    """Quotes in the order they are first cited; a part of a passage is cited as that passage."""

    def __init__(self, passages: Iterable[Quote]) -> None:
        self.quotes: list[Quote] = []
        self._passages = tuple(passages)

    def of(self, quote: Quote) -> int:
        """The number of a quote."""
        whole = next((p for p in (*self._passages, *self.quotes) if _within(quote, p)), quote)
        if whole not in self.quotes:
            self.quotes.append(whole)
        return self.quotes.index(whole) + 1


def _within(quote: Quote, other: Quote) -> bool:
    return quote.document.id == other.document.id and other.span.contains(quote.span)


def render(draft: Draft, question: str, resolved: str = "") -> Answer:
    """The answer that may be shown: every statement checked, what fails left out."""
    numbers = _Numbers((*draft.passages, *draft.sources))
    lines: list[str] = []
    checks: list[Check] = []
    for statement in draft.statements:
        _say(statement, numbers, lines, checks)
    for quote in draft.passages:
        number = numbers.of(quote)
        alone = len(draft.passages) == 1 and not draft.statements
        lines.append(f"{_shown(quote)} [{number}]" if alone else f"> “{_shown(quote)}” [{number}]")
        checks.append(Check(quote.text, (number,)))
    warnings = []
    for statement in draft.warnings:
        before = len(lines)
        _say(Statement(f"**Lưu ý:** {statement.text}", statement.grounds), numbers, lines, checks)
        if len(lines) > before:
            warnings.append(statement.text)
    more: list[str] = []
    for statement in draft.more if lines else ():
        _say(statement, numbers, more, checks)
    citations = tuple(cite(quote, number) for number, quote in enumerate(numbers.quotes, 1))
    return Answer(
        question=question,
        text="\n\n".join(_joined(lines)) or NOT_FOUND,
        abstained=not lines,
        citations=citations,
        resolved=resolved,
        kind=draft.kind,
        warnings=tuple(warnings),
        checks=tuple(checks),
        more="\n\n".join(_joined(more)),
    )


def abstention(
    question: str, nearest: Iterable[Quote], resolved: str = "", why: str = "", kind: str = ""
) -> Answer:
    """The admission that the documents don't say, with the nearest passages marked as no answer."""
    quotes = list(nearest)[:_NEAREST]
    related = tuple(cite(quote, number) for number, quote in enumerate(quotes, 1))
    text = f"{NOT_FOUND} {why}".strip()
    if related:
        places = "; ".join(
            dict.fromkeys(", ".join(p for p in (q.document.title, q.place) if p) for q in quotes)
        )
        text += f"\n\nCó thể liên quan (không phải câu trả lời): {places}."
    return Answer(question=question, text=text, abstained=True, related=related, resolved=resolved, kind=kind)


def cite(quote: Quote, number: int) -> Citation:
    """A quote as a numbered citation."""
    document = quote.document
    section = document.section_at(quote.span.start)
    page = document.page_at(quote.span.start)
    chunk = next((c for c in document.chunks if c.span.start <= quote.span.start < c.span.end), None)
    scanned = document.scanned(quote.span)
    return Citation(
        number=number,
        document_id=document.id,
        document=document.name,
        title=document.title,
        section=section.label if section else "",
        detail=chunk.detail if chunk else "",
        path=section.path if section else (),
        page=page.number if page else None,
        page_certain=page.certain if page else True,
        span=quote.span,
        quote=quote.text,
        scanned=scanned if " ".join(scanned.split()) != " ".join(quote.text.split()) else "",
    )


def _say(statement: Statement, numbers: _Numbers, lines: list[str], checks: list[Check]) -> None:
    wrong = problem(statement)
    cited = () if wrong else tuple(dict.fromkeys(numbers.of(q) for q in statement.grounds))
    checks.append(Check(statement.text, cited, wrong))
    if not wrong:
        marks = "".join(f"[{n}]" for n in cited)
        lines.append(f"{'- ' if statement.item else ''}{' '.join(statement.text.split())} {marks}")


def _shown(quote: Quote) -> str:
    """A passage on one line, "…" where it begins or ends inside its sentence."""
    text, span = quote.document.text, quote.span
    shown = " ".join(quote.text.split())
    before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
    begun = before.endswith(",") or (before[-1:].isalnum() and shown[:1].islower())
    # The semicolon of a point in a list ends it: "a) …; b) …".
    ended = shown.endswith((",", ";")) and after[:1].islower() and not re.match(r"[a-zđ]\s?\)", after)
    if ended:
        shown = shown.rstrip(",; ") + "…"
    return f"… {shown}" if begun else capitalised(shown)


def _joined(lines: list[str]) -> list[str]:
    """Points of one list on neighbouring lines, everything else apart."""
    blocks: list[str] = []
    for line in lines:
        if line.startswith("- ") and blocks and blocks[-1].rsplit("\n", 1)[-1].startswith("- "):
            blocks[-1] += "\n" + line
        else:
            blocks.append(line)
    return blocks
