"""Settings of the assistant, read once from the environment (prefix ``CANCU_``) or ``.env``."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from ingest.errors import CanCuError
from vectorstore.settings import IndexSettings


class SettingsError(CanCuError):
    """A setting has a value that can't be used."""


class Settings(IndexSettings):
    """All settings; ``.env.example`` lists them with their defaults."""

    chat_model: str = ""
    """``openai:NAME`` (any OpenAI-compatible server) or ``ollama:NAME``; empty for none."""
    chat_base_url: str = ""
    """Address of the model's server, for example http://localhost:8000/v1."""
    chat_api_key: str = ""
    chat_timeout: float = 60.0
    """Seconds to wait for the model before the verbatim answer is given instead."""
    host: str = "127.0.0.1"
    port: int = 7860
    users: str = ""
    """``name:password`` pairs divided by commas; empty lets everybody in who reaches the port."""
    editors: str = ""
    """Names among ``users`` who may change documents, divided by commas. Without users whoever
    reaches the page may, as long as ``host`` is this machine's own address."""
    max_upload_mb: int = Field(default=200, ge=1, le=200)
    """Largest file that may be uploaded, in MB."""
    watch_dir: Annotated[Path | None, BeforeValidator(lambda folder: folder or None)] = None
    """A folder whose files go into the library by themselves while the page runs; empty for none."""
    max_history: int = 12
    """Earlier messages that a follow-up may refer to."""


def load(data_dir: Path | None = None, **values: Any) -> Settings:
    """The settings from the environment, ``.env`` and ``values``. Raises SettingsError."""
    if data_dir is not None:
        values["data_dir"] = data_dir
    try:
        return Settings(**values)
    except ValidationError as error:
        name = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise SettingsError(
            f"Thiết lập CANCU_{name.upper()} có giá trị không hợp lệ.",
            "Xem các giá trị mẫu trong .env.example.",
        ) from error
