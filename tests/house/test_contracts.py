"""Each contract of the house breaks when it is broken, and holds as the house stands."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BREACHES = {
    "floors": ("bot/clock.py", "import webhooks.chat"),
    "rooms": ("bot/messages.py", "import bot.crypto"),
    "conversation": ("bot/conversation/state.py", "import bot.conversation.router"),
    "handlers": ("bot/conversation/handlers/menu.py", "import bot.conversation.handlers.tips"),
    "channels": ("bot/channels/web.py", "import bot.channels.terminal"),
    "outbound": ("bot/delivery/sender.py", "import bot.channels.terminal"),
    "telegram": ("webhooks/telegram.py", "import telegram"),
    "tables": ("bot/conversation/handlers/menu.py", "import bot.questions.store"),
    "senderless": ("bot/tips/tip.py", "import bot.delivery.erasure"),
    "backends": ("bot/tips/forwarding/sending.py", "import httpx"),
    "settings": ("bot/conversation/engine.py", "import bot.settings"),
    "nouns": ("bot/conversation/choices.py", "import sqlalchemy"),
    "twilio": ("bot/delivery/sender.py", "import twilio"),
    "jobs": ("bot/retention.py", "import dbos"),
    "sql": ("webhooks/chat.py", "import bot.database.engine"),
    "sql-rooms": ("bot/conversation/engine.py", "import sqlalchemy"),
    "cycles": ("bot/clock.py", "import bot.messages\n#"),
}


def lint(folder: Path, *contracts: str) -> str:
    chosen = [f"--contract={each}" for each in contracts]
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", *chosen],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )
    return done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("bot", "knowledge", "webhooks"):
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_keeps_all_its_contracts() -> None:
    assert "0 broken" in lint(ROOT)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_seen(contract: str, copy: Path) -> None:
    name, line = BREACHES[contract]
    path = copy / name
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    if contract == "cycles":
        other = copy / "bot/messages.py"
        other.write_text(f"{other.read_text('utf-8')}\nimport bot.clock\n", "utf-8")
    assert "0 kept, 1 broken" in lint(copy, contract)


def test_every_contract_has_its_breach() -> None:
    configured = (ROOT / "pyproject.toml").read_text("utf-8")
    assert configured.count('\nid = "') == len(BREACHES)
