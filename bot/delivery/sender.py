"""Sending what the outbox holds: at once, and again after a crash."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.channels.port import Channel
from bot.clock import Clock
from bot.database.engine import Database
from bot.delivery.erasure import ErasureLedger
from bot.delivery.outbox import Outbox
from bot.errors import NeverAgain, TryLater
from bot.messages import Address, OutgoingMessage

_ATTEMPTS = 12
_BATCH = 20
_SLOWEST = timedelta(hours=1)

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

        Later messages to one person wait when an earlier one has to.
        """
        sent = 0
        waiting: set[Address] = set()
        for message in messages:
            if message.to.channel not in self._channels or message.to in waiting:
                continue
            if await self._send(message):
                sent += 1
            else:
                waiting.add(message.to)
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

    async def _send(self, message: OutgoingMessage) -> bool:
        """Send *message* and settle it at once; return False when it has to wait."""
        try:
            copies = await self._channels[message.to.channel].send(message)
        except TryLater as error:
            await self._postpone(message, error.seconds)
            return False
        except NeverAgain:
            await self._give_up(message)
            return True
        except Exception as error:  # noqa: BLE001
            # A fault of ours in one message must not keep others from being sent and settled.
            log.error("sending %s failed: %s", message.id, type(error).__name__)  # noqa: TRY400
            await self._postpone(message, None)
            return False
        await self._settle(message, copies)
        return True

    async def _settle(self, message: OutgoingMessage, copies: Sequence[str]) -> None:
        """Take *message* out of the outbox and note what the provider now keeps of it."""
        async with self._database.short_transaction() as connection:
            await self.outbox.settle(connection, [message.id])
            await self.ledger.note(connection, message.to, copies=copies, now=self._clock.now())

    async def _postpone(self, message: OutgoingMessage, seconds: float | None) -> None:
        """Set the next attempt, later each time; after the last one give up."""

        def until(attempts: int) -> datetime:
            pause = timedelta(seconds=seconds or 2.0 ** min(attempts, 12))
            return self._clock.now() + min(pause, _SLOWEST)

        async with self._database.short_transaction() as connection:
            attempts = await self.outbox.postpone(connection, message.id, until=until)
        if attempts >= _ATTEMPTS:
            await self._give_up(message)

    async def _give_up(self, message: OutgoingMessage) -> None:
        """Mark *message* as failed, without a word on whom it was for."""
        log.warning("message %s on %s cannot be delivered", message.id, message.to.channel)
        async with self._database.short_transaction() as connection:
            await self.outbox.give_up(connection, message.id)
