"""Users, addresses, and what is done to the pages of Gradio."""

import asyncio
import socket
from typing import Any

import pytest

from assistant.settings import SettingsError
from assistant.web.local import LocalPage, localised
from assistant.web.server import AddressError, listen
from assistant.web.users import parse_users
from assistant.web.welcome import first_screen_html
from vectorstore.corpus import Corpus

PAGE = (
    '<!doctype html>\n<html\n\tlang="en"\n><head><meta property="og:image" content="https://x.y/z.jpg" />'
    '<meta\n\t\tname="twitter:creator"\n\t\tcontent="@x"\n\t/><meta name="viewport" content="w"></head></html>'
)


def test_users() -> None:
    assert parse_users("") == []
    assert parse_users(" an:mk1 , bình:a:b,") == [("an", "mk1"), ("bình", "a:b")]


@pytest.mark.parametrize("users", ["an", "an:", ":mk", "an:mk,hỏng-bí-mật"])
def test_wrong_users_are_told_without_the_password(users: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_users(users)
    assert "CANCU_USERS" in str(caught.value)
    assert "bí-mật" not in str(caught.value)


def test_a_taken_port_and_one_that_is_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AddressError, match="cổng khác"):
        listen("127.0.0.1", taken.getsockname()[1])
    for port in (70_000, -1):
        with pytest.raises(AddressError):
            listen("127.0.0.1", port)
    with listen("127.0.0.1", 0) as free:
        assert free.getsockname()[1] > 0


def test_pages_are_vietnamese_and_without_social_cards() -> None:
    page = localised(PAGE, "our()")
    assert '<html lang="vi"' in page
    assert "<head><script>our()</script>" in page
    assert "https://" not in page
    assert "twitter" not in page
    assert 'name="viewport"' in page


def fetched(path: str, content_type: bytes, *parts: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    """What a client gets from an app behind the middleware that sends ``parts``."""
    seen: dict[str, Any] = {}
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", content_type)]}
        )
        for number, part in enumerate(parts):
            more = number < len(parts) - 1
            await send({"type": "http.response.body", "body": part, "more_body": more})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"accept", b"text/html"), (b"accept-encoding", b"br")]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    asyncio.run(LocalPage(app)(scope, receive, send))
    assert not seen or b"accept-encoding" not in dict(seen["headers"])
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def test_the_middleware_rewrites_pages_and_passes_the_rest() -> None:
    half = len(PAGE) // 2
    status, headers, body = fetched(
        "/", b"text/html; charset=utf-8", PAGE[:half].encode(), PAGE[half:].encode()
    )
    assert status == 200
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b'lang="vi"' in body
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    _, headers, body = fetched("/x", b"text/event-stream", b"data: <html", b' lang="en"')
    assert body == b'data: <html lang="en"'
    assert b"content-security-policy" in headers


def test_nothing_is_uploaded() -> None:
    assert fetched("/gradio_api/upload", b"text/plain", b"")[0] == 404


def test_an_empty_corpus_says_how_to_add_documents() -> None:
    html = first_screen_html(Corpus(()))
    assert "python -m ingest add" in html
    assert "chip" not in html
