"""Processes of ours beside a test, and whether they were told to begin."""

import os
import subprocess
import sys
import time
from pathlib import Path

from servers import free_port
from telegram_server import TelegramServer
from telegrams import SECRET, TOKEN

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
# The next process reads its code while the last one works, and runs when it is told to.
STANDBY = "import sys, bot.cli, webhooks.app; sys.stdin.readline(); bot.cli.main()"
# A benchmark may lift the pace: what it changes is the number, not what keeps it.
PACED = """
from bot.channels.telegram import announcing
from bot.jobs.pacing import Limit
announcing.ANNOUNCING = Limit("telegram", per_second={pace}, patient=True)
"""


class Programs:
    """Processes of ours that send, and that a test may kill."""

    def __init__(
        self, settings: Settings, telegram: TelegramServer, *, pace: float | None = None
    ) -> None:
        self.port = free_port()
        self._code = (PACED.format(pace=pace) if pace else "") + STANDBY
        self.running: list[subprocess.Popen[bytes]] = []
        self._standing_by: subprocess.Popen[bytes] | None = None
        self._settings = settings
        self._log = settings.data_dir / "programs.log"
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
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", self._code, *command],
                env=self._environment,
                cwd=self._settings.data_dir,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.running.append(process)
        return process

    def wait_ready(self, count: int, seconds: float = 60) -> None:
        """Return when *count* processes said that they are ready; raises TimeoutError."""
        until = time.monotonic() + seconds
        while self._log.read_text("utf-8").count(" ready") < count:
            if time.monotonic() > until:
                raise TimeoutError(self._log.read_text("utf-8"))
            time.sleep(0.1)

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(30)
            if process.stdin and not process.stdin.closed:
                process.stdin.close()
