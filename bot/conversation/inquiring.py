"""Inquiries as a conversation makes, hears of and forgets them, in the transaction of its turn."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.choices import numbered
from bot.conversation.holding import TipEffect
from bot.conversation.scene import Scene
from bot.conversation.state import Forgotten, Turn
from bot.questions.inquiries.notifying import Inquiries
from bot.questions.inquiries.wanted import AnswerWanted

_OF_TIPS = ("tip", "receipt")


class Inquiring:
    """Keep what a turn wants to be told, and add the answers that waited for its sender."""

    def __init__(self, inquiries: Inquiries) -> None:
        self._inquiries = inquiries

    async def bring_about(self, connection: AsyncConnection, turn: Turn, scene: Scene) -> Turn:
        """Return *turn* with what waited said last; a turn of a tip brings nothing along."""
        if Forgotten() in turn.effects:
            await self._inquiries.forget(connection, scene.sender)
            return turn
        wanted = next((each for each in turn.effects if isinstance(each, AnswerWanted)), None)
        if wanted:
            await self._inquiries.keep(
                connection, scene.sender, wanted.question, now=scene.now, day=scene.today
            )
        if scene.public or _is_of_a_tip(turn):
            return turn
        arrived = await self._inquiries.arrived(connection, scene.sender, now=scene.now)
        if not arrived:
            return turn
        replies = numbered((*turn.replies, *arrived))
        offered = tuple(choice for reply in replies for choice in reply.choices)
        conversation = replace(turn.conversation, offered=offered)
        return replace(turn, replies=replies, conversation=conversation)


def _is_of_a_tip(turn: Turn) -> bool:
    """Tell whether *turn* has to do with a tip, whose transaction shall touch nothing more."""
    conversation = turn.conversation
    return (
        conversation.draft is not None
        or conversation.awaiting.partition(":")[0] in _OF_TIPS
        or any(isinstance(each, TipEffect) for each in turn.effects)
        or any(each.code for each in turn.replies)
    )
