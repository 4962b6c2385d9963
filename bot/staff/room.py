"""What every verb of staff has at hand: the database, the trail, the clock and the words."""

import logging
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database.engine import Database
from bot.errors import Refused
from bot.staff.audit import Trail
from bot.staff.chain import Entry, Outcome
from bot.staff.refusal import Reason, Say, refused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """What the verbs of staff share."""

    database: Database
    trail: Trail
    clock: Clock
    say: Say

    async def note(self, connection: AsyncConnection, entry: Entry) -> None:
        """Write *entry* into the trail in the caller's transaction."""
        await self.trail.append(connection, entry, now=self.clock.now())

    async def note_refusal(self, entry: Entry, reason: str) -> None:
        """Write that *entry* was refused into the trail, in a transaction of its own."""
        async with self.database.transaction() as connection:
            await self.note(connection, replace(entry, outcome=Outcome.REFUSED, reason=reason))

    async def tell_head(self) -> int:
        """Write the trail's head to the log, where a cut end is found out; return its number."""
        async with self.database.reading() as connection:
            head = await self.trail.head(connection)
        if head is None:
            return 0
        log.info("audit head %d:%s", head.number, head.mac)
        return head.number

    async def refused(self, entry: Entry, reason: Reason, **words: Any) -> Refused:  # noqa: ANN401
        """Note that *entry* is refused and return the error to raise; call outside transactions."""
        await self.note_refusal(entry, reason)
        return self.because(reason, **words)

    def because(self, reason: Reason, **words: Any) -> Refused:  # noqa: ANN401 - placeholders
        """Return the error that tells *reason*; nothing is noted."""
        return refused(self.say, reason, **words)
