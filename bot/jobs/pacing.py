"""Keeping under a provider's limit, for all processes together: a lease table, by GCRA.

One row a limit holds when the next send is due; whoever wants to send moves it on and waits until
its own turn. The database's clock counts, so that machines need not agree on theirs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import Column, Double, String, Table, text

from bot.database.columns import metadata
from bot.database.engine import Database

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
