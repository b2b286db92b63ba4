"""Starting the app as a user does, and visiting it with a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import quiet_environment

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


def require(found: bool, reason: str) -> None:
    """Skip a test without what it needs; on the build machine that is a failure."""
    if found:
        return
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_app(data_dir: Path, log: Path, **settings: str) -> Iterator[str]:
    """The address of the app, started as a user starts it. Settings are without their prefix."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "--data-dir", str(data_dir), "--port", str(port)]
    environment = quiet_environment() | {f"CANCU_{name.upper()}": value for name, value in settings.items()}
    with log.open("w") as errors:
        app = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert app.stdout is not None
    try:
        line = app.stdout.readline()
        assert f"http://127.0.0.1:{port}" in line, log.read_text()
        _wait_for(f"http://127.0.0.1:{port}/theme.css")
        yield f"http://127.0.0.1:{port}/"
    finally:
        app.terminate()
        app.wait(timeout=15)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {url}")


@contextmanager
def running_browser() -> Iterator[object]:
    """A Chromium."""
    require(CHROMIUM.exists() or bool(shutil.which("chromium")), "no Chromium: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    path = str(CHROMIUM) if CHROMIUM.exists() else shutil.which("chromium")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A visit to the page: what was asked of the network, what the console said."""

    def __init__(
        self,
        browser,
        address: str,
        width: int = 1366,
        height: int = 860,
        signed_in: tuple[str, str] | None = None,
    ) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height})
        if signed_in:
            form = dict(zip(("username", "password"), signed_in, strict=True))
            assert self.context.request.post(f"{address}login", form=form).ok
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.requested: list[str] = []
        self.console: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(f"page error: {error}"))
        self.page.goto(address)
        self.page.wait_for_selector(".welcome")

    def ask(self, question: str):
        """Send a question and wait for what becomes of it; returns the last exchange."""
        before = self.page.locator(".exchange").count()
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        last = self.page.locator(f'.exchange[data-exchange="{before}"]')
        last.locator(".answer:not(.pending)").wait_for()
        return last

    def card(self, number: int):
        return self.page.locator(f'#sources .card[data-number="{number}"]')
