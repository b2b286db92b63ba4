"""Who may change documents."""

import pytest

from assistant.desk.roles import is_loopback, roles_of
from assistant.settings import Settings, SettingsError, load


def settings(**values: str) -> Settings:
    return load(_env_file=None, **values)


def test_without_users_everybody_on_this_machine_may() -> None:
    roles = roles_of(settings(), [])
    assert roles.may_ask(None)
    assert roles.may_edit(None)
    shared = roles_of(settings(host="0.0.0.0"), [])
    assert shared.may_ask(None)
    assert not shared.may_edit(None)


def test_with_users_only_the_editors_named_may() -> None:
    roles = roles_of(settings(editors=" bình "), ["an", "bình"])
    assert [roles.may_ask(user) for user in ("an", "bình", "lạ", None)] == [True, True, False, False]
    assert [roles.may_edit(user) for user in ("an", "bình", "lạ", None)] == [False, True, False, False]
    assert not roles_of(settings(), ["an"]).may_edit("an")


def test_an_editor_who_is_no_user_is_told() -> None:
    with pytest.raises(SettingsError, match=r"CANCU_EDITORS.*chi"):
        roles_of(settings(editors="an,chi"), ["an"])


def test_addresses_of_this_machine() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "localhost", "::1", "[::1]", "127.8.0.1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "10.0.0.3", "localhost.evil.example", "")))
