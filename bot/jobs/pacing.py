"""Keeping under a provider's limit, for all processes together: a lease table, by GCRA.

One row a limit holds when the next send is due; whoever wants to send moves it on and waits until
its own turn. The database's clock counts, so that machines need not agree on theirs.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Double, String, Table, text

from bot.database.columns import metadata
from bot.database.engine import Database
from bot.errors import TryLater

_leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("free_at", Double, nullable=False),
)
_NOW = {
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
    "postgresql": "extract(epoch FROM clock_timestamp())::double precision",
}
_LATER = {"sqlite": "max", "postgresql": "greatest"}
_TAKE = """
INSERT INTO leases AS held (name, free_at) VALUES (:name, {now} + :length)
ON CONFLICT (name) DO UPDATE SET free_at = {later}(held.free_at, {now}) + :length
RETURNING free_at - :length - {now}
"""
_AHEAD = 0.05  # seconds; a burst of replies is longer
_HOURS = 24
_COUNT = text(
    "INSERT INTO leases AS held (name, free_at) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET free_at = held.free_at + 1"
)
_FORGET = text("DELETE FROM leases WHERE name BETWEEN :first AND :last AND name < :old")
_USED = text("SELECT sum(free_at) FROM leases WHERE name BETWEEN :first AND :last")


@dataclass(frozen=True, slots=True)
class Limit:
    """How many a second, and how many at once after a rest.

    Who is *patient* books no turn long before it comes, so that others under the limit overtake.
    """

    name: str
    per_second: float
    burst: int = 1
    patient: bool = False

    @property
    def pause(self) -> float:
        """Return the seconds from one turn to the next."""
        return 1 / self.per_second


class Pacer:
    """Make senders wait for their turn."""

    def __init__(
        self, database: Database, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._database = database
        self._sleep = sleep
        self._queues: dict[Limit, deque[asyncio.Future[float]]] = {}
        self._serving: dict[Limit, asyncio.Task[None]] = {}
        kind = database.kind
        self._take = text(_TAKE.format(now=_NOW[kind], later=_LATER[kind]))

    async def wait(self, limit: Limit) -> None:
        """Return when it is this sender's turn under *limit*."""
        ahead = await (self._queued(limit) if limit.patient else self._taken(limit, 1))
        await self._sleep(max(0.0, ahead - (limit.burst - 1) * limit.pause))

    async def _taken(self, limit: Limit, turns: int) -> float:
        """Take as many *turns*, and return how many seconds the first of them is ahead."""
        given = {"name": limit.name, "length": turns * limit.pause}
        async with self._database.transaction() as connection:
            return max(0.0, float(await connection.scalar(self._take, given) or 0.0))

    async def _queued(self, limit: Limit) -> float:
        """Stand in this process' queue, and return how many seconds one's turn is ahead."""
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(limit, deque()).append(turn)
        if limit not in self._serving:
            self._serving[limit] = asyncio.create_task(self._serve(limit))
        return float(await turn)

    async def _serve(self, limit: Limit) -> None:
        """Take turns for the first in the queue, a few at a time, until nobody stands there."""
        queue, most = self._queues[limit], max(1, int(_AHEAD * limit.per_second))
        try:
            while queue:
                some = [queue.popleft() for _ in range(min(most, len(queue)))]
                ahead = await self._granted(limit, [each for each in some if not each.done()])
                await self._sleep(ahead)
        finally:
            del self._serving[limit]

    async def _granted(self, limit: Limit, some: Sequence[asyncio.Future[float]]) -> float:
        """Tell *some* when their turns are, and return when to take the next ones."""
        if not some:
            return 0.0
        try:
            ahead = await self._taken(limit, len(some))
        except Exception as error:  # noqa: BLE001 - each of them raises it
            _told(some, error)
            return 0.0
        for place, each in enumerate(some):
            if not each.done():
                each.set_result(ahead + place * limit.pause)
        return ahead + len(some) // 2 * limit.pause


def _told(some: Sequence[asyncio.Future[float]], error: Exception) -> None:
    """Have *some* raise *error*."""
    for each in some:
        if not each.done():
            each.set_exception(error)


class LocalPacer:
    """Make the senders of this process wait, under limits that are many, such as one for each chat.

    A limit's name may be an address: it stays in memory, and of *names* only the latest.
    """

    def __init__(
        self,
        *,
        names: int = 10_000,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._names = names
        self._now = now
        self._sleep = sleep
        self._free_at: OrderedDict[str, float] = OrderedDict()

    async def wait(self, limit: Limit, *, at_most: float) -> None:
        """Return when it is this sender's turn under *limit*.

        Raises TryLater, and leaves the turn to others, when that takes more than *at_most* seconds.
        """
        now = self._now()
        pause = 1 / limit.per_second
        free_at = max(self._free_at.pop(limit.name, now), now)
        ahead = max(0.0, free_at - now - (limit.burst - 1) * pause)
        late = ahead > at_most
        self._free_at[limit.name] = free_at if late else free_at + pause
        if len(self._free_at) > self._names:
            self._free_at.popitem(last=False)
        if late:
            raise TryLater("others are before this message", seconds=ahead)
        await self._sleep(ahead)


class DailyQuota:
    """Let only so many pass in any 24 hours, for all processes together.

    The lease table holds a counter for each hour; those of the last 24 hours are added up, and the
    hour that is only partly over counts in full.
    """

    def __init__(self, database: Database, name: str, *, most: int) -> None:
        self._database = database
        self._name = name
        self._most = most

    async def take(self, now: datetime) -> bool:
        """Take one of what is left; return False, and take nothing, when nothing is.

        A quota of 0 lets everybody pass.
        """
        if not self._most:
            return True
        async with self._database.transaction() as connection:
            # One row for all: whoever counts now makes the others wait, so that none is overlooked.
            await connection.execute(_COUNT, {"name": f"{self._name} lock"})
            await connection.execute(_FORGET, {"old": self._hour(now, back=_HOURS), **self._span()})
            used = await connection.scalar(_USED, self._span())
            if int(used or 0) >= self._most:
                return False
            await connection.execute(_COUNT, {"name": self._hour(now)})
        return True

    def _hour(self, now: datetime, *, back: int = 0) -> str:
        """Return the name of the counter of an hour."""
        return f"{self._name} {now - timedelta(hours=back):%Y-%m-%dT%H}"

    def _span(self) -> dict[str, str]:
        """Return between which names all counters lie."""
        return {"first": f"{self._name} 0", "last": f"{self._name} a"}
