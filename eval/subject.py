"""The assistant under judgement: the only file of this package that knows the assistant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.answers import AnswerRow, answer_row
from eval.cases import PastTurn
from eval.runner import Ask, AskFailedError, StoredText
from ingest.errors import CanCuError

RawAsk = Callable[[str, Sequence[PastTurn]], object]


@dataclass(frozen=True, slots=True)
class Subject:
    """How to ask the assistant, and how to read the text that its quotes must come from."""

    ask: Ask
    stored_text: StoredText


def open_subject(data_dir: Path | None) -> Subject:
    """The assistant over a data directory, the default one if None.

    Raises CanCuError if it can't be opened. Its libraries load here, not at import.
    """
    from assistant.answer import Turn
    from assistant.facade import open_assistant
    from assistant.settings import load

    assistant = open_assistant(load(data_dir=data_dir))

    def ask(question: str, history: Sequence[PastTurn]) -> object:
        turns = [Turn(role=turn.role, content=turn.content) for turn in history]
        return assistant.ask(question, turns).to_json()

    return subject_of(ask, assistant.document_text)


def subject_of(ask_raw: RawAsk, stored_text: StoredText) -> Subject:
    """A subject from a function that gives contract 4's object; a refusal to answer is a failed ask."""

    def ask(question: str, history: Sequence[PastTurn]) -> AnswerRow:
        try:
            raw = ask_raw(question, history)
        except CanCuError as error:
            raise AskFailedError(str(error)) from error
        return answer_row(raw)

    return Subject(ask, stored_text)
