from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from fakes import FakeClock

from bot.broadcasts import store
from bot.broadcasts.broadcast import Broadcast, Content, State
from bot.broadcasts.fanout import Fanout
from bot.broadcasts.results import Count, counts
from bot.contacts.contact import Audience, Category, Consent, Subscription
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import Database, open_database
from bot.messages import Address, Announcement
from bot.settings import Settings


@dataclass
class FakeAnnouncer:
    """A provider that counts; errors in *failures* meet those whom they name, once each."""

    told: list[str] = field(default_factory=list)
    failures: dict[str, Exception] = field(default_factory=dict)

    async def announce(self, announcement: Announcement) -> str:
        value = announcement.to.value
        if value in self.failures:
            raise self.failures.pop(value)
        self.told.append(value)
        return f"copy of {value}"


@dataclass
class House:
    """What a broadcast needs, and a few verbs to test with."""

    database: Database
    contacts: ContactStore
    key: ServerKey
    clock: FakeClock
    announcer: FakeAnnouncer = field(default_factory=FakeAnnouncer)

    def fanout(self) -> Fanout:
        made = Fanout(
            self.database,
            self.contacts,
            announcers={"telegram": self.announcer},
            key=self.key,
            clock=self.clock,
        )

        async def sleep(seconds: float) -> None:
            self.clock.forward(seconds=seconds)

        made.sleep = sleep
        return made

    async def people(self, count: int, *, channel: str = "telegram") -> list[str]:
        names = [f"{channel}-{number:04}" for number in range(count)]
        async with self.database.transaction() as connection:
            for name in names:
                await self.contacts.keep(
                    connection,
                    Address(channel, name),
                    wanted=Subscription(frozenset({Category.REMINDERS})),
                    consent=Consent(self.clock.now(), "wording"),
                )
        return names

    async def approved(self, *, hours: float = 4) -> Broadcast:
        draft = Broadcast(
            "one",
            "Masa tenang",
            Content("Besok masa tenang."),
            Audience(Category.REMINDERS),
            self.clock.now(),
            self.clock.now() + timedelta(hours=hours),
            State.APPROVED,
            "rina",
            "tono",
        )
        whole = replace(draft, approved=draft.fingerprint)
        async with self.database.transaction() as connection:
            await store.keep(connection, whole, now=self.clock.now())
        return whole

    async def state(self) -> State | None:
        async with self.database.reading() as connection:
            return await store.state(connection, "one")

    async def counted(self) -> dict[tuple[str, str], int]:
        async with self.database.reading() as connection:
            found: list[Count] = await counts(connection, "one")
        return {(each.outcome, each.reason): each.people for each in found}


@pytest.fixture
async def house(settings: Settings, clock: FakeClock) -> AsyncIterator[House]:
    key = ServerKey(b"k" * 32)
    database = open_database(settings.database)
    yield House(database, ContactStore(key), key, clock)
    await database.close()
