"""kill -9 at every hop of a sent tip: one submission, a valid receipt, and no word in clear."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from canaries import in_folder, in_tables
from databases import ON_POSTGRES
from fakes import FakeClock
from listening import listening
from receiving import SECRET, Receiver
from tipping import CONTENT, STORY, Office, rows
from working import Shift

from bot.crypto import server_key
from bot.database.engine import open_database
from bot.settings import Settings
from bot.tips.sealing import opened_content
from bot.tips.tip import Content, Status

ROOT = Path(__file__).parents[2]
WORDS = (STORY, "membagikan", "Lurah Kukusan", "kemarin sore", "halaman kantor", "dua tetangga")
HOPS = {
    "moved": "tips.add_tip = then_die(tips.add_tip)",
    "told": "Office._notify = die",
    "read": "Progress.move = then_die(Progress.move, at=Status.READ)",
    "enqueued": "ForwardingStore.add = then_die(ForwardingStore.add)",
    "forwarded": "Forwarder.kick = dies_now",
    "claimed": "WebhookBackend.submit = die",
    "taken": "",  # the backend takes the report, and kills before it answers
    "answered": "ForwardingStore.acknowledge = die",
    "acknowledged": "Progress.move = then_die(Progress.move, at=Status.RECEIVED)",
    "sent": "Settling.note = die",
    "noted": "Progress.move = then_die(Progress.move, at=Status.IN_PROGRESS)",
    "over": "Shift.done = dies_now",
}
RUN = """
import asyncio, os, signal, sys
sys.path.insert(0, os.environ["SUPPORT"])
from fakes import FakeClock
from tipping import Office
from working import Shift
from bot import logs
from bot.crypto import server_key
from bot.database.engine import open_database
from bot.keypair import KeyPair
from bot.settings import Settings
from bot.tips.backends.webhook import WebhookBackend
from bot.tips.forwarding.sending import Forwarder
from bot.tips.forwarding.settling import Settling
from bot.tips.forwarding.store import ForwardingStore
from bot.tips.progress import Progress
from bot.tips.store import tips
from bot.tips.tip import Status

def dies_now(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

async def die(*given, **named):
    dies_now()

def then_die(act, at=None):
    async def acted(*given, **named):
        await act(*given, **named)
        if at is None or at in given:
            dies_now()
    return acted

logs.configure("DEBUG")
exec(os.environ["HOP"])
settings = Settings(_env_file=None)
key, database = server_key("", settings.key_file), open_database(settings.database)
pair = KeyPair(bytes.fromhex(os.environ["PAIR"]))
office = Office(database, key, FakeClock(), pair=pair)
asyncio.run(Shift(office, settings).work())
"""

pytestmark = [pytest.mark.kill, pytest.mark.enable_socket]


def dies(hop: str, pair: bytes, variables: dict[str, str], victims: list[int]) -> str:
    """Let a process work until it is killed at *hop*, and return what it wrote."""
    child = subprocess.Popen(
        [sys.executable, "-c", RUN],
        env={
            **os.environ,
            **variables,
            "HOP": HOPS[hop],
            "PAIR": pair.hex(),
            "PYTHONPATH": str(ROOT),
            "SUPPORT": str(ROOT / "tests" / "support"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if hop == "taken":
        victims.append(child.pid)
    written, _ = child.communicate(timeout=120)
    assert child.returncode == -signal.SIGKILL, written
    return written


# One hop is enough where only the database differs.
WHERE = [(hop, "sqlite") for hop in HOPS] + [("taken", each) for each in ON_POSTGRES]


@pytest.mark.parametrize(("hop", "database_url"), WHERE, indirect=["database_url"])
async def test_who_dies_at_a_hop_leaves_one_submission_a_receipt_and_nothing_in_clear(
    hop: str, settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    temporary, receiver, victims = tmp_path / "temporary", Receiver(), list[int]()
    temporary.mkdir()
    with listening(receiver, victims) as url:
        variables = {
            "DATABASE_URL": settings.database_url.get_secret_value(),
            "DATA_DIR": str(settings.data_dir),
            "TMPDIR": str(temporary),
            "REPORTING_BACKEND": "webhook",
            "REPORTING_URL": url,
            "REPORTING_SECRET": SECRET,
        }
        given = {name.lower(): each for name, each in variables.items() if name != "TMPDIR"}
        chosen = Settings(_env_file=None, **given)
        database = open_database(chosen.database)
        office = Office(database, server_key("", chosen.key_file), clock)
        await office.opens()
        shift = Shift(office, chosen)
        await shift.forwarder.announce()
        receipt, _ = await office.sends(Content(CONTENT.account), moved=False)

        written = dies(hop, office.pair.private, variables, victims)

        told = [*await in_tables(database, WORDS), *in_folder(chosen.data_dir, WORDS)]
        assert [*told, *in_folder(temporary, WORDS)] == []
        assert [each for each in WORDS if each in written] == []
        clock.forward(minutes=15)
        await shift.work()
        clock.forward(minutes=15)
        await shift.work()
        (kept,) = await rows(database, "tips")
        assert opened_content(office.ring, bytes(kept["sealed"])).account.story == STORY  # type: ignore[arg-type]
        assert (await office.found(receipt)).status is Status.IN_PROGRESS
        assert len(receiver.reports) == 1
        assert STORY in str(receiver.reports)
        assert [row["state"] for row in await rows(database, "forwardings")] == ["sent"]
        await shift.forwarder.close()
        await database.close()
