"""The same code against a real Chroma server, and against none."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.intake import add_files, remove_document
from tests.unit.vectorstore.conftest import LAW
from vectorstore.index import open_index, rebuild_index
from vectorstore.search import search_sections
from vectorstore.settings import IndexSettings
from vectorstore.store import ServerError


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server on this machine, ended after the tests."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(150):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def test_ingest_search_remove_and_rebuild_on_a_server(
    server: str, settings: IndexSettings, tmp_path: Path
) -> None:
    on_server = settings.model_copy(update={"chroma_url": server})
    path = tmp_path / "luat.txt"
    path.write_text(LAW, encoding="utf-8")
    index = open_index(on_server)
    with index.library.locked():
        [outcome] = add_files([path], index.library, index)
    assert outcome.document is not None
    assert search_sections(index, "bảo vệ môi trường du lịch")[0].passage.chunk.section == "Điều 3"
    assert not (on_server.data_dir / "chroma").exists()
    assert rebuild_index(on_server).store.count() == len(outcome.document.chunks)
    again = open_index(on_server)
    remove_document(outcome.document, again.library, again)
    assert again.store.count() == 0
    assert search_sections(again, "du lịch") == []


def test_a_server_that_is_not_there(settings: IndexSettings) -> None:
    with pytest.raises(ServerError, match="CANCU_CHROMA_URL"):
        open_index(settings.model_copy(update={"chroma_url": "http://127.0.0.1:9"}))


@pytest.mark.parametrize("url", ["máy chủ", "ftp://x", "http://", "127.0.0.1:8000"])
def test_an_address_that_is_none(settings: IndexSettings, url: str) -> None:
    with pytest.raises(ServerError, match="CANCU_CHROMA_URL"):
        open_index(settings.model_copy(update={"chroma_url": url}))
