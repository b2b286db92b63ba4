"""The chat's events with a stand-in for the assistant: failures are sentences, and nothing typed is lost."""

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.answer import Answer, Turn
from assistant.web.api import HistoryError, parse_history
from assistant.web.asking import STOPPED, UNEXPECTED
from assistant.web.conversation import Exchange
from ingest.errors import CanCuError
from tests.unit.web.builders import answer, document
from vectorstore.corpus import Corpus

gr = pytest.importorskip("gradio")
from assistant.web.chat import Chat  # noqa: E402 - behind the check that Gradio is there


class FakeAssistant:
    """Answers with what it was given, or raises it."""

    def __init__(self, outcome: Answer | Exception) -> None:
        self.outcome = outcome
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.corpus = Corpus((document(),))

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def document(self, name: str) -> Any:
        return document()


def chat_over(outcome: Answer | Exception) -> tuple[Chat, FakeAssistant]:
    assistant = FakeAssistant(outcome)
    with gr.Blocks():
        return Chat(assistant), assistant


def last(updates: Iterator[list[Any]]) -> list[Any]:
    return list(updates)[-1]


def test_a_question_is_answered_with_the_turns_before_it() -> None:
    chat, assistant = chat_over(answer("Đáp. [1]"))
    before = (Exchange("Trước?", answer("Đáp trước.")),)
    pending, done = chat._ask("  Ai\x00?  ", before)
    assert pending[0][-1].pending
    assert "Đang tra cứu" in pending[1]
    assert pending[4] == ""
    assert done[0][-1].answer.text == "Đáp. [1]"
    assert 'data-exchange="1"' in done[2]
    assert assistant.asked == [("Ai?", (Turn("user", "Trước?"), Turn("assistant", "Đáp trước.")))]


def test_an_empty_question_gets_a_sentence_and_asks_nothing() -> None:
    chat, assistant = chat_over(answer())
    conversation, drawn, _, notice, *_ = last(chat._ask(" \n\x00 ", ()))
    assert conversation == ()
    assert "welcome" in drawn
    assert "chưa gõ câu hỏi" in notice
    assert assistant.asked == []


def test_an_expected_failure_is_its_sentence_and_the_question_returns_to_the_box() -> None:
    chat, _ = chat_over(CanCuError("Chỉ mục bị hỏng.", "Hãy lập lại."))
    conversation, drawn, _, _, box, *_ = last(chat._ask("Ai?", ()))
    assert conversation[-1].problem == "Chỉ mục bị hỏng. Hãy lập lại."
    assert "Chỉ mục bị hỏng. Hãy lập lại." in drawn
    assert box == "Ai?"


def test_an_unexpected_failure_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    chat, _ = chat_over(RuntimeError("boom"))
    conversation, drawn, *_ = last(chat._ask("Ai?", ()))
    assert conversation[-1].problem == UNEXPECTED
    assert "boom" not in drawn
    assert "boom" in caplog.text


def test_an_example_leaves_what_was_being_typed() -> None:
    chat, _ = chat_over(answer())
    event = gr.EventData(None, {"question": "Mẫu?"})
    pending, done = chat._ask_example("đang gõ", (), event)
    assert pending[4] == "đang gõ"
    assert done[0][-1].question == "Mẫu?"


def test_stopping_keeps_the_question() -> None:
    chat, _ = chat_over(answer())
    updates = chat._stop("", (Exchange("Ai?"),))
    assert updates[0] == (Exchange("Ai?", problem=STOPPED),)
    assert updates[4] == "Ai?"
    answered = (Exchange("Ai?", answer()),)
    assert chat._stop("", answered)[0] == answered


@pytest.mark.parametrize("data", [{}, {"exchange": "0", "number": None}, {"exchange": 99, "number": 1}, None])
def test_odd_events_show_the_hint(data: Any) -> None:
    chat, _ = chat_over(answer())
    html = chat._open_source((Exchange("Ai?", answer()),), gr.EventData(None, data))
    assert "Bấm vào số [1]" in html


def test_history_of_the_endpoint() -> None:
    turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    assert parse_history(turns) == (Turn("user", "a"), Turn("assistant", "b"))
    assert parse_history('[{"role": "user", "content": "a"}]') == (Turn("user", "a"),)
    assert parse_history(None) == parse_history("") == parse_history([]) == ()
    for wrong in (
        "{",
        "1",
        {"role": "user"},
        ["a"],
        [{"role": "system", "content": ""}],
        [{"role": "user", "content": 1}],
    ):
        with pytest.raises(HistoryError):
            parse_history(wrong)
