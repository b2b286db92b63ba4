"""Who may change documents: by name where there are users, else by where the page is served."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass

from assistant.settings import Settings, SettingsError
from ingest.errors import CanCuError


class ForbiddenError(CanCuError):
    """Someone asks for what their role does not allow."""

    def __init__(self) -> None:
        super().__init__(
            "Bạn không có quyền thay đổi tài liệu.",
            "Hãy nhờ người quản trị thêm tên bạn vào thiết lập CANCU_EDITORS.",
        )


@dataclass(frozen=True, slots=True)
class Roles:
    """``users`` may ask, ``editors`` among them may change documents.

    Without users nobody can be told apart: then everybody may ask, and change documents where the
    page is served to this machine only (``private``).
    """

    users: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()
    private: bool = True

    def may_ask(self, user: str | None) -> bool:
        """True if ``user`` (None: not signed in) may ask and read."""
        return not self.users or user in self.users

    def may_edit(self, user: str | None) -> bool:
        """True if ``user`` may change documents."""
        return user in self.editors if self.users else self.private


def roles_of(settings: Settings, users: Collection[str]) -> Roles:
    """The roles by ``CANCU_EDITORS`` among ``users``. Raises SettingsError for a name that is no user.

    With users and no editors named nobody changes documents through the page: whoever gave people a
    login to ask gave them nothing more.
    """
    editors = frozenset(name.strip() for name in settings.editors.split(",") if name.strip())
    unknown = sorted(editors - frozenset(users))
    if unknown:
        raise SettingsError(
            f"Thiết lập CANCU_EDITORS có tên không phải người dùng: {', '.join(unknown)}.",
            "Mỗi tên trong CANCU_EDITORS phải có trong CANCU_USERS.",
        )
    return Roles(frozenset(users), editors, is_loopback(settings.host))


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    if host.strip("[]").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
