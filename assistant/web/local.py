"""Keeps the page on this machine: what Gradio serves, rewritten to load nothing from elsewhere.

Also sets the page's language: Gradio has no Vietnamese texts of its own.
"""

import re
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("page.js", "pages.js")

# The browser refuses whatever is not ours, even where an update of Gradio should ask for it.
# Gradio's own scripts are inline and compile templates, hence the two "unsafe" words.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
# Cards for social networks, with pictures from the internet.
_SOCIAL = re.compile(r"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>\s*")
# Files come in through the desk only (assistant.web.desk_routes), so nothing is taken here.
_CLOSED = ("/gradio_api/upload", "/gradio_api/proxy", "/upload", "/proxy=")


class LocalPage:
    """ASGI middleware: our language, script and security headers on the page; no uploads by Gradio."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._script = "".join((_STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"].startswith(_CLOSED):
            await PlainTextResponse("Trang này không nhận tệp.", status_code=404)(scope, receive, send)
            return
        await self._app(_uncompressed(scope), receive, _Rewriting(send, self._script))


class _Rewriting:
    """Passes a response on, a page whole and rewritten, anything else as it comes."""

    def __init__(self, send: Send, script: str) -> None:
        self._send = send
        self._script = script
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = localised(self._body.decode("utf-8"), self._script).encode("utf-8")
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def localised(page: str, script: str) -> str:
    """A page of Gradio in Vietnamese, without social cards, with our script before its own."""
    page = _SOCIAL.sub("", page)
    page = re.sub(r"<html\s+lang=\"\w+\"", '<html lang="vi"', page, count=1)
    return page.replace("<head>", f"<head><script>{script}</script>", 1)


def _uncompressed(scope: Scope) -> Scope:
    """The request without "accept-encoding" where it asks for a page, which must stay readable here."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "headers": kept}
