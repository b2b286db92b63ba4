"""The chat: conversation on the left, sources on the right, and the events between them."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import gradio as gr

from assistant.facade import Assistant
from assistant.web.asking import STOPPED, answered
from assistant.web.conversation import Conversation, Exchange, readable
from assistant.web.kept import restored
from assistant.web.pages import Pages
from assistant.web.sources import sources_html
from assistant.web.tabs import INTERNAL, tab_around
from assistant.web.welcome import chat_html

_STATIC = Path(__file__).parent / "static"
# What the tab keeps is sent along when the page is loaded; static/chat.js keeps it.
_KEPT = "(_, conversation) => [sessionStorage.getItem('can-cu-conversation'), conversation]"
_EMPTY = "Bạn chưa gõ câu hỏi. Hãy gõ câu hỏi vào ô bên dưới rồi bấm Gửi."


class Chat:
    """The components of the chat and what happens on them. Made inside a Blocks context.

    The conversation is drawn by ``gr.HTML`` rather than ``gr.Chatbot``: its messages need buttons that
    open sources, and a copy that holds the sources instead of markup.
    """

    name: ClassVar[str] = "chat"
    label: ClassVar[str] = "Hỏi đáp"

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._pages = Pages(assistant)
        script = (_STATIC / "chat.js").read_text(encoding="utf-8")
        self.conversation = gr.State(())
        self.kept = gr.Textbox(visible=False)
        # Stands in the page's header, as long as this tab is shown; the style sheet puts it there.
        self.clear = gr.Button("Cuộc trò chuyện mới", size="sm", scale=0, min_width=0, elem_id="clear")
        with gr.Row(elem_id="chat-columns", elem_classes="columns"):
            with gr.Column(elem_id="talk", scale=3, min_width=0):
                self.chat = gr.HTML(
                    self._drawn(()), elem_id="chat", js_on_load=script, apply_default_css=False
                )
                self.notice = gr.HTML("", elem_id="notice", apply_default_css=False)
                with gr.Row(elem_id="composer"):
                    self.box = gr.Textbox(
                        placeholder="Gõ câu hỏi về các văn bản…",
                        label="Câu hỏi",
                        show_label=False,
                        container=False,
                        lines=1,
                        max_lines=6,
                        scale=1,
                        autofocus=True,
                        elem_id="question",
                    )
                    self.send = gr.Button("Gửi", variant="primary", scale=0, min_width=84, elem_id="send")
                    self.stop = gr.Button("Dừng", scale=0, min_width=84, visible=False, elem_id="stop")
            with gr.Column(elem_id="sources-column", elem_classes="passages", scale=2, min_width=0):
                self.sources = gr.HTML(self._panel((), -1, 0), elem_id="sources", apply_default_css=False)

    def listen(self, blocks: gr.Blocks) -> None:
        """Tie the events together."""
        shown = [self.conversation, self.chat, self.sources, self.notice, self.box, self.send, self.stop]
        asking = [
            gr.on(
                [self.box.submit, self.send.click],
                self._ask,
                [self.box, self.conversation],
                shown,
                concurrency_limit=4,
                **INTERNAL,
            ),
            self.chat.example(
                self._ask_example, [self.box, self.conversation], shown, concurrency_limit=4, **INTERNAL
            ),
        ]
        self.stop.click(self._stop, [self.box, self.conversation], shown, cancels=asking, **INTERNAL)
        self.chat.cite(self._open_source, [self.conversation], [self.sources], queue=False, **INTERNAL)
        self.clear.click(self._clear, None, shown, cancels=asking, **INTERNAL)
        # Documents may have come or gone since the page was built, and the tab may have a conversation.
        blocks.load(self._loaded, [self.kept, self.conversation], shown, js=_KEPT, **INTERNAL)
        tab = tab_around(self.chat)
        if tab is not None:
            tab.select(self._first_screen, [self.kept, self.conversation], [self.chat], js=_KEPT, **INTERNAL)

    # -- events --------------------------------------------------------------------------------

    def _loaded(self, kept: str | None, conversation: Conversation, request: gr.Request) -> list[Any]:
        user = request.username or ""
        updates = self._updates(conversation or restored(kept, user), box=gr.skip())
        # Whose it is: what another one's tab kept is forgotten.
        updates[1] += f'<i hidden data-user="{escape(user)}"></i>'
        return updates

    def _first_screen(self, kept: str | None, conversation: Conversation) -> Any:
        """What there is to ask about now: documents come and go at the desk.

        The tab is selected when the page is loaded too; what the browser's tab keeps is drawn then.
        """
        return gr.skip() if kept or conversation else self._drawn(conversation)

    def _ask(self, typed: str, conversation: Conversation) -> Iterator[list[Any]]:
        question = readable(typed or "")
        if not question:
            yield self._updates(conversation, notice=_EMPTY, box=gr.skip())
            return
        yield from self._exchange(question, conversation, box="")

    def _ask_example(
        self, typed: str, conversation: Conversation, event: gr.EventData
    ) -> Iterator[list[Any]]:
        question = readable(str(event._data.get("question", "")))
        if question:
            # What was being typed stays in the box.
            yield from self._exchange(question, conversation, box=typed)

    def _exchange(self, question: str, conversation: Conversation, box: str) -> Iterator[list[Any]]:
        pending = (*conversation, Exchange(question))
        yield self._updates(pending, box=box, busy=True)
        outcome = answered(self._assistant, pending)
        # A question that could not be answered goes back into the box, to be mended and sent again.
        yield self._updates(
            (*conversation, outcome), box=question if outcome.problem and not box else gr.skip()
        )

    def _stop(self, typed: str, conversation: Conversation) -> list[Any]:
        if not conversation or not conversation[-1].pending:
            return self._updates(conversation, box=gr.skip())
        question = conversation[-1].question
        stopped = (*conversation[:-1], Exchange(question, problem=STOPPED))
        return self._updates(stopped, box=typed or question)

    def _clear(self) -> list[Any]:
        return self._updates((), box=gr.skip())

    def _open_source(self, conversation: Conversation, event: gr.EventData) -> str:
        return self._panel(conversation, _number(event, "exchange"), _number(event, "number"))

    # -- drawing -------------------------------------------------------------------------------

    def _updates(
        self, conversation: Conversation, box: Any, notice: str = "", busy: bool = False
    ) -> list[Any]:
        last = len(conversation) - 1
        return [
            conversation,
            self._drawn(conversation),
            self._panel(conversation, last, 1),
            f'<p role="alert">{notice}</p>' if notice else "",
            box,
            gr.update(visible=not busy),
            gr.update(visible=busy),
        ]

    def _drawn(self, conversation: Conversation) -> str:
        return chat_html(conversation, self._assistant.corpus)

    def _panel(self, conversation: Conversation, shown: int, opened: int) -> str:
        return sources_html(conversation, shown, opened, self._assistant.document, self._pages.cited)


def _number(event: gr.EventData, name: str) -> int:
    """A number that the page's script sent with an event; -1 for anything else."""
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, int) else -1
