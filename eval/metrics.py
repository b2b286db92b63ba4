"""The figures: one score a question, and their summary over a set.

The judge reads phrases, not sense: a good paraphrase can miss and a sentence that says the
opposite can pass, so failures are there to be read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.answers import AnswerRow, CitationRow
from eval.cases import Question
from eval.sections import supports
from eval.text import contains, first_words, normalise, strip_markup, word_count

FACT_WORDS = 250
"""Facts count only in this many first words of an answer, so that a dump does not win."""
CONCISE_WORDS = 180
"""An answer of at most this many words is concise."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer got. For an unanswerable question only ``correct`` and the counts tell.

    ``answered`` is false when there was no answer at all. ``words`` and ``quote_words`` count
    words of the answer and of all its quotes together.
    """

    id: str
    category: str
    answerable: bool
    answered: bool
    abstained: bool
    correct: bool
    words: int
    citations: int
    quote_words: int
    forbidden_found: tuple[str, ...] = ()
    facts: int = 0
    missing_facts: tuple[str, ...] = ()
    fact_recall: float = 0.0
    false_abstention: bool = False
    quote_hit: bool = False
    section_hit: bool = False
    missing_sections: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Right in every respect, citations included."""
        return self.correct and (not self.answerable or (self.quote_hit and self.section_hit))


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures over a set of questions; None where no question of the set bears on a figure.

    Shares lie between 0 and 1; ``mean_words``, ``mean_citations`` and ``mean_quote_words`` are
    counts. Facts, citations and false abstention are measured on answerable questions,
    abstention recall on unanswerable ones, lengths on answers that were given.
    """

    questions: int
    answerable: int
    missing_answers: int
    fact_recall: float | None
    fact_share: float | None
    full_answer_accuracy: float | None
    citation_quote_hit: float | None
    citation_section_hit: float | None
    abstention_recall: float | None
    false_abstention_rate: float | None
    correct_all: float | None
    mean_words: float | None
    conciseness: float | None
    mean_citations: float | None
    mean_quote_words: float | None


def score(question: Question, answer: AnswerRow | None) -> Score:
    """Judge one answer; None stands for a question that got none and counts as failed."""
    given = answer or AnswerRow()
    plain = strip_markup(given.answer)
    whole = normalise(plain)
    forbidden = tuple(string for string in question.forbidden if normalise(string) in whole)
    quote_words = sum(word_count(citation.quote) for citation in given.citations)
    if not question.answerable:
        return Score(
            id=question.id,
            category=question.category,
            answerable=False,
            answered=answer is not None,
            abstained=given.abstained,
            correct=given.abstained and not forbidden,
            words=word_count(plain),
            citations=len(given.citations),
            quote_words=quote_words,
            forbidden_found=forbidden,
        )
    silent = given.abstained and not question.abstain_ok
    missing = question.facts if silent else _missing(question, plain)
    support = _support(question, given.citations)
    return Score(
        id=question.id,
        category=question.category,
        answerable=True,
        answered=answer is not None,
        abstained=given.abstained,
        correct=answer is not None and not silent and not missing and not forbidden,
        words=word_count(plain),
        citations=len(given.citations),
        quote_words=quote_words,
        forbidden_found=forbidden,
        facts=len(question.facts),
        missing_facts=tuple(fact[0] for fact in missing),
        fact_recall=1 - len(missing) / len(question.facts) if question.facts else float(not silent),
        false_abstention=silent,
        quote_hit=_quote_hit(question, support),
        section_hit=_section_hit(question, support),
        missing_sections=_missing_sections(question, support),
    )


def _missing(question: Question, plain: str) -> tuple[tuple[str, ...], ...]:
    """The facts of which no phrase occurs early enough in the answer's plain text."""
    head = normalise(first_words(plain, FACT_WORDS))
    return tuple(fact for fact in question.facts if not any(contains(head, phrase) for phrase in fact))


def _support(question: Question, citations: Sequence[CitationRow]) -> list[CitationRow]:
    """The citations that may count: those of the documents that hold the answer, where named."""
    return [cited for cited in citations if not question.documents or cited.document in question.documents]


def _quote_hit(question: Question, citations: Sequence[CitationRow]) -> bool:
    quotes = [normalise(citation.quote) for citation in citations]
    return any(normalise(passage) in quote for passage in question.evidence for quote in quotes)


def _reached(question: Question, citations: Sequence[CitationRow]) -> list[str]:
    return [
        accepted
        for accepted in question.sections
        if any(supports(citation.section, accepted) for citation in citations)
    ]


def _section_hit(question: Question, citations: Sequence[CitationRow]) -> bool:
    reached = _reached(question, citations)
    if question.all_sections:
        return bool(question.sections) and len(reached) == len(question.sections)
    return bool(reached)


def _missing_sections(question: Question, citations: Sequence[CitationRow]) -> tuple[str, ...]:
    if _section_hit(question, citations):
        return ()
    reached = _reached(question, citations)
    return tuple(accepted for accepted in question.sections if accepted not in reached)


def summarise(scores: Sequence[Score]) -> Summary:
    """The figures over a set of scores."""
    answerable = [one for one in scores if one.answerable]
    unanswerable = [one for one in scores if not one.answerable]
    given = [one for one in scores if one.answered]
    facts = sum(one.facts for one in answerable)
    missing = sum(len(one.missing_facts) for one in answerable)
    return Summary(
        questions=len(scores),
        answerable=len(answerable),
        missing_answers=len(scores) - len(given),
        fact_recall=_mean(one.fact_recall for one in answerable),
        fact_share=(facts - missing) / facts if facts else None,
        full_answer_accuracy=_mean(one.correct for one in answerable),
        citation_quote_hit=_mean(one.quote_hit for one in answerable),
        citation_section_hit=_mean(one.section_hit for one in answerable),
        abstention_recall=_mean(one.abstained for one in unanswerable),
        false_abstention_rate=_mean(one.false_abstention for one in answerable),
        correct_all=_mean(one.correct for one in scores),
        mean_words=_mean(one.words for one in given),
        conciseness=_mean(one.words <= CONCISE_WORDS for one in given),
        mean_citations=_mean(one.citations for one in given),
        mean_quote_words=_mean(one.quote_words / one.citations for one in given if one.citations),
    )


def by_category(scores: Sequence[Score]) -> dict[str, Summary]:
    """A summary for each category, in the order in which categories first occur."""
    names = dict.fromkeys(one.category for one in scores)
    return {name: summarise([one for one in scores if one.category == name]) for name in names}


def _mean(values: Iterable[float]) -> float | None:
    counted = list(values)
    return sum(counted) / len(counted) if counted else None
