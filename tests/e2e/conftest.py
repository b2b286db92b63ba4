"""What the end-to-end tests share: a data directory into which the real documents were ingested."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the bundled documents, ingested by the command line."""
    directory = tmp_path_factory.mktemp("data") / "can-cu"
    command = [sys.executable, "-m", "ingest", "add", "documents", "--data-dir", str(directory)]
    done = subprocess.run(
        command, cwd=ROOT, env=quiet_environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return directory


def quiet_environment() -> dict[str, str]:
    """The environment of a child process that must not look for anything outside this machine."""
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"}
