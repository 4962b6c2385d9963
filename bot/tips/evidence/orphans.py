"""Files that a crash left behind: of no draft, and of no tip."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database.engine import Database
from bot.tips.evidence.files import Store
from bot.tips.evidence.store import EvidenceStore

Known = Callable[[AsyncConnection], Awaitable[Collection[str]]]


class Orphans:
    """Delete files that nobody knows; *sent* lists the ids of those of sent tips."""

    def __init__(
        self,
        database: Database,
        store: EvidenceStore,
        *,
        files: Store,
        sent: Known,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._files = files
        self._sent = sent
        self._clock = clock

    async def run(self) -> int:
        """Delete orphans after their days of grace and return how many files went."""
        async with self._database.reading() as connection:
            # In this order: a tip that is sent in between is seen as a draft or as sent.
            known = await self._store.known(connection)
            known |= set(await self._sent(connection))
        today = self._clock.today()
        return await asyncio.to_thread(self._files.delete_orphans, known, today=today)
