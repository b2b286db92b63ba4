"""Serves the page: its address, its users, and the port it listens on."""

import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import metadata
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from assistant.desk.desk import Desk
from assistant.desk.roles import roles_of
from assistant.desk.uploads import Limits
from assistant.facade import Assistant, open_assistant
from assistant.settings import Settings
from assistant.web import desk_routes, pages
from assistant.web.identity import Guard, signed_in
from assistant.web.local import LocalPage
from assistant.web.page import TABS, build_page, theme
from assistant.web.users import parse_users
from ingest.errors import CanCuError
from ingest.watching import watching

log = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"


class AddressError(CanCuError):
    """The page can't be served at the address and port of the settings."""


def serve(settings: Settings) -> None:
    """Open the assistant and serve its page until stopped. Raises CanCuError where either fails."""
    users = parse_users(settings.users)
    listening = listen(settings.host, settings.port)
    with listening:
        assistant = open_assistant(settings)
        app = build_app(assistant, users)
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
            with watching(settings.watch_dir, assistant.index.library, assistant.index):
                server.run(sockets=[listening])
        except KeyboardInterrupt:
            sys.stdout.write("Đã dừng.\n")


def build_app(assistant: Assistant, users: list[tuple[str, str]]) -> FastAPI:
    """The whole web application over an assistant; without ``users`` everybody may enter."""
    settings = assistant.settings
    roles = roles_of(settings, [name for name, _ in users])
    desk = Desk(assistant.index, Limits(settings.max_upload_mb << 20))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_working(desk))
    who = signed_in(app)
    for root, part, editing in (
        (pages.ROOT, pages.pages_app(pages.Pages(assistant)), False),
        (desk_routes.ROOT, desk_routes.desk_app(desk), True),
    ):
        app.mount(f"/{root}", Guard(part, roles, who, editing=editing, largest=desk.limits.largest))
    app.mount("/can-cu", StaticFiles(directory=_STATIC))
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


def _working(desk: Desk) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Uploaded files are read for as long as the application runs."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.jobs.start()
        yield
        await run_in_threadpool(desk.jobs.stop)

    return lifespan


def _style_sheets() -> list[Path]:
    """The page's style sheets: what its tabs share, and after it that of each tab that has one."""
    return [
        _STATIC / "style.css",
        _STATIC / "pages.css",
        _STATIC / "table.css",
        *(path for path in (_STATIC / f"{t.name}.css" for t in TABS) if path.exists()),
    ]


def _speaks_mcp() -> bool:
    """True where the package behind Gradio's "mcp" extra is installed, in the release that Gradio knows."""
    try:
        return metadata.version("mcp").startswith("1.")
    except metadata.PackageNotFoundError:
        return False


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
