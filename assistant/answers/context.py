"""What every kind of answer is made from."""

from dataclasses import dataclass, field

from assistant.evidence import Evidence, find_evidence, terms_of
from assistant.knowledge import Knowledge
from assistant.question import Question
from ingest.vietnamese import fold, tokens
from vectorstore.filters import Filters
from vectorstore.index import SearchIndex
from vectorstore.query import expand


@dataclass(frozen=True, slots=True)
class Context:
    """A question understood, the indexes to search, and what is known of the corpus."""

    question: Question
    index: SearchIndex
    knowledge: Knowledge
    _found: dict[tuple[Question, Filters | None], list[Evidence]] = field(default_factory=dict, repr=False)

    def evidence(self, question: Question, filters: Filters | None = None) -> list[Evidence]:
        """Sentences that may answer ``question``, best first; looked for once."""
        key = (question, filters)
        if key not in self._found:
            self._found[key] = find_evidence(self.index, self.knowledge, question, filters)
        return self._found[key]

    def residual(self, *used: str) -> float:
        """The share of the question's telling words that ``used`` does not account for.

        A text of ``used`` without any diacritics accounts for words however they are marked; one
        with marks only for the same word, if the question's marks can be trusted.
        """
        marked = {t for text in used if not text.isascii() for t in tokens(expand(text))}
        bare = {t for text in used if text.isascii() for t in text.split()}
        bare_of_marked = {fold(t) for t in marked}
        lost = total = 0.0
        for term in terms_of(self.question, self.knowledge):
            syllables = term.word.syllables
            accounted = sum(
                s in marked or fold(s) in bare or (not term.marks and fold(s) in bare_of_marked)
                for s in syllables
            )
            total += term.weight
            lost += term.weight * (1 - accounted / len(syllables))
        return lost / total if total else 0.0
