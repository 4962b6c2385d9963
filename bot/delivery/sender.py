"""Sending what the outbox holds: at once, and again after a crash."""

import asyncio
import logging
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.channels.port import Channel
from bot.clock import Clock
from bot.database.engine import Database
from bot.delivery.erasure import ErasureLedger
from bot.delivery.outbox import Outbox
from bot.delivery.queue import HEEDED, LOOSE, WAITING, fall_behind
from bot.errors import NeverAgain, TryLater
from bot.messages import Address, OutgoingMessage

# Both: who writes again makes us try again, and must not use the attempts up by that.
_ATTEMPTS, _LONGEST = 12, timedelta(hours=1)
_BATCH = 20
_SLOWEST = timedelta(hours=1)
_FLEETING = timedelta(hours=1)  # time to read it

log = logging.getLogger(__name__)


class Sender:
    """Hand messages to their channel and record what came of it."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        *,
        ledger: ErasureLedger,
        channels: Mapping[str, Channel],
        clock: Clock,
    ) -> None:
        self._database = database
        self.outbox = outbox
        self.ledger = ledger
        self._channels = channels
        self._clock = clock
        self._sweeping = asyncio.Lock()

    async def deliver(self, messages: Sequence[OutgoingMessage]) -> int:
        """Send *messages* in order and return how many went out.

        Later messages to one person wait when an earlier one has to, and follow it at once.
        """
        sent, left = 0, deque(messages)
        waiting: set[Address] = set()
        behind: list[str] = []
        while left:
            message = left.popleft()
            if message.to.channel not in self._channels:
                continue
            if message.to in waiting:
                behind.append(message.id)
            elif (released := await self._send(message)) is None:
                waiting.add(message.to)
            else:
                sent += 1
                left += released
        await self._fall_behind(behind)
        return sent

    async def sweep(self) -> int:
        """Send what is overdue, because a process died or a provider was down.

        One sweep at a time in a process; several processes claim different messages.
        """
        if self._sweeping.locked():
            return 0
        async with self._sweeping:
            total = 0
            while due := await self._claimed():
                total += await self.deliver(due)
            return total

    async def _claimed(self) -> list[OutgoingMessage]:
        """Return a few overdue messages: as many as can be sent while they are ours."""
        async with self._database.transaction() as connection:
            return await self.outbox.claim_due(connection, now=self._clock.now(), limit=_BATCH)

    async def _send(self, message: OutgoingMessage) -> Sequence[OutgoingMessage] | None:
        """Send *message* and settle it at once; return what waited for it, None when it has to."""
        try:
            copies = await self._channels[message.to.channel].send(message)
        except TryLater as error:
            state = HEEDED if error.seconds else WAITING
            return await self._postpone(message, error.seconds, state=state)
        except NeverAgain:
            return await self._give_up(message)
        except Exception as error:  # noqa: BLE001
            # A fault of ours in one message must not keep others from being sent and settled.
            log.error("sending %s failed: %s", message.id, type(error).__name__)  # noqa: TRY400
            return await self._postpone(message, None, state=LOOSE)
        return await self._settle(message, copies)

    async def _settle(
        self, message: OutgoingMessage, copies: Sequence[str]
    ) -> Sequence[OutgoingMessage]:
        """Take *message* out, note what the provider now keeps of it, and return what waited."""
        now = self._clock.now()
        async with self._database.short_transaction() as connection:
            await self.outbox.settle(connection, [message.id])
            gone = now + _FLEETING if message.reply.fleeting else None
            await self.ledger.note(connection, message.to, copies=copies, now=now, erase_at=gone)
            return await self.outbox.release(connection, message.to, now=now)

    async def _fall_behind(self, names: Collection[str]) -> None:
        """Have messages wait for those before them."""
        if names:
            async with self._database.transaction() as connection:
                await fall_behind(connection, names, now=self._clock.now())

    async def _postpone(
        self, message: OutgoingMessage, seconds: float | None, *, state: str
    ) -> Sequence[OutgoingMessage] | None:
        """Set the next attempt, later each time; after the last one give up, return what waited."""

        def until(attempts: int) -> datetime:
            pause = timedelta(seconds=seconds or 2.0 ** min(attempts, 12))
            return self._clock.now() + min(pause, _SLOWEST)

        async with self._database.short_transaction() as connection:
            attempts = await self.outbox.postpone(connection, message.id, until=until, state=state)
        began = message.posted_at
        is_old = began is None or self._clock.now() - began >= _LONGEST
        return await self._give_up(message) if attempts >= _ATTEMPTS and is_old else None

    async def _give_up(self, message: OutgoingMessage) -> Sequence[OutgoingMessage]:
        """Mark *message* as failed, without a word on whom it was for; return what waited."""
        log.warning("message %s on %s cannot be delivered", message.id, message.to.channel)
        async with self._database.short_transaction() as connection:
            await self.outbox.give_up(connection, message.id)
            return await self.outbox.release(connection, message.to, now=self._clock.now())
