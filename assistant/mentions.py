"""Decisions that documents mention, each number with every place that mentions it."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from assistant.answer import Quote
from ingest.documents import DecisionRef, Document
from ingest.references import number_key
from ingest.register import REGISTER_KIND
from ingest.spans import Span
from ingest.vietnamese import fold
from vectorstore.corpus import Corpus
from vectorstore.query import sign_tokens


@dataclass(frozen=True, slots=True)
class Mention:
    """A decision mentioned in a document."""

    document: Document
    ref: DecisionRef

    @property
    def quote(self) -> Quote:
        """The mention with what follows it up to its subject's end, within its sentence."""
        text, span = self.document.text, self.ref.span
        end = span.end
        if self.ref.subject:
            found = text.find(self.ref.subject, span.end, span.end + len(self.ref.subject) + 12)
            end = found + len(self.ref.subject) if found >= 0 else end
        start = span.start
        if self.ref.subject and end == span.end:
            before = text.rfind(self.ref.subject, max(0, span.start - 400), span.start)
            start = before if before >= 0 else start
        closing = re.match(r"[\"”)]+", text[end : end + 3])
        return Quote(self.document, Span(start, end + (len(closing[0]) if closing else 0)))


@dataclass(frozen=True, slots=True)
class Decision:
    """A numbered decision with every mention of it in the corpus, and the documents it is."""

    number: str
    kind: str
    mentions: tuple[Mention, ...]

    @property
    def sign(self) -> str:
        found = sign_tokens(self.number)
        return found[0] if found else self.number

    @property
    def name(self) -> str:
        return f"{self.kind} số {self.number}"

    def values(self, what: str) -> dict[str, list[Mention]]:
        """The distinct values of "date", "issuer" or "subject", each with its mentions.

        Register facts come last; values that differ only in case, dots or length count as one.
        """
        grouped: dict[str, list[Mention]] = {}
        for mention in sorted(self.mentions, key=lambda m: is_register(m.document)):
            value = str(getattr(mention.ref, what))
            if not value:
                continue
            key = next((k for k in grouped if _same_value(k, value)), value)
            grouped.setdefault(key, []).append(mention)
        return grouped


def is_register(document: Document) -> bool:
    return document.metadata.kind.value == REGISTER_KIND


def _same_value(a: str, b: str) -> bool:
    if re.search(r"\d{4}$", a) and re.search(r"\d{4}$", b):
        return [int(n) for n in re.findall(r"\d+", a)] == [int(n) for n in re.findall(r"\d+", b)]
    x, y = (" ".join(re.findall(r"\w+", fold(v))) for v in (a, b))
    return x.startswith(y) or y.startswith(x)


def _itself(document: Document) -> Mention | None:
    """A document's own heading as a mention of it, so that what others say of it can be compared."""
    known = document.metadata
    if not (known.date.legible and known.date.span and known.date) or is_register(document):
        return None
    return Mention(
        document,
        DecisionRef(
            number=known.number.value, kind=known.kind.value, date=known.date.value, issuer="", subject="",
            section="header", span=known.date.span,
        ),
    )  # fmt: skip


def find_decisions(corpus: Corpus) -> tuple[Decision, ...]:
    """Every decision mentioned in the corpus, in the order of first mention."""
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for document in corpus.documents:
        for ref in document.references:
            mentions[number_key(ref.number)].append(Mention(document, ref))
    found = []
    for document in corpus.documents:
        key = number_key(document.metadata.number.value) if document.metadata.number else ""
        if key in mentions and (own := _itself(document)):
            mentions[key].append(own)
    for group in mentions.values():
        kinds = Counter(m.ref.kind for m in group)
        found.append(Decision(group[0].ref.number, kinds.most_common(1)[0][0], tuple(group)))
    return tuple(found)
