"""A real Chromium against a real server on loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    Page,
    sync_playwright,
)
from staffed import NAME, enter_with_every_role
from watching import Serving, Watched

CHROMIUM = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
]


def pytest_ignore_collect() -> bool | None:
    """Leave the browser out where there is none; the build server sets TEST_CHROMIUM."""
    return None if CHROMIUM else True


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory, learned: Path) -> Iterator[Serving]:
    """`jaganetral serve` in a folder of its own."""
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Serving(f"http://127.0.0.1:{port}", folder)
    shutil.copytree(learned, made.data)
    environment = {**os.environ, "DATA_DIR": str(made.data), "DATABASE_URL": ""}
    command = [Path(sys.executable).with_name("jaganetral"), "serve", "--port", str(port)]
    with (folder / "told.txt").open("w") as told:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=told)
    try:
        await_ready(f"{made.address}/readyz")
        yield made
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def server(serving: Serving) -> str:
    return serving.address


def await_ready(address: str) -> None:
    """Wait until the server can take messages."""
    for _ in range(900):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server did not become ready in 90 seconds")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Playwright occupies the event loop until it is closed, so it is not kept for other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    """A fresh visitor; a request to anywhere else, or an error in the page, fails the test."""
    context = chromium.new_context(viewport={"width": 390, "height": 800}, locale="id-ID")
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda each: None if each.url.startswith(server) else wrong.append(each.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.goto(server)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def entered(serving: Serving) -> str:
    """The token of a session whose account has every role."""
    enter_with_every_role(serving.data)
    return NAME


@pytest.fixture
def watched(chromium: Browser, server: str) -> Iterator[Watched]:
    """Visitors; requests elsewhere, errors of scripts and breaches of the CSP fail the test."""
    made = Watched(chromium, server)
    yield made
    made.close()
    assert made.wrong == []
