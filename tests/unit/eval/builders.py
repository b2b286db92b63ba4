"""Small values to judge."""

from typing import Any

from eval.answers import AnswerRow, CitationRow
from eval.cases import Question


def question(**changes: Any) -> Question:
    """An answerable question with two facts, unless changed."""
    values: dict[str, Any] = {
        "id": "q1",
        "category": "tasks",
        "text": "Kết luận nào, ngày nào?",
        "answerable": True,
        "facts": (("72-kl/tw",), ("23/02/2024", "ngày 23 tháng 02 năm 2024")),
        "sections": ("III.3",),
        "evidence": ("Kết luận số 72-KL/TW ngày 23/02/2024",),
    }
    return Question(**{**values, **changes})


def unanswerable(**changes: Any) -> Question:
    """A question that the documents do not answer."""
    return question(answerable=False, facts=(), sections=(), evidence=(), **changes)


def answer(
    text: str = "Kết luận **72-KL/TW** ngày 23/02/2024 [1].",
    abstained: bool = False,
    citations: tuple[CitationRow, ...] = (),
) -> AnswerRow:
    return AnswerRow(text, abstained, citations)


def cited(section: str = "III.3", quote: str = "", document: str = "d", span: Any = None) -> CitationRow:
    return CitationRow(document=document, section=section, quote=quote, span=span)
