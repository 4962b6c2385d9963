"""A server that runs, and somebody of its staff who is logged in with every role."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyotp
from logged_in import Terminal

from bot.settings import Settings
from bot.staff.account import Role

NAME = "siti"


def enter_with_every_role(data: Path) -> None:
    """Make an account in the folder *data* of a server; NAME is also its session's token."""

    def made() -> None:
        own = data.parent / "session.json"
        terminal = Terminal(Settings(_env_file=None, data_dir=data, staff_session_file=own))
        terminal.logs_in(*Role, name=NAME)

    # Playwright occupies the event loop of this thread.
    with ThreadPoolExecutor() as threads:
        threads.submit(made).result()


class Phone:
    """An authenticator: it never shows a code twice, and none that is about to change."""

    def __init__(self, secret: str) -> None:
        self._clock = pyotp.TOTP(secret)
        self._next = 0

    def code(self) -> str:
        """Return a code that is right now; the server takes those of half a minute around."""
        while time.time() % 30 > 26:
            time.sleep(0.2)
        now = int(time.time()) // 30
        step = max(self._next, now - 1)
        self._next = step + 1
        return self._clock.generate_otp(step)
