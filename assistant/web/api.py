"""``ask`` for programs: over HTTP (gradio_client) and, where the extra is installed, as an MCP tool."""

import json
import logging
from typing import Any

import gradio as gr
from gradio.events import api

from assistant.answer import Turn
from assistant.facade import Assistant
from assistant.web.asking import UNEXPECTED
from ingest.errors import CanCuError

log = logging.getLogger(__name__)


class HistoryError(CanCuError):
    """The history given to ``ask`` is not a list of turns."""


def serve_ask(assistant: Assistant) -> None:
    """Add the named endpoint ``/ask`` to the Blocks being built."""

    # Gradio reads the types and this docstring to describe the endpoint and the MCP tool.
    def ask(question: str, history: list[dict[str, str]] | str | None = None) -> dict[str, Any]:
        """Trả lời một câu hỏi về các văn bản đã nạp, kèm trích dẫn nguyên văn.

        Args:
            question: câu hỏi bằng tiếng Việt, có dấu hoặc không dấu
            history: các lượt trước, mỗi lượt có role (user hoặc assistant) và content; là danh sách hoặc JSON
        """
        try:
            return assistant.ask(str(question), parse_history(history)).to_json()
        except CanCuError as error:
            raise gr.Error(str(error), print_exception=False) from error
        except Exception as error:  # callers get a sentence, the log the whole story
            log.exception("unexpected failure while answering")
            raise gr.Error(UNEXPECTED, print_exception=False) from error

    api(ask, api_name="ask", concurrency_limit=4)


def parse_history(history: object) -> tuple[Turn, ...]:
    """The turns in a list of ``{"role", "content"}`` or in the JSON of one. Raises HistoryError."""
    if isinstance(history, str):
        try:
            history = json.loads(history) if history.strip() else []
        except ValueError as error:
            raise _not_turns() from error
    if not history:
        return ()
    if not isinstance(history, list):
        raise _not_turns()
    return tuple(_turn(item) for item in history)


def _turn(item: object) -> Turn:
    if not isinstance(item, dict) or item.get("role") not in ("user", "assistant"):
        raise _not_turns()
    content = item.get("content", "")
    if not isinstance(content, str):
        raise _not_turns()
    return Turn(item["role"], content)


def _not_turns() -> HistoryError:
    return HistoryError(
        "Lịch sử hội thoại (history) không hợp lệ.", "Mỗi lượt cần role (user hoặc assistant) và content."
    )
