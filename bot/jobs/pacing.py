"""Keeping under a provider's limit, for all processes together: a lease table, by GCRA.

One row a limit holds when the next send is due; whoever wants to send moves it on and waits until
its own turn. The database's clock counts, so that machines need not agree on theirs.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

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
INSERT INTO leases AS held (name, free_at) VALUES (:name, {now} + :pause)
ON CONFLICT (name) DO UPDATE SET free_at = {later}(held.free_at, {now}) + :pause
RETURNING free_at - :pause - {now}
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many a second, and how many at once after a rest."""

    name: str
    per_second: float
    burst: int = 1


class Pacer:
    """Make senders wait for their turn."""

    def __init__(
        self, database: Database, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._database = database
        self._sleep = sleep
        kind = database.kind
        self._take = text(_TAKE.format(now=_NOW[kind], later=_LATER[kind]))

    async def wait(self, limit: Limit) -> None:
        """Return when it is this sender's turn under *limit*."""
        pause = 1 / limit.per_second
        async with self._database.transaction() as connection:
            ahead = await connection.scalar(self._take, {"name": limit.name, "pause": pause})
        await self._sleep(max(0.0, float(ahead or 0.0) - (limit.burst - 1) * pause))


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
