"""The people who may sign in, as the settings list them."""

from assistant.settings import SettingsError


def parse_users(users: str) -> list[tuple[str, str]]:
    """The pairs in ``name:password,name:password``. Raises SettingsError without repeating a password."""
    pairs = []
    for number, part in enumerate((p.strip() for p in users.split(",") if p.strip()), 1):
        name, colon, password = part.partition(":")
        if not (name.strip() and colon and password.strip()):
            raise SettingsError(
                f"Thiết lập CANCU_USERS sai ở người dùng thứ {number}.",
                "Viết theo dạng tên:mật_khẩu,tên:mật_khẩu.",
            )
        pairs.append((name.strip(), password.strip()))
    return pairs
