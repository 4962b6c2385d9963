"""Planning 100,000 recipients, and sending beside a plain table-driven loop in the same run."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from time import perf_counter

import pytest
from fakes import FakeClock
from sqlalchemy import Column, MetaData, String, Table, select, update

from bot.broadcasts import ledger, store
from bot.broadcasts.broadcast import Broadcast, Content, Outcome, State
from bot.broadcasts.fanout import AT_ONCE, LANES, Fanout
from bot.broadcasts.results import counts
from bot.contacts import store as contacts_store
from bot.contacts.contact import Audience, Category, Group
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import Database, open_database
from bot.messages import Address, Announcement
from bot.settings import Settings

PLANNED = 100_000
SENT = 1_200
LATENCY = 0.02
BATCH = 5_000

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
        now = self.clock.now()
        for first in range(0, count, BATCH):
            rows = []
            for number in range(first, min(first + BATCH, count)):
                address = Address("telegram", str(number))
                person = self.contacts.person(address)
                rows.append(
                    {
                        "person": person,
                        "channel": address.channel,
                        "address": self.contacts._sealed(person, address),
                        "reminders": True,
                        "education": False,
                        "outreach": False,
                        "audience": Group.STAFF,
                        "role": "",
                        "district": "",
                        "office": "",
                        "consented_at": now,
                        "wording": "",
                        "source": "",
                        "source_detail": "",
                        "ended_because": "",
                    }
                )
            async with self.database.transaction() as connection:
                await connection.execute(contacts_store._contacts.insert(), rows)

    async def approved(self) -> Broadcast:
        now = self.clock.now()
        draft = Broadcast(
            "one",
            "Masa tenang",
            Content("Besok masa tenang."),
            Audience(Category.REMINDERS),
            now,
            now + timedelta(hours=9),
            State.APPROVED,
            "rina",
            "tono",
        )
        whole = replace(draft, approved=draft.fingerprint)
        async with self.database.transaction() as connection:
            await store.keep(connection, whole, now=now)
        return whole

    def fanout(self, sender: Sender, database: Database | None = None) -> Fanout:
        made = Fanout(
            database or self.database,
            self.contacts,
            announcers={"telegram": sender},
            key=self.key,
            clock=self.clock,
        )
        made.chunk = 50
        return made


@pytest.fixture
async def hall(settings: Settings, clock: FakeClock) -> AsyncIterator[Hall]:
    key = ServerKey(b"k" * 32)
    database = open_database(settings.database)
    yield Hall(settings, database, ContactStore(key), key, clock)
    await database.close()


async def bench_planning_a_hundred_thousand_recipients(hall: Hall) -> None:
    await hall.people(PLANNED)
    whole = await hall.approved()
    start = perf_counter()
    async with hall.database.transaction() as connection:
        await ledger.plan(connection, whole.id, whole.audience)
    seconds = perf_counter() - start
    async with hall.database.reading() as connection:
        planned = sum(each.people for each in await counts(connection, whole.id))
    print(f"\n  {hall.database.kind}: {planned} recipients planned in {seconds:.1f} s")


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


async def bench_two_senders_beside_one(hall: Hall) -> None:
    await hall.people(SENT)
    await hall.approved()
    alone = await timed(hall.fanout(Sender()).run)
    async with hall.database.transaction() as connection:
        await connection.execute(ledger.rows.delete())
        await connection.execute(ledger.chunks.delete())
    await hall.approved()
    other = open_database(hall.settings.database)
    first, second = hall.fanout(Sender()), hall.fanout(Sender(), other)
    await first._start_due()
    together = await timed(lambda: asyncio.gather(first.run(), second.run()))
    await other.close()
    print(f"\n  {hall.database.kind}: two senders {alone / together:.2f} times one")


async def bench_memory_while_sending(hall: Hall) -> None:
    peaks = []
    for people in (300, 3_000):
        async with hall.database.transaction() as connection:
            for table in (ledger.rows, ledger.chunks, contacts_store._contacts):
                await connection.execute(table.delete())
        await hall.people(people)
        await hall.approved()
        sender = Sender()
        fanout = hall.fanout(sender)
        tracemalloc.start()
        await fanout.run()
        peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
        assert sender.told == people
    print(f"\n  {hall.database.kind}: peak {peaks[0]:.1f} MiB for 300, {peaks[1]:.1f} for 3,000")


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
