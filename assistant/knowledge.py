"""What the assistant knows of a corpus beyond its passages: term weights, decisions, bodies.

Made once per state of the library, from the documents alone.
"""

from collections import defaultdict
from functools import cached_property

from assistant.answer import Quote
from assistant.bodies import find_bodies
from assistant.frequencies import Frequencies
from assistant.mentions import Decision, find_decisions, is_register
from assistant.naming import documents_named
from assistant.question import Question
from assistant.tables.duties import Duty, find_duties
from assistant.tables.targets import Target, find_targets
from assistant.words import WEAK, WEAK_SHARE
from ingest.documents import Document
from ingest.relations import Relations, relations
from vectorstore.corpus import Corpus
from vectorstore.embedding import Vectors


class Knowledge:
    """Term weights, decisions, bodies and sections of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.frequencies = Frequencies()
        self._frequencies_in: dict[str, Frequencies] = {}
        for document in corpus.documents:
            own = Frequencies.of(document.text, (c.span for c in document.chunks))
            self._frequencies_in[document.id] = own
            self.frequencies.add(own)
        self.sentence_vectors: dict[str, Vectors] = {}
        self.decisions = find_decisions(corpus)
        self.duties = find_duties(corpus.documents)
        self.bodies = find_bodies(self.duties)
        self._duties_of: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            self._duties_of[duty.quote.document.id].append(duty)

    @cached_property
    def relations(self) -> Relations:
        """How the documents relate to each other."""
        return relations(self.corpus.documents)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets that the documents set."""
        return find_targets(self.corpus.documents)

    def weight(self, term: str) -> float:
        """How telling a folded term is, in (0, 1]: its inverse document frequency over sentences.

        Words by which questions speak of documents ("quy định", "nội dung") count for less.
        """
        return self.frequencies.of_syllable(term) * (WEAK_SHARE if term in WEAK else 1.0)

    def frequencies_in(self, document: Document) -> Frequencies:
        """How often words stand in the sentences of one document."""
        return self._frequencies_in[document.id]

    def charged(self, quote: Quote) -> list[Duty]:
        """The duties that a passage gives, or that go on in it."""
        return [d for d in self._duties_of[quote.document.id] if d.quote.span.overlaps(quote.span)]

    def documents_named(self, question: Question) -> list[Document]:
        """The documents that a question names: by number, by title, by kind and issuer, or as "Kế hoạch này"."""
        own = [d for d in self.corpus.documents if not is_register(d)]
        return documents_named(question, own, self.corpus.document_signs)

    def decisions_named(self, signs: tuple[str, ...]) -> list[Decision]:
        """The decisions whose numbers a question names, in the order named."""
        return [d for sign in signs for d in self.decisions if d.sign == sign]
