"""What all tests share: the real plan, ingested once, and an assistant over it."""

import os
from pathlib import Path

import pytest

# Nothing is looked up outside this machine, whatever a library would do by default.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
for name in [name for name in os.environ if name.startswith("CANCU_")]:
    del os.environ[name]

from assistant.facade import Assistant, open_assistant
from assistant.settings import load
from ingest.documents import Document
from ingest.intake import Status, add_files, collect
from vectorstore.index import open_index
from vectorstore.settings import IndexSettings

ROOT = Path(__file__).parents[1]
PLAN = "ke-hoach-thuc-hien-ket-luan-72-kl-tw"


@pytest.fixture(scope="session")
def plan_assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the bundled documents, with the bundled model and a real Chroma."""
    data_dir = tmp_path_factory.mktemp("plan")
    index = open_index(IndexSettings(data_dir=data_dir, _env_file=None))  # type: ignore[call-arg]
    files, _ = collect([ROOT / "documents"])
    with index.library.locked():
        outcomes = list(add_files(files, index.library, index))
    assert {o.status for o in outcomes} == {Status.ADDED}
    return open_assistant(load(data_dir, _env_file=None))


@pytest.fixture(scope="session")
def plan(plan_assistant: Assistant) -> Document:
    """The bundled plan as the library keeps it."""
    document = plan_assistant.document(PLAN)
    assert document is not None
    return document
