"""Asking on behalf of the page: the one place where failures become sentences."""

import logging
from dataclasses import replace

from assistant.facade import Assistant
from assistant.web.conversation import Conversation, Exchange, turns
from ingest.errors import CanCuError

log = logging.getLogger(__name__)

UNEXPECTED = (
    "Có lỗi ngoài dự kiến khi trả lời; câu hỏi của bạn vẫn được giữ. Hãy thử gửi lại; nếu vẫn lỗi, "
    "hãy báo người quản trị xem nhật ký của chương trình."
)
STOPPED = "Đã dừng theo yêu cầu. Câu hỏi vẫn ở trong ô soạn để bạn sửa và gửi lại."


def answered(assistant: Assistant, conversation: Conversation) -> Exchange:
    """The last exchange of a conversation with its answer, or with the sentence that says why there is none."""
    asked = conversation[-1]
    try:
        return replace(asked, answer=assistant.ask(asked.question, turns(conversation[:-1])))
    except CanCuError as error:
        log.info("no answer", exc_info=True)
        return replace(asked, problem=str(error))
    except Exception:  # the page stays up whatever happens; the log has the whole story
        log.exception("unexpected failure while answering")
        return replace(asked, problem=UNEXPECTED)
