"""What every kind of answer is made from."""

from dataclasses import dataclass

from assistant.knowledge import Knowledge
from assistant.question import Question
from vectorstore.index import SearchIndex


@dataclass(frozen=True, slots=True)
class Context:
    """A question understood, the indexes to search, and what is known of the corpus."""

    question: Question
    index: SearchIndex
    knowledge: Knowledge

    def residual(self, *used: str) -> float:
        """The share of the question's telling words that ``used`` (folded texts) does not account for."""
        weights = {t: self.knowledge.weight(t) for t in dict.fromkeys(self.question.content)}
        total = sum(weights.values())
        if not total:
            return 0.0
        accounted = {word for text in used for word in text.split()}
        return sum(w for t, w in weights.items() if t not in accounted) / total
