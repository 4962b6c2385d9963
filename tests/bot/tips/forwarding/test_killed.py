"""kill -9 between the claim and the acknowledgement leaves one submission, real processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import FakeClock
from forwarding import Counter
from listening import listening
from receiving import SECRET, Receiver
from tipping import CONTENT, Office, rows

from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.tips.tip import Content
from bot.wiring import build

RUN = """
import asyncio, os, signal, sys
sys.path.insert(0, os.environ["SUPPORT"])
from fakes import FakeClock
from bot.crypto import server_key
from bot.database.engine import open_database
from bot.providers import Ground
from bot.reporting import forwarding
from bot.settings import Settings
from bot.tips.evidence.files import Store
from bot.tips.forwarding.store import ForwardingStore

async def killed(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

if os.environ["DIE_AT"] == "acknowledgement":
    ForwardingStore.acknowledge = killed
settings = Settings(_env_file=None)
key, database = server_key("", settings.key_file), open_database(settings.database)
ground = Ground(settings, FakeClock(), key, database, None)
asyncio.run(forwarding(ground, Store(settings.evidence_folder))[0].run())
"""

pytestmark = [pytest.mark.kill, pytest.mark.enable_socket]


@pytest.mark.parametrize(
    ("backend", "die_at"),
    [("webhook", "answer"), ("webhook", "acknowledgement"), ("register", "acknowledgement")],
)
async def test_one_submission_is_left(
    backend: str, die_at: str, settings: Settings, clock: FakeClock, guide: LiveGuide
) -> None:
    receiver, victims = Receiver(), list[int]()
    with listening(receiver, victims) as url:
        variables = {
            "DATABASE_URL": settings.database_url.get_secret_value(),
            "DATA_DIR": str(settings.data_dir),
            "REPORTING_BACKEND": backend,
            "REPORTING_URL": url,
            "REPORTING_SECRET": SECRET,
        }
        chosen = Settings(
            _env_file=None, **{name.lower(): each for name, each in variables.items()}
        )
        services = build(chosen, clock=clock, guide=guide)
        await services.forwarder.announce()
        office = Office(services.database, services.key, clock)
        await office.opens()
        counter = Counter(services, office, clock)
        await counter.forwards(Content(CONTENT.account))

        child = subprocess.Popen(
            [sys.executable, "-c", RUN],
            env={
                **os.environ,
                **variables,
                "DIE_AT": die_at,
                "PYTHONPATH": str(Path(__file__).parents[4]),
                "SUPPORT": str(Path(__file__).parents[3] / "support"),
            },
        )
        if die_at == "answer":
            victims.append(child.pid)
        assert child.wait(120) == -signal.SIGKILL

        assert (await counter.row())["state"] == "sending"
        assert await services.forwarder.run() == 0
        clock.forward(minutes=15)
        assert await services.forwarder.run() == 1
        assert (await counter.row())["state"] == "sent"
        taken = await rows(services.database, "register_entries")
        assert len(taken) + len(receiver.reports) == 1
        assert receiver.calls == (2 if backend == "webhook" else 0)
        await services.close()
