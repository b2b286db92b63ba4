"""Serves the page: its address, its users, and the port it listens on."""

import logging
import socket
import sys
from importlib import metadata
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.facade import Assistant, open_assistant
from assistant.settings import Settings, SettingsError
from assistant.web.local import LocalPage
from assistant.web.page import TABS, build_page, theme
from ingest.errors import CanCuError

log = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"


class AddressError(CanCuError):
    """The page can't be served at the address and port of the settings."""


def serve(settings: Settings) -> None:
    """Open the assistant and serve its page until stopped. Raises CanCuError where either fails."""
    users = parse_users(settings.users)
    listening = listen(settings.host, settings.port)
    with listening:
        app = build_app(open_assistant(settings), users)
        host, port = listening.getsockname()[:2]
        # "Every address" is none that a browser could open.
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        address = f"[{host}]" if ":" in host else host
        sys.stdout.write(f"Căn Cứ đang chạy tại http://{address}:{port} (bấm Ctrl+C để dừng)\n")
        sys.stdout.flush()
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2)
        )
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            sys.stdout.write("Đã dừng.\n")


def build_app(assistant: Assistant, users: list[tuple[str, str]]) -> FastAPI:
    """The whole web application over an assistant; without ``users`` everybody may enter."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        app,
        build_page(assistant),
        path="/",
        auth=users or None,
        auth_message="Hãy đăng nhập để hỏi đáp trên văn bản.",
        theme=theme(),
        css_paths=_style_sheets(),
        favicon_path=str(_STATIC / "favicon.svg"),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=_speaks_mcp(),
    )
    app.add_middleware(LocalPage)
    return app


def _style_sheets() -> list[Path]:
    """The page's style sheet, and after it that of each tab that has one."""
    return [
        _STATIC / "style.css",
        *(path for path in (_STATIC / f"{t.name}.css" for t in TABS) if path.exists()),
    ]


def _speaks_mcp() -> bool:
    """True where the package behind Gradio's "mcp" extra is installed, in the release that Gradio knows."""
    try:
        return metadata.version("mcp").startswith("1.")
    except metadata.PackageNotFoundError:
        return False


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


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at ``host`` and ``port``. Raises AddressError if it can't.

    The port is taken before the slow work of opening the indexes, so that a taken one is told at once.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # Not address[1]: a port beyond 65535 was wrapped there.
        return socket.create_server((address[0], port), family=family)
    except (OSError, OverflowError) as error:
        raise AddressError(
            f"Không mở được cổng {port} tại {host}: cổng đang có chương trình khác dùng, hoặc địa chỉ không đúng.",
            "Hãy chọn cổng khác bằng --port hoặc CANCU_PORT.",
        ) from error
