"""`jaganetral telegram …`: for the administrator of the bot on Telegram."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated

import typer

from bot.channels.telegram.account import Account
from bot.channels.telegram.hook import PATH, look_up, remove_hook, settle_hook
from bot.channels.telegram.profile import Settled, settle_profile
from bot.database.migrating import migrate
from bot.errors import JagaNetralError, SettingsError, TryLater
from bot.guiding import live_guide
from bot.logs import configure
from bot.messages import IncomingMessage
from bot.providers import telegram_account
from bot.running import running
from bot.settings import Settings, read_settings
from bot.wiring import Services, build
from knowledge.phrasebook import Phrasebook

app = typer.Typer(no_args_is_help=True)

_PAUSE = 3.0

log = logging.getLogger(__name__)


@app.command()
def setup() -> None:
    """Register webhook, commands and descriptions at Telegram; may be run again at any time."""
    settings = read_settings()
    account = account_of(settings)
    phrases = live_guide().current.phrases
    for settled in asyncio.run(set_up(account, settings, phrases)):
        typer.echo(settled)
    typer.echo("Now write to the bot; `jaganetral doctor --live` says how deliveries go.")


@app.command()
def poll(
    take_over: Annotated[  # noqa: FBT002
        bool, typer.Option("--take-over", help="Remove the webhook that is registered.")
    ] = False,
) -> None:
    """Fetch messages from Telegram, on a machine without a public address; Ctrl-C ends it."""
    settings = read_settings()
    configure(settings.log_level)
    account_of(settings)
    migrate(settings.database)
    with suppress(KeyboardInterrupt):
        asyncio.run(listen(build(settings), take_over=take_over))


def account_of(settings: Settings) -> Account:
    """Return the bot's account; raises SettingsError when there is none."""
    account = telegram_account(settings)
    if account is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set: paste the token of @BotFather")
    return account


async def set_up(account: Account, settings: Settings, phrases: Phrasebook) -> list[Settled]:
    """Make Telegram show and do what these settings say, and return what was done."""
    if not settings.public_base_url:
        raise SettingsError(
            "PUBLIC_BASE_URL is not set: Telegram needs an https address to post to; "
            "without one run `jaganetral telegram poll`"
        )
    secret = settings.telegram_webhook_secret.get_secret_value()
    try:
        return [
            await settle_hook(account.bot, settings.public_base_url + PATH, secret=secret),
            *await settle_profile(account.bot, phrases),
        ]
    finally:
        await account.close()


async def listen(services: Services, *, take_over: bool) -> None:
    """Take messages as Telegram has them, until cancelled."""
    account = services.telegram
    if account is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set: paste the token of @BotFather")
    async with running(services):
        await _free_the_way(account, take_over=take_over)
        me = await account.me()
        typer.echo(f"@{me.username} listens; Ctrl-C ends it.")
        await fetch_on(account, services.inbox.accept)


async def _free_the_way(account: Account, *, take_over: bool) -> None:
    """Remove a webhook, if that was asked for: Telegram lets nobody fetch beside one."""
    url = (await look_up(account.bot)).url
    if url and not take_over:
        raise JagaNetralError(
            f"Telegram posts to {url}: stop that server and run "
            "`jaganetral telegram poll --take-over`; `jaganetral telegram setup` undoes it"
        )
    if url:
        await remove_hook(account.bot)


async def fetch_on(
    account: Account,
    accept: Callable[[IncomingMessage], Awaitable[object]],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Hand on update after update; what *accept* has not taken is fetched again."""
    offset: int | None = None
    while True:
        try:
            updates = await account.fetch(offset)
        except TryLater as error:
            log.warning("%s; trying again", error)
            await sleep(error.seconds or _PAUSE)
            continue
        messages = [message for _, message in updates if message]
        for message in messages:
            account.acknowledge(message)
        await asyncio.gather(*(accept(message) for message in messages))
        offset = updates[-1][0] + 1 if updates else offset
