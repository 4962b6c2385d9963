"""Telling people on Telegram what they did not ask for just now."""

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode

from bot.channels.telegram.account import Account, sorted_errors
from bot.channels.telegram.markup import keyboard, parts
from bot.channels.telegram.place import Place
from bot.errors import NeverAgain
from bot.jobs.pacing import Limit, Pacer
from bot.messages import Announcement

ANNOUNCING = Limit("telegram", per_second=26)  # the limit of replies, without their burst

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramAnnouncer:
    """Send each announcement once, after the replies to people."""

    def __init__(self, account: Account, *, pacer: Pacer) -> None:
        self._bot = account.bot
        self._pacer = pacer

    async def announce(self, announcement: Announcement) -> str:
        """Send *announcement* and return what Telegram calls it, with its time."""
        texts = parts(announcement.reply)
        if len(texts) != 1:
            raise NeverAgain("An announcement must fit in one message")
        place = Place.of(announcement.to)
        await self._pacer.wait(ANNOUNCING)
        with sorted_errors():
            sent = await self._bot.send_message(
                place.chat,
                texts[0],
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(announcement.reply),
            )
        return f"{sent.message_id}@{int(sent.date.timestamp())}"
