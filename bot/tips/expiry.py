"""The end of closed tips: row, papers and files go when they have been kept long enough."""

import logging
from collections.abc import AsyncIterator
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.errors import UnsealError
from bot.tips.case import Upkeep
from bot.tips.forwarding.store import delete_forwardings
from bot.tips.sealing import opened_upkeep
from bot.tips.store import parcels, tips
from bot.tips.tip import CLOSED
from bot.tips.withdrawing import Drop, erase

log = logging.getLogger(__name__)


class Expiry:
    """Erase closed tips, but those that staff hold."""

    def __init__(self, key: ServerKey, *, drop: Drop) -> None:
        self._key = key
        self._drop = drop

    async def due(self, connection: AsyncConnection, *, before: date) -> int:
        """Return how many tips were closed before *before* and are not on hold."""
        return len([each async for each in self._due(connection, before)])

    async def erase(self, connection: AsyncConnection, *, before: date) -> int:
        """Erase the tips closed before *before* and their files; return how many tips went."""
        total = 0
        async for tip_id, receipt, upkeep in self._due(connection, before):
            files = upkeep.files
            await erase(connection, tip_id, receipt=receipt, files=files, drop=self._drop)
            await delete_forwardings(connection, [tip_id])
            total += 1
        return total

    async def files(self, connection: AsyncConnection) -> set[str]:
        """Return the ids of all files that belong to a tip or a parcel: they are no orphans."""
        sealed = [*await tips.upkeeps(connection), *await parcels.upkeeps(connection)]
        opened = (opened_upkeep(self._key, *each) for each in sealed)
        return {file for upkeep in opened for file in upkeep.files}

    async def _due(
        self, connection: AsyncConnection, before: date
    ) -> AsyncIterator[tuple[str, bytes, Upkeep]]:
        """Yield id, receipt and upkeep of what has been kept long enough."""
        for tip_id, receipt, sealed in await tips.closed_tips(connection, sorted(CLOSED)):
            try:
                upkeep = opened_upkeep(self._key, receipt, sealed)
            except UnsealError:
                log.warning("tip %s stays: its upkeep was sealed by another server key", tip_id)
                continue
            if upkeep.closed and upkeep.closed < before and not upkeep.held:
                yield tip_id, receipt, upkeep
