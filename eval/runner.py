"""Asks every question, times every answer, and checks that every quote stands in the stored text."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.answers import AnswerRow, CitationRow
from eval.cases import PastTurn, Question
from eval.metrics import Score, Summary, by_category, score, summarise

Ask = Callable[[str, Sequence[PastTurn]], AnswerRow]
"""The assistant as the judge sees it. It may raise AskFailedError: the question then got no answer."""
StoredText = Callable[[str], str | None]
"""The stored text of a document by its name; None if there is no such document."""
Progress = Callable[[int, int], None]
"""Told after each question how many are done and how many there are."""


class AskFailedError(Exception):
    """The assistant gave no answer; ``str(error)`` says why, for the report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with its answer and score. ``milliseconds`` is the time that ``ask`` took.

    ``loose_quotes`` are the citations whose quote is not the slice of stored text they name.
    ``fault`` says why there is no answer, "" if there is one.
    """

    question: Question
    answer: AnswerRow | None
    score: Score
    milliseconds: float
    loose_quotes: tuple[CitationRow, ...] = ()
    fault: str = ""

    @property
    def failed(self) -> bool:
        """Whether anything about the answer is wrong."""
        return not self.score.clean or bool(self.loose_quotes)


@dataclass(frozen=True, slots=True)
class Timing:
    """Times of answers in milliseconds; percentiles are the nearest measured value above."""

    answers: int
    p50_ms: float
    p95_ms: float
    max_ms: float


@dataclass(frozen=True, slots=True)
class Result:
    """One question set, judged. ``quotes_verbatim``: share of citations that are slices of
    stored text, None without citations."""

    name: str
    outcomes: tuple[Outcome, ...]
    overall: Summary
    categories: dict[str, Summary]
    quotes_verbatim: float | None
    timing: Timing

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The outcomes with something wrong, in the order of the questions."""
        return tuple(outcome for outcome in self.outcomes if outcome.failed)


def run(
    name: str,
    questions: Sequence[Question],
    ask: Ask,
    stored_text: StoredText,
    progress: Progress | None = None,
) -> Result:
    """Judge the assistant on a question set, which must not be empty."""
    outcomes = []
    for index, question in enumerate(questions, start=1):
        outcomes.append(_outcome(question, ask, stored_text))
        if progress is not None:
            progress(index, len(questions))
    scores = [outcome.score for outcome in outcomes]
    cited = sum(one.citations for one in scores)
    loose = sum(len(outcome.loose_quotes) for outcome in outcomes)
    return Result(
        name=name,
        outcomes=tuple(outcomes),
        overall=summarise(scores),
        categories=by_category(scores),
        quotes_verbatim=(cited - loose) / cited if cited else None,
        timing=timing([outcome.milliseconds for outcome in outcomes]),
    )


def _outcome(question: Question, ask: Ask, stored_text: StoredText) -> Outcome:
    answer, fault = None, ""
    start = time.perf_counter()
    try:
        answer = ask(question.text, question.history)
    except AskFailedError as error:
        fault = str(error)
    milliseconds = (time.perf_counter() - start) * 1000
    citations = answer.citations if answer is not None else ()
    return Outcome(
        question=question,
        answer=answer,
        score=score(question, answer),
        milliseconds=milliseconds,
        loose_quotes=tuple(cited for cited in citations if not is_verbatim(cited, stored_text)),
        fault=fault,
    )


def is_verbatim(citation: CitationRow, stored_text: StoredText) -> bool:
    """Whether the quote is, sign for sign, the slice of the stored text that its span names."""
    text = stored_text(citation.document)
    if text is None or citation.span is None or not citation.quote:
        return False
    start, end = citation.span
    return 0 <= start < end <= len(text) and text[start:end] == citation.quote


def timing(milliseconds: Sequence[float]) -> Timing:
    """Percentiles of measured times; raises ValueError without any."""
    if not milliseconds:
        raise ValueError("no times to summarise")
    ordered = sorted(milliseconds)
    return Timing(
        answers=len(ordered),
        p50_ms=_nearest_rank(ordered, 50),
        p95_ms=_nearest_rank(ordered, 95),
        max_ms=ordered[-1],
    )


def _nearest_rank(ordered: Sequence[float], percent: int) -> float:
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


def measure_latency(questions: Sequence[Question], ask: Ask, passes: int, warm_up: int) -> tuple[Timing, ...]:
    """Times of ``passes`` runs over all questions, one Timing a pass and one over all at the end.

    The first ``warm_up`` questions are asked once before and not counted. Raises AskFailedError
    if a question gets no answer: a time without an answer says nothing.
    """
    for question in questions[:warm_up]:
        ask(question.text, question.history)
    measured = [list(_times(questions, ask)) for _ in range(passes)]
    return (*map(timing, measured), timing([time_ms for one_pass in measured for time_ms in one_pass]))


def _times(questions: Sequence[Question], ask: Ask) -> Iterator[float]:
    for question in questions:
        start = time.perf_counter()
        ask(question.text, question.history)
        yield (time.perf_counter() - start) * 1000
