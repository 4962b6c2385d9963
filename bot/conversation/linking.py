"""Linking somebody's chat with their account of staff, in the transaction of their turn."""

from collections.abc import Container
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.engine import Moment
from bot.conversation.state import LinkWanted, Turn
from bot.messages import Address, IncomingMessage, Reply
from bot.questions.guide import Guide
from bot.staff.chats import Chats
from bot.staff.managing import Management
from bot.staff.words import LINKED, NOT_LINKED


class Linking:
    """Tell a turn whether its chat is or can be linked, and link it with what the turn found."""

    def __init__(self, management: Management, chats: Chats, *, channels: Container[str]) -> None:
        self._management = management
        self._chats = chats
        self._channels = channels

    async def seen(
        self, connection: AsyncConnection, message: IncomingMessage, moment: Moment
    ) -> Moment:
        """Return *moment* with whether the chat of *message* is or can be linked; no group is."""
        if message.public or message.sender.channel not in self._channels:
            return moment
        linked = await self._chats.is_linked(connection, message.sender)
        return replace(moment, linkable=True, linked=linked)

    async def bring_about(
        self, connection: AsyncConnection, turn: Turn, *, sender: Address, guide: Guide
    ) -> Turn:
        """Link *sender* if *turn* wants it, and return the turn with what came of it said first."""
        wanted = next((each for each in turn.effects if isinstance(each, LinkWanted)), None)
        if wanted is None:
            return turn
        account = await self._management.link(connection, wanted.code, chat=sender)
        say = guide.phrases.say
        told = say(LINKED, nama=account.display_name) if account else say(NOT_LINKED)
        return replace(turn, replies=(Reply(told), *turn.replies))

    async def forget(self, connection: AsyncConnection, sender: Address) -> None:
        """Let go of the chat of *sender*, who wants to be forgotten."""
        await self._chats.unlink(connection, sender)
