"""What must never happen, tried on the whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import inspect, text

from bot.channels import terminal
from bot.delivery.queue import LEASE
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build
from knowledge.deciding import Action, decide
from knowledge.rule import Verdict

KILLED_WHILE_SENDING = """
import asyncio, os, signal, sys
from bot.channels import terminal
from bot.messages import IncomingMessage
from bot.settings import Settings
from bot.wiring import build

class Killed:
    async def send(self, message):
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    services = build(Settings(_env_file=None), channels={terminal.NAME: Killed()})
    message = IncomingMessage("m1", terminal.ADDRESS, "boleh gak saya like unggahan calon?")
    await services.inbox.accept(message)

asyncio.run(main())
"""


@pytest.mark.kill
@pytest.mark.usefixtures("has_learned")
async def test_a_reply_survives_kill_9_between_accept_and_delivery(
    settings: Settings, clock: FakeClock, guide: LiveGuide
) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATA_DIR": str(settings.data_dir),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_SENDING], env=environment, check=False, timeout=60
    )
    assert killed.returncode == -9
    channel = FakeChannel()
    clock.forward(days=3650)
    services = build(settings, clock=clock, guide=guide, channels={terminal.NAME: channel})
    assert await services.sender.sweep() >= 1
    assert "DILARANG" in channel.sent[0].reply.text
    clock.forward(seconds=LEASE.seconds)
    assert await services.sender.sweep() == 0
    await services.close()


async def test_no_table_holds_a_word_or_an_address_in_clear(
    services: Services, person: Person, channel: FakeChannel
) -> None:
    await person.says("bolehkah saya like unggahan calon, saya pegawai kelurahan mampang")
    await person.says("/saya")
    async with services.database.reading() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        kept = [
            (name, (await connection.execute(text(f"SELECT * FROM {name}"))).all())
            for name in names
        ]
    assert channel.sent
    shown = str([(name, rows) for name, rows in kept if name != "answers"])
    assert "kelurahan mampang" not in shown
    assert person.address.value not in shown


def test_no_example_of_something_forbidden_is_answered_with_boleh(guide: LiveGuide) -> None:
    library, matcher = guide.current.library, guide.current.matcher
    wrong = []
    for rule in library.rules.values():
        if rule.verdict is not Verdict.FORBIDDEN:
            continue
        for example in rule.examples:
            decision = decide(matcher.match(example), library)
            answered = library.rules.get(decision.entry or "")
            soft = answered is not None and answered.verdict is Verdict.ALLOWED
            if soft and decision.action is Action.ANSWER:
                wrong.append((example, decision.entry))
    assert wrong == []
