"""Warnings that an answer rests on a document which, as another one here says, is no longer in force."""

from collections.abc import Iterable

from assistant.answer import Quote
from assistant.draft import Statement
from ingest.documents import Document
from ingest.relations import Link, LinkKind, Relations
from ingest.vietnamese import sentences
from vectorstore.corpus import Corpus

_VERBS = {LinkKind.REPLACES: "thay thế", LinkKind.REPEALS: "bãi bỏ"}


def superseded(quotes: Iterable[Quote], relations: Relations, corpus: Corpus) -> list[Statement]:
    """A statement for each document among the ``quotes``' that was replaced or repealed as a whole."""
    warned: dict[str, Statement] = {}
    for document in (quote.document for quote in quotes):
        number = document.metadata.number.value
        link = relations.ended_by(number) if number and document.id not in warned else None
        if link is None or link.document_id == document.id:
            continue
        by = next((d for d in corpus.documents if d.id == link.document_id), None)
        if by is not None:
            text = f"{document.title} đã được {_VERBS[link.kind]} theo {by.title}."
            warned[document.id] = Statement(text, (_said_at(by, link),))
    return list(warned.values())


def _said_at(document: Document, link: Link) -> Quote:
    """The sentence that says so."""
    section = document.section_at(link.span.start)
    around = sentences(document.text, section.span) if section else []
    said = next((s for s in around if s.contains(link.span)), link.span)
    return Quote(document, said)
