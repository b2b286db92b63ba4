"""Settings of the search indexes, read once from the environment (prefix ``CANCU_``) or ``.env``."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator
from pydantic_settings import BaseSettings, SettingsConfigDict

BUNDLED_MODEL = Path(__file__).parent / "model"


class IndexSettings(BaseSettings):
    """Where the data live and which engines search them."""

    model_config = SettingsConfigDict(env_prefix="CANCU_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    """Everything the program writes lives here."""
    embedding_model: Annotated[str, AfterValidator(lambda name: name or str(BUNDLED_MODEL))] = str(
        BUNDLED_MODEL
    )
    """A sentence-transformers folder or model name; empty for the bundled static model."""
    embedding_query_prompt: str = ""
    """Text set before a query, for models that want one ("query: ")."""
    embedding_passage_prompt: str = ""
    """Text set before a passage ("passage: ")."""
    reranker_model: str = ""
    """A sentence-transformers cross-encoder that reorders the best hits; empty for none."""
    chroma_url: str = ""
    """``http://host:port`` of a Chroma server; empty for the embedded one in ``data_dir``."""
    chroma_collection: str = "can-cu"
