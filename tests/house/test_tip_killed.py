"""kill -9 between "Kirim" and its receipt, and between parcel and tip: one tip, a valid receipt."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import FakeChannel, FakeClock, Person
from tipping import STORY, Office, rows

from bot.conversation.inbox import Accepted
from bot.messages import IncomingMessage
from bot.settings import Settings
from bot.tips.sealing import opened_content
from bot.wiring import Services

ROOT = Path(__file__).parents[2]
START = """
import asyncio, os, signal, sys
sys.path.insert(0, os.environ["SUPPORT"])
from fakes import FakeChannel, FakeClock, Person
from tipping import Office
from bot.channels import terminal
from bot.crypto import server_key
from bot.database.engine import open_database
from bot.settings import Settings
from bot.tips.store import tips
from bot.wiring import build

def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

settings = Settings(_env_file=None)
"""
SENDING = """
class Dying(FakeChannel):
    async def send(self, message):
        return die() if message.reply.code else await super().send(message)

async def main():
    channel = Dying()
    person = Person(build(settings, channels={terminal.NAME: channel}), channel)
    for words in ("lapor", "mulai", os.environ["STORY"], "cukup", "lewati", "kirim"):
        await person.says(words)
"""
MOVING = """
add = tips.add_tip

async def added(*given):
    await add(*given)
    die()

async def main():
    if os.environ["DIE_AT"] == "tip":
        tips.add_tip = added
    else:
        Office._notify = die
    key, database = server_key("", settings.key_file), open_database(settings.database)
    await Office(database, key, FakeClock()).mover.move_parcels()
"""
pytestmark = [pytest.mark.kill, pytest.mark.usefixtures("has_learned")]


def killed(script: str, settings: Settings, **variables: str) -> None:
    """Run *script* in a process of its own, which has to die by kill -9."""
    child = subprocess.run(
        [sys.executable, "-c", f"{START}{script}\nasyncio.run(main())\n"],
        env={
            **os.environ,
            "DATABASE_URL": settings.database_url.get_secret_value(),
            "DATA_DIR": str(settings.data_dir),
            "PYTHONPATH": str(ROOT),
            "SUPPORT": str(ROOT / "tests" / "support"),
            **variables,
        },
        check=False,
        timeout=90,
    )
    assert child.returncode == -signal.SIGKILL


@pytest.fixture
async def office(services: Services, clock: FakeClock) -> Office:
    made = Office(services.database, services.key, clock)
    await made.opens()
    return made


async def test_between_kirim_and_its_receipt(
    services: Services, office: Office, channel: FakeChannel, clock: FakeClock
) -> None:
    killed(SENDING, services.settings, STORY=f"Kemarin {STORY}")
    assert len(await rows(services.database, "parcels")) == 1
    clock.moment = datetime.now(UTC) + timedelta(hours=1)
    person = Person(services, channel, number=6)
    assert await services.sender.sweep() >= 1
    (receipt,) = [each.reply.code for each in channel.sent if each.reply.code]
    again = IncomingMessage(f"{person.address.value}-0006", person.address, "kirim")
    assert await services.inbox.accept(again) is Accepted.DUPLICATE
    shown = await person.says(f"/status {receipt}")
    assert "belum dibaca" in "".join(each.reply.text for each in shown)
    await office.mover.move_parcels()
    await office.mover.move_parcels()
    (kept,) = await rows(services.database, "tips")
    assert STORY in opened_content(office.ring, bytes(kept["sealed"])).account.story  # type: ignore[arg-type]
    clock.forward(minutes=2)
    shown = await person.says(f"/status {receipt}")
    assert "belum dibaca" in "".join(each.reply.text for each in shown)


@pytest.mark.parametrize(("die_at", "parcels_left"), [("tip", 1), ("notice", 0)])
async def test_between_parcel_and_tip(
    die_at: str, parcels_left: int, services: Services, office: Office
) -> None:
    receipt, _ = await office.sends(moved=False)
    killed(MOVING, services.settings, DIE_AT=die_at)
    assert len(await rows(services.database, "parcels")) == parcels_left
    assert len(await rows(services.database, "tips")) == 1 - parcels_left
    for _ in range(2):
        await office.mover.move_parcels()
    (kept,) = await rows(services.database, "tips")
    assert await rows(services.database, "parcels") == []
    assert (await office.found(receipt)).id == kept["id"]
    assert opened_content(office.ring, bytes(kept["sealed"])).account.story == STORY  # type: ignore[arg-type]
