"""Sending in this process, beside a plain table-driven loop in the same run."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import perf_counter

import pytest
from crowds import approved, subscribe
from fakes import FakeClock
from sqlalchemy import Column, MetaData, String, Table, select, update

from bot.broadcasts.broadcast import Broadcast, Outcome
from bot.broadcasts.fanout import AT_ONCE, LANES, Fanout
from bot.broadcasts.results import counts
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import Database, open_database
from bot.messages import Address, Announcement
from bot.settings import Settings

SENT = 2_000
LATENCY = 0.02

plain = Table(
    "plain_loop",
    MetaData(),
    Column("person", String(32), primary_key=True),
    Column("state", String),
)


class Sender:
    """A provider that takes 20 ms for each message."""

    def __init__(self) -> None:
        self.told = 0

    async def announce(self, announcement: Announcement) -> str:
        await asyncio.sleep(LATENCY)
        self.told += 1
        return str(self.told)


@dataclass
class Hall:
    """Subscribers by the thousand, and the parts that write to them."""

    settings: Settings
    database: Database
    contacts: ContactStore
    key: ServerKey
    clock: FakeClock

    async def people(self, count: int) -> None:
        """Subscribe *count* people, in bulk."""
        await subscribe(self.database, self.contacts, range(count), now=self.clock.now())

    async def approved(self) -> Broadcast:
        return await approved(self.database, now=self.clock.now())

    def fanout(self, sender: Sender, database: Database | None = None) -> Fanout:
        return Fanout(
            database or self.database,
            self.contacts,
            announcers={"telegram": sender},
            key=self.key,
            clock=self.clock,
        )


@pytest.fixture
async def hall(settings: Settings, clock: FakeClock) -> AsyncIterator[Hall]:
    key = ServerKey(b"k" * 32)
    database = open_database(settings.database)
    yield Hall(settings, database, ContactStore(key), key, clock)
    await database.close()


async def bench_sending_beside_a_plain_loop(hall: Hall) -> None:
    await hall.people(SENT)
    await hall.approved()
    ours = await timed(hall.fanout(Sender()).run)
    async with hall.database.reading() as connection:
        found = await counts(connection, "one")
    assert [(each.outcome, each.people) for each in found] == [(Outcome.SENT, SENT)]
    baseline = await plain_loop(hall)
    rate, plain_rate = SENT / ours, SENT / baseline
    print(f"\n  {hall.database.kind}: ours {rate:.0f}/s, plain loop {plain_rate:.0f}/s", end="")
    print(f", ratio {rate / plain_rate:.2f}")


async def timed(run: object) -> float:
    """Return the seconds that *run* takes."""
    start = perf_counter()
    await run()  # type: ignore[operator]
    return perf_counter() - start


async def plain_loop(hall: Hall) -> float:
    """Return the seconds of a loop that reads a few rows, sends them and marks them sent."""
    async with hall.database.transaction() as connection:
        await connection.run_sync(plain.metadata.drop_all)
        await connection.run_sync(plain.metadata.create_all)
        rows = [{"person": str(number), "state": "waiting"} for number in range(SENT)]
        await connection.execute(plain.insert(), rows)
    sender, many = Sender(), AT_ONCE * LANES
    announcement = Announcement(Address("telegram", "1"), None, hall.clock.now())  # type: ignore[arg-type]

    async def loop() -> None:
        waiting = select(plain.c.person).where(plain.c.state == "waiting").limit(many)
        while True:
            async with hall.database.reading() as connection:
                people = list(await connection.scalars(waiting))
            if not people:
                return
            await asyncio.gather(*(sender.announce(announcement) for _ in people))
            async with hall.database.transaction() as connection:
                mark = update(plain).where(plain.c.person.in_(people)).values(state="sent")
                await connection.execute(mark)

    seconds = await timed(loop)
    async with hall.database.transaction() as connection:
        await connection.run_sync(plain.metadata.drop_all)
    return seconds
