"""Processes of ours beside a test, and whether they were told to begin."""

import os
import subprocess
import sys
from pathlib import Path

from servers import free_port
from telegram_server import TelegramServer
from telegrams import SECRET, TOKEN

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
# The next process reads its code while the last one works, and runs when it is told to.
STANDBY = "import sys, bot.cli, webhooks.app; sys.stdin.readline(); bot.cli.main()"


class Programs:
    """Processes of ours that send, and that a test may kill."""

    def __init__(self, settings: Settings, telegram: TelegramServer) -> None:
        self.port = free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        self._standing_by: subprocess.Popen[bytes] | None = None
        self._settings = settings
        self._environment = {
            **os.environ,
            "DATABASE_URL": settings.database_url.get_secret_value(),
            "DATA_DIR": str(settings.data_dir),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "TELEGRAM_API_BASE_URL": telegram.address,
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *, followed: bool = False, serve: bool = False) -> subprocess.Popen[bytes]:
        """Start one: a worker, or where there is only one process, the server.

        Where it is *followed* by another, that one stands by.
        """
        on_sqlite = self._settings.database.get_backend_name() == "sqlite"
        command = ("serve", "--port", str(self.port)) if on_sqlite or serve else ("worker",)
        process = self._standing_by or self._stand_by(command)
        assert process.stdin
        process.stdin.write(b"begin\n")
        process.stdin.close()
        self._standing_by = self._stand_by(command) if followed else None
        return process

    def _stand_by(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        """Return a process that only waits to begin."""
        process = subprocess.Popen(
            [sys.executable, "-c", STANDBY, *command],
            env=self._environment,
            cwd=self._settings.data_dir,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(process)
        return process

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(30)
            if process.stdin and not process.stdin.closed:
                process.stdin.close()
