"""Sending a running broadcast: claim, send, record, until nobody waits."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import ledger, results, store
from bot.broadcasts.broadcast import Broadcast, Outcome, Reason, Result, State
from bot.broadcasts.failing import pause_if_refused, pause_of
from bot.broadcasts.ledger import Chunk
from bot.broadcasts.reports import ENDS
from bot.broadcasts.telling import Teller
from bot.broadcasts.timing import is_quiet
from bot.channels.port import Announcer
from bot.clock import Clock
from bot.contacts.contact import Recipient
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.errors import DatabaseNotReadyError

AT_ONCE = 8  # in flight in one lane; in all lanes they are what a crash may leave unknown
_PAUSES = (0.5, 1.0, 2.0)  # seconds before outcomes are written again; a lease is longer
LANES = 2  # chunks of a channel side by side: one claims while the other waits for answers

T = TypeVar("T")

log = logging.getLogger(__name__)


class Fanout:
    """Send broadcasts in this process; any number of processes share one by its chunks."""

    def __init__(
        self,
        database: Database,
        contacts: ContactStore,
        *,
        announcers: Mapping[str, Announcer],
        key: ServerKey,
        clock: Clock,
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._announcers = announcers
        self._teller = Teller(database, announcers, key=key, clock=clock)
        self._clock = clock
        self._running, self._stopping = asyncio.Lock(), False
        self.chunk = ledger.CHUNK
        self.beat = ledger.LEASE.total_seconds() / 3
        self.zone: ZoneInfo | None = None  # where people sleep; None where nobody does
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self) -> int:
        """Start what is due, send what is running, and return how many messages went out.

        One run at a time in a process: what comes meanwhile is taken up by the next.
        """
        if self._running.locked():
            return 0
        async with self._running:
            await self._start_due()
            await self._rescue()
            return sum([await self._sent(each) for each in await self._in_state(State.RUNNING)])

    async def begin(self) -> None:
        """Take up at once what a process left that was killed, where there is never another."""
        self._stopping = False
        if self._database.kind == "sqlite":
            async with self._database.transaction() as connection:
                await ledger.free_all(connection)

    def stop(self) -> None:
        """End the run after the messages that are on their way, and leave nothing in doubt."""
        self._stopping = True

    async def _start_due(self) -> None:
        """Plan and start every approved broadcast whose time has come."""
        for broadcast in await self._in_state(State.APPROVED):
            if broadcast.starts_at > self._clock.now():
                continue
            async with self._database.transaction() as connection:
                if not broadcast.is_approved:
                    log.error("broadcast %s is not what was approved: not sent", broadcast.id)
                    await store.move(connection, broadcast.id, to=State.DRAFT)
                elif await store.move(connection, broadcast.id, to=State.RUNNING):
                    people = await ledger.plan(
                        connection, broadcast.id, broadcast.audience, size=self.chunk
                    )
                    log.info("broadcast %s starts for %d people", broadcast.id, people)

    async def _rescue(self) -> None:
        """Leave unknown what dead processes had claimed of broadcasts that were stopped since."""
        for broadcast in await self._in_state(State.PAUSED, State.CANCELLED):
            async with self._database.transaction() as connection:
                await ledger.rescue(connection, broadcast.id, now=self._clock.now())

    async def _in_state(self, *states: State) -> list[Broadcast]:
        """Return the broadcasts in one of *states*."""
        async with self._database.reading() as connection:
            return await store.in_state(connection, *states)

    async def _sent(self, broadcast: Broadcast) -> int:
        """Send what is left of *broadcast* and close it when nothing is."""
        if not await self._teller.is_ready(broadcast):
            return 0
        lanes = [
            self._lane(broadcast, Chunk(broadcast.id, channel, 0, str(uuid4())))
            for channel in self._announcers
            for _ in range(LANES)
        ]
        ended = await asyncio.gather(*lanes, return_exceptions=True)
        # Only now: a lane that went on after the run would send for a broadcast nobody watches.
        sent = sum(_unbroken(ended))
        await self._close(broadcast)
        return sent

    async def _close(self, broadcast: Broadcast) -> None:
        """End *broadcast* when its time is over, or nobody waits whom this program can reach."""
        async with self._database.transaction() as connection:
            now = self._clock.now()
            if await store.state(connection, broadcast.id) is State.CANCELLED:
                await results.close(connection, broadcast.id, reason=Reason.CANCELLED)
            if now >= broadcast.ends_at:
                await results.close(connection, broadcast.id, reason=Reason.LATE)
                await ledger.give_up(connection, broadcast.id, now=now)
            await results.close_channels(connection, broadcast.id, known=self._announcers)
            if await results.is_finished(connection, broadcast.id):
                await store.move(connection, broadcast.id, to=State.DONE)

    async def _lane(self, broadcast: Broadcast, wanted: Chunk) -> int:
        """Send one chunk after the other and return how many messages went out."""
        sent = 0
        while chunk := await self._patiently(lambda: self._leased(broadcast, wanted)):
            sent += await self._chunk(broadcast, chunk)
        return sent

    async def _leased(self, broadcast: Broadcast, wanted: Chunk) -> Chunk | None:
        """Return a chunk to work on, None where there is none or *broadcast* does not go on."""
        async with self._database.transaction() as connection:
            state = await store.state(connection, broadcast.id)
            if state is not State.RUNNING or not self._may_send(broadcast):
                return None
            return await ledger.lease(connection, wanted, now=self._clock.now())

    async def _chunk(self, broadcast: Broadcast, chunk: Chunk) -> int:
        """Send to the recipients of *chunk* while it is ours; return how many messages went out."""
        sent = 0
        became: Sequence[Result] = ()
        while claimed := await self._patiently(partial(self._turned, broadcast, chunk, became)):
            became = await self._told(broadcast, chunk, claimed=claimed)
            sent += sum(each.outcome is Outcome.SENT for each in became)
            if pause := pause_of(became, now=self._clock.now()):
                async with self._database.transaction() as connection:
                    await self._record(connection, broadcast, became=became)
                became = ()
                await self.sleep(pause)
        async with self._database.transaction() as connection:
            await ledger.release(connection, chunk)
        return sent

    async def _told(
        self, broadcast: Broadcast, chunk: Chunk, *, claimed: Mapping[str, Recipient | None]
    ) -> Sequence[Result]:
        """Tell whoever is *claimed*, and keep the chunk however long the provider takes."""
        telling = asyncio.gather(
            *(self._teller.tell(broadcast, person, to=to) for person, to in claimed.items())
        )
        try:
            while not (await asyncio.wait([telling], timeout=self.beat))[0]:
                with suppress(DatabaseNotReadyError):
                    async with self._database.transaction() as connection:
                        await ledger.prolong(connection, chunk, now=self._clock.now())
            return await telling
        finally:
            telling.cancel()

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do *work*, again where the database fails: outcomes that are known must not go."""
        for pause in _PAUSES:
            try:
                return await work()
            except DatabaseNotReadyError:
                await self.sleep(pause)
        return await work()

    def _may_send(self, broadcast: Broadcast) -> bool:
        """Tell whether *broadcast* is of use still, by day, while this process goes on."""
        now = self._clock.now()
        is_night = self.zone and not broadcast.content.urgent and is_quiet(now, self.zone)
        return not (self._stopping or is_night) and now < broadcast.ends_at

    async def _turned(
        self, broadcast: Broadcast, chunk: Chunk, became: Sequence[Result], /
    ) -> dict[str, Recipient | None]:
        """Record what *became* of some and claim the next, in one transaction for both.

        Each who has left is None; nobody comes when nobody waits, or the lease is another's.
        """
        async with self._database.transaction() as connection:
            await self._record(connection, broadcast, became=became)
            if not self._may_send(broadcast):
                return {}
            people = await ledger.claim(
                connection,
                chunk,
                limit=AT_ONCE,
                now=self._clock.now(),
                still=store.is_running(broadcast.id),
            )
            if not people:
                return {}
            found = await self._contacts.still_in(connection, broadcast.audience, people)
        return {person: found.get(person) for person in people}

    async def _record(
        self, connection: AsyncConnection, broadcast: Broadcast, *, became: Sequence[Result]
    ) -> None:
        """Write what became of some recipients; who cannot be reached any more has left."""
        await ledger.record(connection, broadcast.id, became)
        for each in became:
            if because := ENDS.get(each.reason):
                now = self._clock.now()
                await self._contacts.end(connection, each.person, because=because, now=now)
        if any(each.reason == Reason.REFUSED for each in became):
            await pause_if_refused(connection, broadcast)


def _unbroken(ended: Iterable[int | BaseException]) -> list[int]:
    """Return what lanes *ended* with; raises what the first of them broke with."""
    counts: list[int] = []
    for each in ended:
        if isinstance(each, BaseException):
            raise each
        counts.append(each)
    return counts
