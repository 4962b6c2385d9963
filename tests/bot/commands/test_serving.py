"""Starting the server: what it says, and what it is asked to serve."""

import re
from pathlib import Path

import pytest
from logged_in import terminal_in
from typer.testing import CliRunner

from bot import guiding
from bot.cli import app
from bot.commands import serving
from bot.errors import SettingsError
from bot.questions.guide import LiveGuide


@pytest.fixture
def started(guide: LiveGuide, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the web server is asked for; nothing listens."""
    asked: dict[str, object] = {}
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: guide)
    monkeypatch.setattr(serving, "_refuse_taken", lambda *_: None)
    monkeypatch.setattr(
        serving.uvicorn, "run", lambda name, **options: asked.update(options, name=name)
    )
    return asked


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["serve", *arguments])
    if result.exception:
        raise result.exception
    return result.output


def test_serving_says_whether_telegram_is_on(
    started: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Telegram (TELEGRAM_BOT_TOKEN is not set)" in run()
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:x")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "x" * 16)
    assert "Telegram:  /webhooks/telegram" in run()


def test_the_first_administrator_is_invited_by_a_link_until_there_is_an_account(
    started: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = terminal_in(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(terminal.settings.data_dir))
    link = re.compile(r"http://127\.0\.0\.1:8000/meja/undangan/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n")
    links = [link.search(run()) for _ in range(2)]
    assert all(links)
    assert links[0][0] != links[1][0]  # type: ignore[index]
    terminal.logs_in()
    told = run()
    assert "Console:   http://127.0.0.1:8000/meja/" in told
    assert not link.search(told)


def test_the_link_goes_by_the_public_address(
    started: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_BASE_URL", "https://jaga.example.id")
    assert "https://jaga.example.id/meja/undangan/" in run()


@pytest.mark.parametrize("only", ["public", "console"])
def test_one_part_alone_needs_a_database_that_processes_share(
    started: dict[str, object], only: str
) -> None:
    with pytest.raises(SettingsError, match="SQLite has one process only"):
        run("--only", only)
    assert not started


@pytest.mark.parametrize(("only", "invites"), [("public", False), ("console", True)])
def test_one_part_is_served_alone(
    started: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    *,
    only: str,
    invites: bool,
) -> None:
    monkeypatch.setattr(serving, "refuse_sqlite", lambda *_: None)
    assert ("/meja/undangan/" in run("--only", only)) is invites
    assert started["name"] == f"webhooks.app:create_{only}"


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_serving_says_where_everything_is(
    started: dict[str, object], host: str, shown: str
) -> None:
    told = run("--host", host, "--port", "8123")
    assert f"http://{shown}:8123/" in told
    assert "jaganetral desk new-key" in told
    assert "tips, where no desk has shown its key" in told
    assert started["name"] == "webhooks.app:create"
    assert started["access_log"] is False
