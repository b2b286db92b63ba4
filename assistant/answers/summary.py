"""Questions for a summary: what a document or a section is about, by its headings, first sentences and duties."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Quote, section_name
from assistant.answers.context import Context
from assistant.answers.outline import bare_heading, heading_quote, is_under
from assistant.draft import Draft, Statement
from assistant.knowledge import Knowledge
from assistant.lists import shortened
from assistant.mentions import is_register
from assistant.naming import words_of
from assistant.scope import scopes_named
from assistant.wants import Wants
from ingest.documents import Document, Section
from ingest.headings import HEADER, RECIPIENTS, ROMANS
from ingest.spans import Span
from ingest.vietnamese import capitalised, fold, sentences

KIND = "summary"

_ASKED = (
    r"tom (?:tat|luoc|gon)|khai quat|tong quan|gioi thieu|(?:noi dung|y|diem) (?:chinh|chu yeu|co ban|trong tam|noi bat|quan trong)"
    r"|noi (?:ve )?(?:noi dung |van de |dieu |cai |nhung )?gi|ve (?:noi dung |van de |viec |cai )?gi"
)
_WORDS = (
    "tom tat luoc gon khai quat tong quan gioi thieu noi dung y diem chinh chu yeu co ban trong tam noi bat quan trong ve van de "
    "viec dieu cai gi nhung cac cua ke hoach van ban tai lieu nay ngan giup toi minh cho hay phan muc chuong khoan toan bo ca nhu the nao"
)
_MOST_RESIDUAL = 0.2  # of the question's telling words may be about something else
_FEW_PARTS = 2  # as many are told by their first sentences, more by their headings
_MOST_PARTS = 6  # of one section; the rest is left to "…"
_MOST_LINES = 12  # of an answer; the rest is behind "xem thêm"
_FEWEST_BODIES = 3  # a section that charges as many is told by whom it charges
_SENTENCE_WORDS, _HEADING_WORDS = 26, 14


def answer_summary(context: Context) -> Draft | None:
    """A summary of the document or section that the question names, or of each document where there are several."""
    question, knowledge = context.question, context.knowledge
    if question.wants not in {Wants.ANYTHING, Wants.DEFINITION} or not question.asks(_ASKED):
        return None
    named = knowledge.documents_named(question)
    scopes = scopes_named(question, knowledge)
    numerals = " ".join(re.findall(r"[ivx]+|\d+", question.folded))
    said = (_WORDS, numerals, *map(words_of, named), *(scope.heading for scope in scopes))
    if context.residual(*said) > _MOST_RESIDUAL or (question.law and not named):
        return None
    documents = named or [d for d in knowledge.corpus.documents if d.chunks and not is_register(d)]
    labels = [scope.label for scope in scopes] or list(question.query.sections)
    if labels:
        draft = _of_sections(_places(labels, documents), knowledge)
        if draft and (missing := _missing(labels, documents)):
            draft.warnings.append(Statement(_not_there(missing), draft.statements[0].grounds))
        return draft
    if question.query.signs and not named:
        return None
    return _of_document(documents[0], knowledge) if len(documents) == 1 else _of_each(documents)


def _of_document(document: Document, knowledge: Knowledge) -> Draft:
    """Its subject, and a line for each of its main divisions."""
    parts = [s for s in document.sections if s.label in ROMANS]
    parts = parts or [s for s in document.sections if s.label.startswith("Chương")]
    parts = parts or [s for s in document.sections if s.label not in (HEADER, RECIPIENTS)]
    lines = [line for part in parts if (line := _line(document, part, knowledge))]
    return Draft(KIND, [_subject(document), *lines[:_MOST_LINES]], more=lines[_MOST_LINES:])


def _of_each(documents: Sequence[Document]) -> Draft | None:
    lines = [_subject(document, item=True) for document in documents]
    if not lines:
        return None
    lead = Statement("Các tài liệu hiện có:", lines[0].grounds)
    return Draft(KIND, [lead, *lines[:_MOST_LINES]], more=lines[_MOST_LINES:])


def _places(labels: Sequence[str], documents: Sequence[Document]) -> list[tuple[Document, Section]]:
    """The sections called so. "Chương II" is also read as "II", which is meant only where there is no such chapter."""
    found = [(d, s) for d in documents for label in labels for s in d.sections if s.label == label]
    chapters = {s.label.removeprefix("Chương ") for _, s in found if s.label.startswith("Chương ")}
    return [(d, s) for d, s in found if s.label not in chapters]


def _missing(labels: Sequence[str], documents: Sequence[Document]) -> list[str]:
    """The sections called so that no document has; "Chương II" is missed once, not as "II" too."""
    there = {s.label for d in documents for s in d.sections}
    chapters = {label.removeprefix("Chương ") for label in labels if label.startswith("Chương ")}
    return [label for label in labels if label not in there and label not in chapters]


def _not_there(labels: Sequence[str]) -> str:
    return f"Không có {', '.join(map(section_name, labels))} trong tài liệu được hỏi."


def _of_sections(places: Sequence[tuple[Document, Section]], knowledge: Knowledge) -> Draft | None:
    """One after the other, as asked; None where it is open which document is meant."""
    labels = {section.label for _, section in places}
    if not places or len(labels) < len(places):
        return None
    statements = [s for document, section in places for s in _of_section(document, section, knowledge)]
    return Draft(KIND, statements[: _MOST_LINES + 1], more=statements[_MOST_LINES + 1 :])


def _of_section(document: Document, section: Section, knowledge: Knowledge) -> list[Statement]:
    """Its heading, and a line for each of its parts or provisions."""
    below = [s for s in document.sections if is_under(s, section)]
    quote = heading_quote(document, section)
    lead = Statement(f"{document.title}, {_named(section)}:", (quote,))
    if below:
        lines = [line for part in below if (line := _line(document, part, knowledge))]
    else:
        lines = [
            Statement(capitalised(shortened(q, _SENTENCE_WORDS)), (q,), item=True)
            for q in _first_sentences(document, section)
        ]
    return [lead, *lines]


def _subject(document: Document, item: bool = False) -> Statement:
    """What a document says that it is about: its subject, or how it begins."""
    known = document.metadata
    if known.subject.value and known.subject.span:
        subject = known.subject.value.rstrip(" .")
        called = document.title
        if fold(subject) not in fold(called):
            called = called if known.number or not known.kind else known.kind.value
            called = f"{called} {subject[:1].lower()}{subject[1:]}"
        return Statement(f"{called}.", (Quote(document, known.subject.span),), item)
    quote = Quote(document, sentences(document.text, document.chunks[0].span)[0])
    begins = shortened(quote, _SENTENCE_WORDS)
    said = document.title if fold(begins) in fold(document.title) else f"{document.title}: {begins}"
    return Statement(said, (quote,), item)


def _line(document: Document, section: Section, knowledge: Knowledge) -> Statement | None:
    """One line on a section: its parts by heading, whom it charges, or how it begins."""
    below = [s for s in document.sections if is_under(s, section) and s.heading]
    name = capitalised(_named(section))
    lead = f"**{name}:** " if section.heading else ""
    if len(below) > _FEW_PARTS:
        quotes = [heading_quote(document, s) for s in below[:_MOST_PARTS]]
        headings = [_as_sentence(bare_heading(s), _HEADING_WORDS) for s in below[:_MOST_PARTS]]
        listed = "; ".join([*headings, *(["…"] if len(below) > _MOST_PARTS else [])])
        return Statement(lead + listed, tuple(quotes), item=True)
    if below:
        told = [(s, next(_first_sentences(document, s), None)) for s in below]
        said = [
            f"{_as_sentence(bare_heading(s), _HEADING_WORDS)}: {shortened(q, _SENTENCE_WORDS)}"
            for s, q in told
            if q
        ]
        grounds = tuple(part for s, q in told if q for part in (heading_quote(document, s), q))
        return Statement(f"{lead}{' '.join(said)}", grounds, item=True) if grounds else None
    bodies = _charged(document, section, knowledge)
    if len(bodies) >= _FEWEST_BODIES and any(is_under(s, section) for s in document.sections):
        return Statement(f"{lead}giao nhiệm vụ cho {'; '.join(bodies)}.", tuple(bodies.values()), item=True)
    first = next(_first_sentences(document, section), None)
    if first is None:
        return None
    if section.heading and section.label.startswith("Điều"):
        return Statement(name, (heading_quote(document, section),), item=True)
    return Statement(f"{lead}{capitalised(shortened(first, _SENTENCE_WORDS))}", (first,), item=True)


def _named(section: Section) -> str:
    """A section with its heading, if it has one: "mục II – Mục tiêu"."""
    heading = _as_sentence(bare_heading(section), _HEADING_WORDS)
    return " – ".join(filter(None, (section_name(section.label), heading)))


def _as_sentence(heading: str, words: int) -> str:
    """A heading as words of a sentence, the first ones of a long one."""
    pieces = (capitalised(heading.lower()) if heading.isupper() else heading).split()
    return " ".join(pieces[:words]).rstrip(" ,;:") + ("…" if len(pieces) > words else "")


def _charged(document: Document, section: Section, knowledge: Knowledge) -> dict[str, Quote]:
    """The bodies that the parts of a section charge first, by name."""
    found: dict[str, Quote] = {}
    heads: set[str] = set()
    for duty in knowledge.duties:
        label = duty.quote.section
        if duty.quote.document.id != document.id or not (
            label == section.label or label.startswith(f"{section.label}.")
        ):
            continue
        # Whom a part hands its duties on to stands behind those it charges.
        if label not in heads or label == section.label:
            heads.add(label)
            if fold(duty.name) not in map(fold, found):
                found[duty.name] = duty.body
    return found


def _first_sentences(document: Document, section: Section) -> Iterator[Quote]:
    """The first sentence of each provision of a section, of its parts if it has none itself."""
    for chunk in document.chunks:
        if chunk.section == section.label or chunk.section.startswith(f"{section.label}."):
            for span in sentences(document.text, chunk.span)[:1]:
                yield Quote(document, _without_marker(document.text, span))


def _without_marker(text: str, span: Span) -> Span:
    match = re.match(r"\s*(?:[a-zđ]\s?\)|[-+•–*]|\d{1,2}(?:\.\d{1,2})*[.)])\s*", span.of(text))
    return Span(span.start + match.end(), span.end) if match and match.end() < len(span) else span
