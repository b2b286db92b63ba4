"""What a browser tab keeps of its conversation, so that the page, loaded again, shows it again.

It stays in the tab (session storage, gone with it), never on the server and never beyond the tab: machines
are shared. Gradio's own ``BrowserState`` keeps to local storage, which outlives whoever sat there.
"""

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from assistant.web.conversation import Conversation, Exchange

MOST = 40
"""Exchanges kept, the newest."""
_LARGEST = 4_000_000  # characters; browsers hold about 5 MB a tab
RELOADED = "Trang được tải lại khi chưa trả lời xong. Hãy gửi lại câu hỏi này."


@dataclass(frozen=True)
class _Kept:
    """A conversation, and the name of who had it ("" where nobody signs in)."""

    user: str
    exchanges: Conversation


_EXCHANGES = TypeAdapter(Conversation)
_KEPT = TypeAdapter(_Kept)


def to_keep(conversation: Conversation) -> str:
    """The newest exchanges as JSON, without what is not shown."""
    return _EXCHANGES.dump_json(tuple(map(_shown, conversation[-MOST:]))).decode()


def restored(kept: str | None, user: str) -> Conversation:
    """What a tab kept, if it is a conversation of ``user``: ``{"user": …, "exchanges": …}``; else none.

    A question that had no answer yet is shown with the sentence that says so.
    """
    if not kept or len(kept) > _LARGEST:
        return ()
    try:
        found = _KEPT.validate_json(kept)
    except ValidationError:  # from another version of the page, or from nobody of ours
        return ()
    if found.user != user:
        return ()
    return tuple(replace(e, problem=RELOADED) if e.pending else e for e in found.exchanges[-MOST:])


def _shown(exchange: Exchange) -> Exchange:
    if exchange.answer is None:
        return exchange
    return replace(exchange, answer=replace(exchange.answer, checks=()))
