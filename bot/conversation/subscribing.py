"""Subscriptions as a conversation sees and changes them, in the transaction of its turn."""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contacts.contact import Consent, Ended
from bot.contacts.subscriptions import Subscriptions
from bot.conversation.engine import Moment
from bot.conversation.state import Subscribed, Unsubscribed
from bot.messages import Address, IncomingMessage


class Subscribing:
    """Tell a turn whether its sender hears from us, and keep what the turn decides."""

    def __init__(self, subscriptions: Subscriptions, *, reachable: Container[str]) -> None:
        self._subscriptions = subscriptions
        self._reachable = reachable

    async def seen(
        self, connection: AsyncConnection, message: IncomingMessage, moment: Moment
    ) -> Moment:
        """Return *moment* with the sender's subscription, and note that they wrote.

        A group subscribes to nothing, and neither does who can only be answered.
        """
        if message.public or message.sender.channel not in self._reachable:
            return moment
        found = await self._subscriptions.heard(connection, message.sender, now=moment.now)
        return replace(moment, subscription=found, reachable=True)

    async def change(
        self,
        connection: AsyncConnection,
        sender: Address,
        *,
        effect: Subscribed | Unsubscribed,
        now: datetime,
    ) -> None:
        """Keep that *sender* subscribed or left."""
        match effect:
            case Subscribed(wanted, wording):
                consent = Consent(now, wording)
                await self._subscriptions.change(connection, sender, wanted=wanted, consent=consent)
            case Unsubscribed():
                await self._subscriptions.leave(connection, sender, because=Ended.ASKED, now=now)

    async def forget(self, connection: AsyncConnection, sender: Address) -> None:
        """Delete everything about the subscription of *sender*."""
        await self._subscriptions.forget(connection, sender)
