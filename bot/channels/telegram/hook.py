"""The webhook at Telegram: where updates are posted, and how that goes."""

from dataclasses import dataclass
from datetime import datetime

from telegram import Bot

from bot.channels.telegram.account import told_errors
from bot.channels.telegram.inbound import KINDS
from bot.channels.telegram.profile import Settled

PATH = "/webhooks/telegram"
_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Hook:
    """What Telegram says of a webhook; *error* is the last failure to deliver."""

    url: str
    complete: bool
    pending: int
    error: str = ""
    failed_at: datetime | None = None


async def look_up(bot: Bot) -> Hook:
    """Return the webhook as Telegram knows it; raises JagaNetralError with what to do."""
    with told_errors():
        found = await bot.get_webhook_info()
    return Hook(
        found.url,
        set(KINDS) <= set(found.allowed_updates or KINDS),
        found.pending_update_count,
        found.last_error_message or "",
        found.last_error_date,
    )


async def settle_hook(bot: Bot, url: str, *, secret: str) -> Settled:
    """Have updates posted to *url* with *secret*; raises JagaNetralError with what to do."""
    before = await look_up(bot)
    right = before.url == url and before.complete
    with told_errors():
        await bot.set_webhook(
            url, secret_token=secret, allowed_updates=KINDS, max_connections=_AT_ONCE
        )
    note = "the secret was sent again, since Telegram does not tell which one it has"
    return Settled("webhook", not right, f"{url} ({note})" if right else url)


async def remove_hook(bot: Bot) -> None:
    """Have updates wait for whoever fetches them; raises JagaNetralError with what to do."""
    with told_errors():
        await bot.delete_webhook()
