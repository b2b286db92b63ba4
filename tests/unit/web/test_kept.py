"""The conversation that a tab keeps: it comes back whole, to the same user only, and never breaks the page."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from assistant.answer import Answer, Check
from assistant.web.conversation import Exchange
from assistant.web.kept import MOST, RELOADED, restored, to_keep
from assistant.web.messages import conversation_html
from assistant.web.sources import sources_html
from tests.unit.web.builders import answer, citation, document

QUOTE = "Văn phòng theo dõi."


def tab(exchanges: str, user: str = "") -> str:
    """What the page's script puts into the session storage."""
    return json.dumps({"user": user, "exchanges": json.loads(exchanges)})


TALK = (
    Exchange("Ai theo dõi?", answer("Văn phòng [1].", citations=(citation(QUOTE),))),
    Exchange("?" * 9000, problem="Câu hỏi quá dài."),
    Exchange("Giá vàng?", Answer("Giá vàng?", "Không tìm thấy.", abstained=True, related=(citation(QUOTE),))),
)


def test_it_comes_back_as_it_was() -> None:
    assert restored(tab(to_keep(TALK)), "") == TALK
    checked = replace(TALK[0], answer=replace(TALK[0].answer, checks=(Check("Văn phòng", (1,)),)))
    assert restored(tab(to_keep((checked,))), "") == TALK[:1]
    assert len(restored(tab(to_keep(TALK * 30)), "")) == MOST


def test_another_user_gets_nothing() -> None:
    kept = tab(to_keep(TALK), "an")
    assert restored(kept, "an") == TALK
    assert restored(kept, "bình") == restored(kept, "") == ()
    assert restored(tab(to_keep(TALK)), "bình") == ()


def test_a_question_that_was_being_answered_is_said_to_be_cut_off() -> None:
    [exchange] = restored(tab(to_keep((Exchange("Ai theo dõi?"),))), "")
    assert exchange.problem == RELOADED


@pytest.mark.parametrize(
    "kept",
    [
        None, "", "{", "[]", "{}", '{"user": "", "exchanges": 5}', '{"user": "", "exchanges": [{"question": 1}]}',
        tab('[{"question": "?", "answer": {"question": "?", "text": "x", "citations": [{"number": 1}]}}]'),
        "[" * 100_000, "x" * 5_000_000,
    ],
)  # fmt: skip
def test_anything_else_is_no_conversation(kept: str | None) -> None:
    assert restored(kept, "") == ()


def test_markup_that_someone_put_there_is_text() -> None:
    bad = "<img src=x onerror=alert(1)>"
    talk = (Exchange(bad, answer(bad, citations=(replace(citation(QUOTE), title=bad, quote=bad),))),)
    [back] = restored(tab(to_keep(talk)), "")
    assert "<img" not in conversation_html((back,), set())
    assert "<img" not in sources_html((back,), 0, 1, lambda _: None)


def test_what_was_removed_or_changed_since_is_said() -> None:
    here = conversation_html(TALK[:1], {citation(QUOTE).document_id})
    assert "gỡ hoặc thay" not in here
    gone = conversation_html(TALK[:1], set())
    assert "Từ sau câu trả lời này, Kế hoạch số 1 &lt;x&gt; đã được gỡ" in gone
    assert "đã được gỡ khỏi kho" in sources_html(TALK, 0, 1, lambda _: None)
    corrected = replace(document(), text=document().text.replace("theo dõi", "theo rõi"))
    assert "đã được sửa hoặc thay" in sources_html(TALK, 0, 1, lambda _: corrected)
    assert 'class="changed"' not in sources_html(TALK, 0, 1, lambda _: document())


def test_the_page_that_is_loaded_says_whose_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.web.chat import Chat

    chat = Chat.__new__(Chat)
    monkeypatch.setattr(
        Chat, "_updates", lambda self, conversation, box: [conversation, "", "", "", box, 1, 0]
    )
    request = SimpleNamespace(username="an<")
    kept = tab(to_keep(TALK), "an<")
    assert chat._loaded(kept, (), request)[0] == TALK
    assert 'data-user="an&lt;"' in chat._loaded(kept, (), request)[1]
    assert chat._loaded(kept, TALK[:1], request)[0] == TALK[:1]
    assert chat._loaded(kept, (), SimpleNamespace(username=None))[0] == ()
