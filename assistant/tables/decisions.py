"""Related decisions, each once: what the documents and the register say of it, and where it is cited."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Quote
from assistant.mentions import Decision, Mention, is_register
from ingest.documents import Document
from ingest.references import issuer_of_sign, number_key
from ingest.relations import Link, links_of
from ingest.spans import Span


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date as written, the passages that write it, and whether the register does."""

    date: str
    quotes: tuple[Quote, ...]
    registered: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """A decision that documents cite.

    ``dates`` are all that are written, the register's last; ``citations`` the places that cite it;
    ``relations`` say what the citing documents do to it ("thay thế"); ``document`` is the one in the corpus
    that it is, if any; ``source`` what the register names as its own.
    """

    number: str
    kind: str
    dates: tuple[DateFact, ...]
    issuer: str
    subject: str
    relations: tuple[str, ...]
    citations: tuple[Mention, ...]
    register: tuple[Quote, ...]
    source: str
    document: Document | None

    @property
    def name(self) -> str:
        return f"{self.kind} số {self.number}"

    @property
    def conflict(self) -> str:
        """What is said where its dates differ, with the register's fact and source; "" where they agree."""
        written = [d for d in self.dates if d.quotes]
        registered = [d for d in self.dates if d.registered]
        differing = len(self.dates) > 1
        if not differing:
            return ""
        said = " và ".join(f"{d.date} ({d.quotes[0].place})" for d in written)
        text = f"Văn bản ghi {'các ngày khác nhau' if len(written) > 1 else 'ngày'}: {said}."
        if registered:
            text += f" Sổ đăng ký ghi {registered[0].date}"
            text += f", nguồn: {self.source}." if self.source else "."
        return text


def find_related(decisions: Sequence[Decision], documents: Sequence[Document]) -> tuple[Related, ...]:
    """Every decision that is cited or registered, in the order of first mention; a document's own number is no citation."""
    own = {
        number_key(d.metadata.number.value): d for d in documents if d.metadata.number and not is_register(d)
    }
    links = {(k.document_id, k.span): _said(k) for d in documents for k in links_of(d)}
    found = []
    for decision in decisions:
        document = own.get(number_key(decision.number))
        cited = tuple(
            m for m in decision.mentions if not is_register(m.document) and m.document is not document
        )
        registered = tuple(m for m in decision.mentions if is_register(m.document))
        if cited or registered:
            found.append(_related(decision, cited, registered, document, links))
    return tuple(found)


def _said(link: Link) -> str:
    return f"{link.kind.value} một phần" if link.partial else link.kind.value


def _related(
    decision: Decision,
    cited: tuple[Mention, ...],
    registered: tuple[Mention, ...],
    document: Document | None,
    links: Mapping[tuple[str, Span], str],
) -> Related:
    # An entry names its decision again in its source.
    entries = tuple({(q.document.id, q.span): q for q in map(_entry, registered)}.values())
    source = next((found[1] for e in entries if (found := _SOURCE.search(e.text))), "")
    return Related(
        number=decision.number,
        kind=decision.kind,
        dates=_dates(decision, cited),
        issuer=next(iter(decision.values("issuer")), "") or issuer_of_sign(decision.number),
        subject=_best(decision.values("subject")),
        relations=tuple(dict.fromkeys(links[m.document.id, m.ref.span] for m in cited)),
        citations=cited,
        register=entries,
        source=source,
        document=document,
    )


_SOURCE = re.compile(r"Nguồn:\s*(.+?)\.?\s*$", re.DOTALL)


def _dates(decision: Decision, cited: tuple[Mention, ...]) -> tuple[DateFact, ...]:
    found = []
    for date, mentions in decision.values("date").items():
        quotes = tuple(m.quote for m in mentions if m in cited)
        registered = any(is_register(m.document) for m in mentions)
        if quotes or registered:
            found.append(DateFact(date, quotes, registered))
    return tuple(found)


def _best(subjects: dict[str, list[Mention]]) -> str:
    """The subject that most mentions give, as its longest spelling."""
    if not subjects:
        return ""
    mentions = max(subjects.values(), key=len)
    return max((m.ref.subject for m in mentions), key=len)


def _entry(mention: Mention) -> Quote:
    """The register's whole entry."""
    section = mention.document.section_at(mention.ref.span.start)
    if section is None:
        return mention.quote
    end = section.span.end
    while end > section.span.start and mention.document.text[end - 1].isspace():
        end -= 1
    return Quote(mention.document, Span(section.span.start, end))
