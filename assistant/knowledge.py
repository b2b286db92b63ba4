"""What the assistant knows of a corpus beyond its passages: term weights, decisions, bodies.

Made once per state of the library, from the documents alone.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from functools import cached_property

from assistant.answer import Quote
from assistant.bodies import find_bodies
from assistant.mentions import Decision, find_decisions, is_register
from assistant.question import Question
from assistant.tables.duties import Duty, find_duties
from assistant.tables.targets import Target, find_targets
from assistant.words import WEAK, WEAK_SHARE
from ingest.documents import Document
from ingest.relations import Relations, relations
from ingest.vietnamese import fold, sentences, tokens
from vectorstore.corpus import Corpus
from vectorstore.embedding import Vectors
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
        frequency = math.log((self._size + 1) / (self._counts.get(term, 0) + 0.5)) / math.log(self._size + 2)
        return max(0.1, min(1.0, frequency)) * (WEAK_SHARE if term in WEAK else 1.0)

    def pair_weight(self, first: str, second: str) -> float:
        """How telling two neighbouring folded terms are, in (0, 1]."""
        count = self._pairs.get((first, second), 0)
        return self._rarity(count)

    def _rarity(self, count: int) -> float:
        return min(1.0, max(0.1, math.log((self._size + 1) / (count + 0.5)) / math.log(self._size + 2)))

    def charged(self, quote: Quote) -> list[Duty]:
        """The duties that a passage gives, or that go on in it."""
        return [d for d in self._duties_of[quote.document.id] if d.quote.span.overlaps(quote.span)]

    def word_weight(self, syllables: tuple[str, ...]) -> float:
        """How telling a word of folded syllables is, in (0, 1]: as its rarest pair of syllables."""
        if len(syllables) == 1:
            frequency = self._counts.get(syllables[0], 0)
            return self._rarity(frequency)
        return max(self.pair_weight(*pair) for pair in itertools.pairwise(syllables))

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
        kinds = Counter(d.metadata.kind.value for d in own if d.metadata.kind)
        return [
            d
            for d in own
            if kinds[kind := d.metadata.kind.value] == 1
            and (question.asks(rf"(?:ban )?{fold(kind)} nay") or _called(kind, question))
        ]

    def decisions_named(self, signs: tuple[str, ...]) -> list[Decision]:
        """The decisions whose numbers a question names, in the order named."""
        return [d for sign in signs for d in self.decisions if d.sign == sign]


# What goes on about the document itself, not about another whose name begins alike.
_GOES_ON = (
    "có|đặt|nói|nêu|bảo đảm|chú trọng|thay thế|giao|được|ra|yêu cầu|định|muốn|quy định|đề|xác định|coi|ban hành|do|gồm|này|hướng|dành|ưu tiên|"
    "phấn đấu|nhấn|chỉ|dẫn|viện|nhắc|gửi|không|sẽ|phải"
)


def _called(kind: str, question: Question) -> bool:
    """True if the question speaks of "the Plan": its kind in capitals without a name."""
    # "Kế hoạch đầu tư công" and "Kế hoạch thực hiện …" are others
    return any(
        (match.start() > 0 or re.match(rf"\s+(?:{_GOES_ON})(?!\w)", question.text[match.end() :]))
        and not re.match(
            r"\s+(?:số|về|thực hiện|đầu tư|phát triển|triển khai|và|\d|[A-ZĐ])", question.text[match.end() :]
        )
        for match in re.finditer(rf"(?<!\w){kind}(?!\w)", question.text)
    )


def _title_in(document: Document, question: Question) -> bool:
    """True if a question has the document's kind and short subject: "Luật Thanh niên"."""
    known = document.metadata
    subject = re.sub(r"^ve\s+", "", fold(known.subject.value)).strip()
    if not known.kind or not 0 < len(subject.split()) <= 8:
        return False
    return question.asks(rf"{re.escape(fold(known.kind.value))} (?:ve )?{re.escape(subject)}")
