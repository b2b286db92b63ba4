"""The language model, if one is set: the only import of LangChain's chat models."""

import logging
from functools import cache
from typing import Any, Protocol

from assistant.settings import Settings
from ingest.errors import CanCuError

log = logging.getLogger(__name__)


class ChatModelError(CanCuError):
    """The language model is set wrongly, can't be reached, or did not answer in time."""


class ChatModel(Protocol):
    """What wording asks of a language model."""

    def complete(self, system: str, user: str) -> str:
        """The model's answer to one message. Raises ChatModelError."""


class LangChainModel:
    """A chat model of any provider that LangChain knows."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def complete(self, system: str, user: str) -> str:
        """The model's answer to one message. Raises ChatModelError."""
        try:
            return str(self._model.invoke([("system", system), ("human", user)]).text)
        except Exception as error:
            raise ChatModelError(
                "Mô hình ngôn ngữ không trả lời.", "Hãy kiểm tra CANCU_CHAT_MODEL và CANCU_CHAT_BASE_URL."
            ) from error


def open_chat_model(settings: Settings) -> ChatModel | None:
    """The configured model, or None where none is set. Raises ChatModelError for a bad name."""
    if not settings.chat_model:
        return None
    return _open(settings.chat_model, settings.chat_base_url, settings.chat_api_key, settings.chat_timeout)


@cache
def _open(name: str, base_url: str, api_key: str, timeout: float) -> ChatModel:
    from langchain.chat_models import init_chat_model

    provider, _, model = name.partition(":")
    if provider not in {"openai", "ollama"} or not model:
        raise ChatModelError(
            f"CANCU_CHAT_MODEL “{name}” không hợp lệ.", "Hãy viết dạng openai:TÊN hoặc ollama:TÊN."
        )
    options: dict[str, Any] = {"temperature": 0}
    if base_url:
        options["base_url"] = base_url
    if provider == "openai":
        # A local server wants no key, but the client insists on one.
        options |= {"api_key": api_key or "none", "timeout": timeout, "max_retries": 1}
    else:
        options["client_kwargs"] = {"timeout": timeout}
    return LangChainModel(init_chat_model(model, model_provider=provider, **options))
