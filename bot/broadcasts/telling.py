"""Telling one recipient of a broadcast, once, and what became of it."""

import logging
from collections.abc import Mapping

from bot.broadcasts import illustrations, store
from bot.broadcasts.broadcast import Broadcast, Outcome, Reason, Result, State
from bot.broadcasts.failing import failure
from bot.broadcasts.reference import reference
from bot.channels.port import Announcer
from bot.clock import Clock
from bot.contacts.contact import Recipient
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.messages import Announcement, Picture, Reply

log = logging.getLogger(__name__)


class Teller:
    """Hand what is claimed to the providers, with the picture that was approved."""

    def __init__(
        self,
        database: Database,
        announcers: Mapping[str, Announcer],
        *,
        key: ServerKey,
        clock: Clock,
    ) -> None:
        self._database = database
        self._announcers = announcers
        self._key = key
        self._clock = clock
        self._pictures: dict[str, Picture] = {}

    async def is_ready(self, broadcast: Broadcast) -> bool:
        """Have the picture of *broadcast* at hand; pause it where that is not the approved one."""
        if broadcast.content.illustration is None or broadcast.id in self._pictures:
            return True
        async with self._database.transaction() as connection:
            found = await illustrations.find(connection, broadcast)
            if found is None:
                log.error("broadcast %s is paused: its picture is not the approved", broadcast.id)
                await store.move(connection, broadcast.id, to=State.PAUSED)
                return False
        self._pictures = {broadcast.id: found}  # of one broadcast: they may be large
        return True

    async def tell(self, broadcast: Broadcast, person: str, *, to: Recipient | None) -> Result:
        """Send to one recipient, once, and return what became of it."""
        if to is None:
            return Result(person, Outcome.NOT_SENT, Reason.LEFT)
        content = broadcast.content
        announcement = Announcement(
            to.to,
            Reply(content.text, content.choices),
            broadcast.ends_at,
            to.heard_at,
            content.template,
            reference(self._key, broadcast.id, person),
            self._pictures[broadcast.id] if content.illustration else None,
        )
        try:
            copy = await self._announcers[to.to.channel].announce(announcement)
        except Exception as error:  # noqa: BLE001
            return failure(person, error, now=self._clock.now())
        return Result(person, Outcome.SENT, copy=self._key.digest(copy, purpose="delivery"))
