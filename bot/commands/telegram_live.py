"""What Telegram itself says of the bot, in words, for `jaganetral doctor --live`."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from bot.channels.telegram.account import Account, told_errors
from bot.channels.telegram.hook import PATH, Hook, look_up
from bot.doctor import Finding
from bot.errors import JagaNetralError
from bot.providers import telegram_account
from bot.settings import Settings

_MANY = 100
_RECENT = timedelta(hours=1)
_SETUP = "run `jaganetral telegram setup`"
_ADVICE = {
    r"\b403\b": f"the server has another TELEGRAM_WEBHOOK_SECRET: restart it, then {_SETUP}",
    r"\b404\b": "the server runs without TELEGRAM_BOT_TOKEN, or the proxy does not pass "
    f"{PATH} on: set it and restart, or mend the proxy",
    r"\b50[234]\b": "the proxy does not reach the server: start `jaganetral serve`",
    r"\b5\d\d\b": "the server fails: read its log",
    r"(?i)ssl|certificate": "the certificate is not trusted: renew it, with its whole chain",
    r"(?i)resolve|host": "the name of PUBLIC_BASE_URL does not lead anywhere: mend the DNS entry",
    r"(?i)refused|timed? ?out|unreachable|reset": "nothing answers at PUBLIC_BASE_URL: open "
    "port 443 in the firewall and start the proxy",
}


async def examine_telegram(settings: Settings, *, now: datetime) -> list[Finding]:
    """Return what Telegram says, nothing when the bot is not on Telegram."""
    account = telegram_account(settings)
    if account is None:
        return []
    try:
        return [each async for each in examine(account, settings, now=now)]
    except JagaNetralError as error:
        return [Finding("telegram", well=False, text=str(error))]
    finally:
        await account.close()


async def examine(account: Account, settings: Settings, *, now: datetime) -> AsyncIterator[Finding]:
    """Yield what Telegram says of the bot; raises JagaNetralError when it cannot be asked."""
    with told_errors():
        me = await account.bot.get_me()
    yield Finding("telegram", well=True, text=f"the token is that of @{me.username}")
    if me.can_read_all_group_messages:
        text = "the bot is sent every message of its groups: /setprivacy, Enable, at @BotFather"
        yield Finding("telegram groups", well=False, text=text)
    hook = await look_up(account.bot)
    yield _address(hook, settings)
    yield _waiting(hook)
    if hook.error:
        yield _failure(hook, now)


def _address(hook: Hook, settings: Settings) -> Finding:
    """Look at where Telegram posts to."""
    about, wanted = "telegram webhook", settings.public_base_url + PATH
    if not hook.url:
        text = f"none: {_SETUP}, or keep `jaganetral telegram poll` running"
        return Finding(about, well=False, text=text)
    if not settings.public_base_url or hook.url != wanted:
        text = f"Telegram posts to {hook.url}: set PUBLIC_BASE_URL, then {_SETUP}"
        return Finding(about, well=False, text=text)
    if not hook.complete:
        return Finding(about, well=False, text=f"taps are not sent: {_SETUP}")
    return Finding(about, well=True, text=hook.url)


def _waiting(hook: Hook) -> Finding:
    """Look at how many updates wait."""
    text = f"{hook.pending} wait to be delivered"
    if hook.pending > _MANY:
        text = f"{text}: is the server running, and fast enough? Telegram drops them after a day"
    return Finding("telegram updates", well=hook.pending <= _MANY, text=text)


def _failure(hook: Hook, now: datetime) -> Finding:
    """Say what the last failure to deliver means; an old one is told, but asks for nothing."""
    advice = next((text for sign, text in _ADVICE.items() if re.search(sign, hook.error)), "")
    recent = hook.failed_at is not None and now - hook.failed_at < _RECENT
    when = f"{hook.failed_at:%Y-%m-%d %H:%M} UTC" if hook.failed_at else "once"
    text = f"the last one was {when}: {hook.error}"
    if recent:
        text = f"{text}; {advice or 'read the log of the server'}"
    return Finding("telegram failures", well=not recent, text=text)
