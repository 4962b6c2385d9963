"""Sending what the outbox holds: at once, and again after a crash."""

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
_BATCH = 100
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

    async def deliver(self, messages: Sequence[OutgoingMessage]) -> int:
        """Send *messages* in order and return how many went out.

        Later messages to one person wait when an earlier one has to.
        """
        sent: dict[str, Sequence[str]] = {}
        waiting: set[Address] = set()
        for message in messages:
            channel = self._channels.get(message.to.channel)
            if channel is None or message.to in waiting:
                continue
            try:
                copies = await channel.send(message)
            except TryLater as error:
                waiting.add(message.to)
                await self._postpone(message, error.seconds)
            except NeverAgain:
                await self._give_up(message)
            else:
                sent[message.id] = copies
        if sent:
            await self._settle([each for each in messages if each.id in sent], sent)
        return len(sent)

    async def sweep(self) -> int:
        """Send what is overdue, because a process died or a provider was down."""
        total = 0
        while True:
            async with self._database.transaction() as connection:
                due = await self.outbox.claim_due(connection, now=self._clock.now(), limit=_BATCH)
            if not due:
                return total
            total += await self.deliver(due)

    async def _settle(
        self, messages: Sequence[OutgoingMessage], copies: Mapping[str, Sequence[str]]
    ) -> None:
        """Take *messages* out of the outbox and note what the provider now keeps of them."""
        async with self._database.transaction() as connection:
            await self.outbox.settle(connection, copies)
            for message in messages:
                await self.ledger.note(
                    connection, message.to, copies=copies[message.id], now=self._clock.now()
                )

    async def _postpone(self, message: OutgoingMessage, seconds: float | None) -> None:
        """Set the next attempt, later each time; after the last one give up."""

        def until(attempts: int) -> datetime:
            pause = timedelta(seconds=seconds or 2.0 ** min(attempts, 12))
            return self._clock.now() + min(pause, _SLOWEST)

        async with self._database.transaction() as connection:
            attempts = await self.outbox.postpone(connection, message.id, until=until)
        if attempts >= _ATTEMPTS:
            await self._give_up(message)

    async def _give_up(self, message: OutgoingMessage) -> None:
        """Mark *message* as failed, without a word on whom it was for."""
        log.warning("message %s on %s cannot be delivered", message.id, message.to.channel)
        async with self._database.transaction() as connection:
            await self.outbox.give_up(connection, message.id)
