"""Settings: the example file lists them all, with their defaults."""

import re
from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError, load
from vectorstore.settings import BUNDLED_MODEL

EXAMPLE = Path(__file__).parents[3] / ".env.example"


def test_the_example_lists_every_setting_and_no_other() -> None:
    listed = re.findall(r"^#?CANCU_(\w+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name.lower() for name in listed) == sorted(Settings.model_fields)


def test_the_example_gives_the_defaults() -> None:
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)  # type: ignore[call-arg]


def test_an_empty_embedding_model_is_the_bundled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_EMBEDDING_MODEL", "")
    assert load(_env_file=None).embedding_model == str(BUNDLED_MODEL)


def test_a_bad_value_is_named() -> None:
    with pytest.raises(SettingsError, match="CANCU_PORT"):
        load(port="nhiều", _env_file=None)
