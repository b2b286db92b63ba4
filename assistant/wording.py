"""Fluent wording by a language model, of which only what the passages hold is kept.

The model sees numbered passages and refers to them by number; numbers it invents are dropped,
and every sentence passes the same check as a composed one. What is left must still answer:
if no sentence survives, the composed answer is given instead.
"""

import logging
import re
from collections.abc import Sequence

import prompts
from assistant.answer import NOT_FOUND, Quote
from assistant.chat_model import ChatModel
from assistant.draft import Draft, Statement
from assistant.verify import problem

log = logging.getLogger(__name__)

_MARK = re.compile(r"\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_SENTENCE = re.compile(r"(?P<text>[^\n\[\]]+?)\s*(?P<marks>(?:\[\d{1,2}(?:\s*,\s*\d{1,2})*\]\s*)+)[.;]?")


def reword(draft: Draft, question: str, model: ChatModel) -> Draft:
    """``draft`` worded by the model, as far as its sentences hold; unchanged if none does.

    Raises ChatModelError if the model does not answer. A model that finds no answer in the
    passages makes the draft one of no confidence.
    """
    quotes = _quotes(draft)
    if not quotes:
        return draft
    passages = "\n".join(
        f"[{n}] ({q.document.title}, {q.place}) {' '.join(q.text.split())}" for n, q in enumerate(quotes, 1)
    )
    said = model.complete(
        prompts.render("answer_system", not_found=NOT_FOUND),
        prompts.render("answer_user", passages=passages, question=question),
    )
    if NOT_FOUND.rstrip(".") in said:
        return Draft(draft.kind, confidence=0.0)
    kept = [s for s in _statements(said, quotes) if _holds(s)]
    if not kept:
        log.warning("no sentence of the model's answer stood the check; the composed answer is given")
        return draft
    return Draft(
        draft.kind, statements=kept, sources=quotes, warnings=draft.warnings, confidence=draft.confidence
    )


def _quotes(draft: Draft) -> list[Quote]:
    """The passages of the draft and the grounds of its statements, those inside others left out."""
    every = [*draft.passages, *draft.sources, *(q for s in draft.statements for q in s.grounds)]
    found: list[Quote] = []
    for quote in every:
        if not any(k.document.id == quote.document.id and k.span.contains(quote.span) for k in found):
            found.append(quote)
    return found[:12]


def _statements(said: str, quotes: Sequence[Quote]) -> list[Statement]:
    """The model's sentences that name passages which exist."""
    found = []
    for match in _SENTENCE.finditer(said):
        text = match["text"].strip(" .;*\t")
        item = text.startswith("- ")
        text = text.removeprefix("- ").strip()
        numbers = [int(n) for mark in _MARK.findall(match["marks"]) for n in mark.split(",")]
        grounds = tuple(quotes[n - 1] for n in dict.fromkeys(numbers) if 0 < n <= len(quotes))
        if text and grounds:
            found.append(Statement(f"{text}." if not text.endswith(":") else text, grounds, item))
    return found


def _holds(statement: Statement) -> bool:
    wrong = problem(statement)
    if wrong:
        log.warning("dropped a sentence of the model: %s (%s)", statement.text, wrong)
    return not wrong
