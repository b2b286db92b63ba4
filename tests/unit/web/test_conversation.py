"""What is typed is made showable, and only what was answered is history."""

from assistant.answer import Turn
from assistant.web.conversation import Exchange, readable, turns
from tests.unit.web.builders import answer


def test_readable_keeps_words_and_drops_what_cannot_be_shown() -> None:
    assert readable("  a\x00b\x07\tc\r\nd\u202e 🙂\ud800 ") == "ab c\nd 🙂"


def test_only_answered_exchanges_are_history() -> None:
    conversation = (Exchange("Hỏi?", answer("Đáp.")), Exchange("Lỗi?", problem="hỏng"), Exchange("Chờ?"))
    assert turns(conversation) == (Turn("user", "Hỏi?"), Turn("assistant", "Đáp."))
    assert [exchange.pending for exchange in conversation] == [False, False, True]
