"""What the assistant knows of a corpus beyond its passages: term weights, decisions, bodies.

Made once per state of the library, from the documents alone.
"""

import itertools
import math
import re
from collections import Counter
from functools import cached_property

from assistant.bodies import find_bodies
from assistant.mentions import Decision, find_decisions, is_register
from assistant.question import Question
from assistant.words import WEAK, WEAK_SHARE
from ingest.documents import Document
from ingest.relations import Relations, relations
from ingest.vietnamese import fold, sentences, tokens
from vectorstore.corpus import Corpus
from vectorstore.query import expand


class Knowledge:
    """Term weights, decisions, bodies and sections of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        size = 0
        for passage in corpus.passages:
            for span in sentences(passage.document.text, passage.chunk.span):
                terms = [fold(t) for t in tokens(expand(span.of(passage.document.text)))]
                counts.update(set(terms))
                pairs.update(itertools.pairwise(terms))
                size += 1
        self._counts, self._pairs = counts, pairs
        self._size = max(1, size)
        self.decisions = find_decisions(corpus)
        self.bodies = tuple(find_bodies(corpus))

    @cached_property
    def relations(self) -> Relations:
        """How the documents relate to each other."""
        return relations(self.corpus.documents)

    def weight(self, term: str) -> float:
        """How telling a folded term is, in (0, 1]: its inverse document frequency over sentences.

        Words by which questions speak of documents ("quy định", "nội dung") count for less.
        """
        frequency = math.log((self._size + 1) / (self._counts.get(term, 0) + 0.5)) / math.log(self._size + 2)
        return max(0.1, min(1.0, frequency)) * (WEAK_SHARE if term in WEAK else 1.0)

    def pair_weight(self, first: str, second: str) -> float:
        """How telling two neighbouring folded terms are, in (0, 1]."""
        count = self._pairs.get((first, second), 0)
        return max(0.1, math.log((self._size + 1) / (count + 0.5)) / math.log(self._size + 2))

    def is_pair(self, first: str, second: str) -> bool:
        """True if the folded terms stand together more than once, as the syllables of a word do."""
        return self._pairs.get((first, second), 0) > 1

    def documents_named(self, question: Question) -> list[Document]:
        """The documents that a question names: by number, by title, or as "Kế hoạch này"."""
        own = [d for d in self.corpus.documents if not is_register(d)]
        signs = set(question.query.signs)
        found = [d for d in own if self.corpus.document_signs[d.id] & signs]
        found += [d for d in own if d not in found and _title_in(d, question)]
        if found:
            return found
        kinds = Counter(fold(d.metadata.kind.value) for d in own if d.metadata.kind)
        return [
            d
            for d in own
            if kinds[kind := fold(d.metadata.kind.value)] == 1 and question.asks(rf"(?:ban )?{kind} nay")
        ]

    def decisions_named(self, signs: tuple[str, ...]) -> list[Decision]:
        """The decisions whose numbers a question names, in the order named."""
        return [d for sign in signs for d in self.decisions if d.sign == sign]


def _title_in(document: Document, question: Question) -> bool:
    """True if a question has the document's kind and short subject: "Luật Thanh niên"."""
    known = document.metadata
    subject = re.sub(r"^ve\s+", "", fold(known.subject.value)).strip()
    if not known.kind or not 0 < len(subject.split()) <= 8:
        return False
    return question.asks(rf"{re.escape(fold(known.kind.value))} (?:ve )?{re.escape(subject)}")
