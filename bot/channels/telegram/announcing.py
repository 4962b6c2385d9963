"""Telling people on Telegram what they did not ask for just now."""

import asyncio

from telegram import LinkPreviewOptions, Message
from telegram.constants import ParseMode

from bot.channels.telegram.account import Account, sorted_errors
from bot.channels.telegram.markup import keyboard, parts
from bot.channels.telegram.place import Place
from bot.errors import NeverAgain
from bot.jobs.pacing import Limit, Pacer
from bot.messages import Announcement, Picture

# The limit of replies, without their burst, and after them.
ANNOUNCING = Limit("telegram", per_second=26, patient=True)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramAnnouncer:
    """Send each announcement once, after the replies to people."""

    def __init__(self, account: Account, *, pacer: Pacer) -> None:
        self._bot = account.bot
        self._pacer = pacer
        self._files: dict[str, str] = {}
        self._uploading = asyncio.Lock()

    async def announce(self, announcement: Announcement) -> str:
        """Send *announcement* and return what Telegram calls it, with its time.

        A picture and its text are one message, so that they have one outcome.
        """
        texts = parts(announcement.reply)
        if len(texts) != 1:
            raise NeverAgain("An announcement must fit in one message")
        picture = announcement.picture
        if picture is None:
            sent = await self._said(announcement, texts[0])
        elif picture.digest in self._files:
            sent = await self._shown(announcement, texts[0], self._files[picture.digest])
        else:
            sent = await self._uploaded(announcement, texts[0], picture)
        return f"{sent.message_id}@{int(sent.date.timestamp())}"

    async def _said(self, announcement: Announcement, text: str) -> Message:
        """Send *text*."""
        await self._pacer.wait(ANNOUNCING)
        with sorted_errors():
            return await self._bot.send_message(
                Place.of(announcement.to).chat,
                text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(announcement.reply),
            )

    async def _uploaded(self, announcement: Announcement, text: str, picture: Picture) -> Message:
        """Send *picture* for the first time; others wait, and then name what Telegram has."""
        async with self._uploading:
            shown: bytes | str = self._files.get(picture.digest, picture.content)
            sent = await self._shown(announcement, text, shown)
            if sent.photo:
                self._files = {picture.digest: sent.photo[-1].file_id}
        return sent

    async def _shown(self, announcement: Announcement, text: str, photo: bytes | str) -> Message:
        """Send a picture, its bytes or Telegram's name of them, with *text* below it."""
        await self._pacer.wait(ANNOUNCING)
        with sorted_errors():
            return await self._bot.send_photo(
                Place.of(announcement.to).chat,
                photo,
                caption=text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(announcement.reply),
            )
