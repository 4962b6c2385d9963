"""Replies that people's own clients fetch."""

from collections.abc import Collection

from bot.database.engine import Database
from bot.delivery.outbox import Outbox
from bot.messages import Address, OutgoingMessage


class Mailbox:
    """Hand out held replies until their client says it has shown them."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    async def fetch(self, owner: Address) -> list[OutgoingMessage]:
        """Return what waits for *owner*, oldest first."""
        async with self._database.reading() as connection:
            return await self._outbox.held_for(connection, owner)

    async def settle(self, owner: Address, shown: Collection[str]) -> None:
        """Delete those replies of *owner* that were shown."""
        if shown:
            async with self._database.transaction() as connection:
                await self._outbox.settle(connection, shown, to=owner)
