"""Questions that ask two things, compare two, or ask for two years: the questions inside them."""

import re
from dataclasses import dataclass

from assistant.question import Question, understand_question
from assistant.wants import Wants

_COMPARES = r"khac|khac nhau|so sanh|phan biet|giong|giong nhau"
_COMPARED = re.compile(
    r"^(?:hãy )?(?:so sánh|phân biệt|so sanh|phan biet)\s+|\s+(?:ở |o )?(?:(?:được |duoc )?(?:luật |luat )?(?:định nghĩa|quy định|dinh nghia|quy dinh) )?(?:khác|giống|khac|giong) nhau.*$"
    r"|\s+(?:ở (?:điểm|chỗ) nào|như thế nào|thế nào|ra sao|o (?:diem|cho) nao|nhu the nao|the nao)\b.*$|\s+theo (?:luật|nghị định|luat|nghi dinh).*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s+(?:khác (?:gì )?(?:so )?(?:với )?|giống (?:gì )?(?:với )?|so với |và |còn |với |hay |khac (?:gi )?(?:so )?(?:voi )?|giong (?:gi )?(?:voi )?|so voi |va |con |voi )",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[,;]\s+(?:còn\s+|con\s+|và\s+|va\s+)?", re.IGNORECASE)
_ASKS = r"ai|nao|gi|bao nhieu|may|bao lau|khi nao|bao gio|o dau|the nao|ra sao"
_LONGEST_COMPARED = 9  # words of a thing that is compared by what it is
_FEWEST = 3  # telling words of a half that stands alone


@dataclass(frozen=True, slots=True)
class Halves:
    """The questions inside a question.

    ``questions`` stand alone; ``beside`` say too little for that and belong to the first half's
    answer; ``compared``: they are what two things are; ``by_year``: one for each year.
    """

    questions: tuple[Question, ...] = ()
    beside: tuple[Question, ...] = ()
    compared: bool = False
    by_year: bool = False


def halves_of(question: Question) -> Halves:
    """The questions inside ``question``; none where it asks one thing."""
    if len(question.years) > 1:
        return Halves(
            tuple(
                understand_question(
                    re.sub("|".join(y for y in question.years if y != year), " ", question.query.text)
                )
                for year in question.years
            ),
            by_year=True,
        )
    text = question.stated.rstrip(" ?.")
    if question.asks(_COMPARES) and question.wants in {Wants.ANYTHING, Wants.DEFINITION}:
        compared = [_COMPARED.sub("", p).strip(" ?.,") for p in _SPLIT.split(_COMPARED.sub("", text))]
        things = [p for p in compared if p and len(p.split()) <= _LONGEST_COMPARED]
        if len(things) >= 2:
            # What two things are says how they differ.
            return Halves(
                tuple(understand_question(f"{thing} là gì?") for thing in things[:3]), compared=True
            )
    pieces: list[str] = []
    for part in _COMMA.split(text):
        # A comma divides a question only before another question.
        if pieces and not understand_question(part).asks(_ASKS):
            pieces[-1] += f", {part}"
        else:
            pieces.append(part)
    pieces = [p for part in pieces for p in _SPLIT.split(part) if p.strip()]
    if len(pieces) < 2:
        return Halves()
    parts = [understand_question(p) for p in pieces]
    alone = [p for p in parts if len(p.content) >= _FEWEST]
    beside = [p for p in parts[1:] if len(p.content) < _FEWEST and p.asks(_ASKS) and p.content]
    return Halves(tuple(alone) if len(alone) >= 2 else (), tuple(beside))
