"""What a conversation on the page remembers: each question with what became of it."""

import unicodedata
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, or with the ``problem`` that kept it from one; pending with neither."""

    question: str
    answer: Answer | None = None
    problem: str = ""

    @property
    def pending(self) -> bool:
        return self.answer is None and not self.problem

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The passages the page shows for it: what it cites, else what is related to it."""
        if self.answer is None:
            return ()
        return self.answer.citations or self.answer.related


Conversation = tuple[Exchange, ...]


def turns(conversation: Conversation) -> tuple[Turn, ...]:
    """The answered part of a conversation, as the assistant takes it."""
    return tuple(
        turn
        for exchange in conversation
        if exchange.answer is not None
        for turn in (Turn("user", exchange.question), Turn("assistant", exchange.answer.text))
    )


def readable(text: str) -> str:
    """Typed text without what can't be shown: control characters, lone surrogates, direction overrides."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or not _unshowable(c)).strip()


def _unshowable(character: str) -> bool:
    overrides_direction = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    return overrides_direction or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"}
