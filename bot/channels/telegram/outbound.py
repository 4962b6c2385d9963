"""Sending replies to people on Telegram, and erasing them there."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram.account import Account, sorted_errors
from bot.channels.telegram.markup import keyboard, parts
from bot.channels.telegram.place import Place
from bot.clock import Clock
from bot.errors import NeverAgain, TryLater
from bot.jobs.pacing import Limit, LocalPacer, Pacer
from bot.messages import PRIVATE, Address, OutgoingMessage, Reply

# Telegram speaks of 30 a second in all, 1 a second in a chat with short bursts, 20 a minute in a
# group (core.telegram.org/bots/faq). Replies and announcements share one limit; a reply may use the
# four of a burst, so it need not wait for announcements that are ahead of it.
OVERALL = Limit("telegram", per_second=26, burst=4)
_CHAT_BURST = 4
_GROUP_PER_SECOND, _GROUP_BURST = 12 / 60, 6
_PATIENCE = 5.0
_HICCUP = 1.0
_ERASABLE = timedelta(hours=48)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramChannel:
    """Send replies through an account: all processes share one pace, each chat has its own."""

    def __init__(
        self,
        account: Account,
        *,
        pacer: Pacer,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._account = account
        self._bot = account.bot
        self._pacer = pacer
        self._chats = LocalPacer(sleep=sleep)
        self._clock = clock
        self._sleep = sleep

    async def send(self, message: OutgoingMessage) -> Sequence[str]:
        """Show *message* in place of what it replaces or as a new one; return the new copies."""
        place = Place.of(message.to)
        texts = parts(message.reply)
        buttons = await self._keyboard(message.reply)
        if message.replaces and len(texts) == 1:
            edit = self._edited(place, int(message.replaces), text=texts[0], buttons=buttons)
            if await edit:
                return ()
        copies = []
        for number, text in enumerate(texts, 1):
            last = buttons if number == len(texts) else None
            copies.append(await self._patiently(place, text, buttons=last))
        return copies

    async def erase(self, owner: Address, copy: str) -> None:
        """Delete a message, which Telegram allows for 48 hours; one that is gone is as good."""
        name, _, sent = copy.partition("@")
        if self._clock.now() - datetime.fromtimestamp(int(sent), UTC) >= _ERASABLE:
            raise NeverAgain("Telegram deletes nothing older than 48 hours")
        with sorted_errors():
            try:
                await self._bot.delete_message(Place.of(owner).chat, int(name))
            except BadRequest as error:
                if "not found" not in error.message.lower():
                    raise

    async def _keyboard(self, reply: Reply) -> InlineKeyboardMarkup | None:
        """Return the buttons below *reply*."""
        if not any(choice.id == PRIVATE for choice in reply.choices):
            return keyboard(reply)
        me = await self._account.me()
        return keyboard(reply, private_chat=f"https://t.me/{me.username}")

    async def _edited(
        self, place: Place, name: int, *, text: str, buttons: InlineKeyboardMarkup | None
    ) -> bool:
        """Tell whether message *name* shows *text* now; False when it is gone or too old."""
        await self._turn(place)
        with sorted_errors():
            try:
                await self._bot.edit_message_text(
                    text,
                    place.chat,
                    name,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=buttons,
                )
            except BadRequest as error:
                # An edit whose answer was lost comes again, and then there is nothing to change.
                return "not modified" in error.message.lower()
        return True

    async def _patiently(
        self, place: Place, text: str, *, buttons: InlineKeyboardMarkup | None
    ) -> str:
        """Send one message, a second time if a short wait may be enough; return its copy."""
        try:
            return await self._sent(place, text, buttons=buttons)
        except TryLater as error:
            pause = error.seconds or _HICCUP
            if pause > _PATIENCE:
                raise
            await self._sleep(pause)
        return await self._sent(place, text, buttons=buttons)

    async def _sent(self, place: Place, text: str, *, buttons: InlineKeyboardMarkup | None) -> str:
        """Send one message and return what Telegram calls it, with its time."""
        await self._turn(place)
        with sorted_errors():
            sent: Message = await self._bot.send_message(
                place.chat,
                text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=buttons,
                message_thread_id=place.thread or None,
                reply_parameters=_quoting(place),
            )
        return f"{sent.message_id}@{int(sent.date.timestamp())}"

    async def _turn(self, place: Place) -> None:
        """Wait until Telegram's limits leave room; raises TryLater when that takes long."""
        chat = str(place.chat)
        if place.is_group:
            limit = Limit(f"group {chat}", _GROUP_PER_SECOND, _GROUP_BURST)
        else:
            limit = Limit(chat, 1, _CHAT_BURST)
        await self._chats.wait(limit, at_most=_PATIENCE)
        await self._pacer.wait(OVERALL)


def _quoting(place: Place) -> ReplyParameters | None:
    """Return what makes a message in a group an answer to the one that asked."""
    if not place.quoted:
        return None
    return ReplyParameters(place.quoted, allow_sending_without_reply=True)
