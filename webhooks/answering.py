"""Answering a provider as soon as its message is safe; delivering goes on behind the answer."""

import asyncio

from starlette.background import BackgroundTask

from bot.conversation.inbox import Inbox
from bot.messages import IncomingMessage


async def accepted(inbox: Inbox, message: IncomingMessage) -> BackgroundTask:
    """Have *message* answered and return, once its replies are safe, what is left to be done.

    A provider waits some seconds only, and delivering may take longer.
    """
    safe = asyncio.Event()
    turn = asyncio.create_task(inbox.accept(message, once_safe=safe.set))
    waiting = asyncio.create_task(safe.wait())
    await asyncio.wait([turn, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if turn.done():
        turn.result()

    async def rest() -> None:
        await turn

    return BackgroundTask(rest)
