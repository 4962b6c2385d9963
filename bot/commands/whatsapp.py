"""`jaganetral whatsapp`: menus and templates at Twilio, and how the account is doing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import typer

from bot.channels.whatsapp.codes import advice
from bot.channels.whatsapp.forms import OPEN
from bot.channels.whatsapp.inspection import Inspector
from bot.channels.whatsapp.provider import SANDBOX
from bot.commands import templates
from bot.database.migrating import migrate
from bot.doctor import Finding
from bot.errors import NeverAgain, SettingsError, TryLater
from bot.providers import TWILIO_MESSAGES, WhatsApp
from bot.settings import Settings, read_settings
from bot.wiring import Services, build

app = typer.Typer(no_args_is_help=True)
app.add_typer(templates.app, name="templates")

_PAGES = {
    True: "Messaging > Try it out > Send a WhatsApp message > Sandbox settings",
    False: "Messaging > Senders > WhatsApp senders > your sender",
}


@app.callback()
def whatsapp() -> None:
    """Set up WhatsApp by Twilio."""


@app.command()
def setup() -> None:
    """Make the menus that Twilio lacks, remember them, and say what is left to do by hand."""
    settings = read_settings()
    if not settings.whatsapp:
        raise SettingsError("WhatsApp is not set up: set TWILIO_ACCOUNT_SID and what goes with it")
    migrate(settings.database)
    asyncio.run(_set_up(settings))


async def findings(settings: Settings) -> list[Finding]:
    """Return what Twilio says about the account, the sender, the menus and the last errors."""
    if not settings.whatsapp:
        return [Finding("whatsapp", well=True, text="off: TWILIO_ACCOUNT_SID is not set")]
    migrate(settings.database)
    async with _running(settings) as (services, line):
        inspector = Inspector(line.twilio)
        checks: dict[str, Callable[[], Awaitable[Finding]]] = {
            "account": lambda: _account(inspector, settings),
            "sender": lambda: _sender(inspector, settings),
            "menus": lambda: _menus(line),
            "templates": lambda: _templates(services, line),
            "errors": lambda: _errors(inspector, settings, line),
        }
        return [await _told(f"whatsapp {name}", check) for name, check in checks.items()]


@asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[tuple[Services, WhatsApp]]:
    """Yield the program and its WhatsApp part."""
    services = build(settings)
    try:
        assert services.whatsapp, "only where WhatsApp is set up"  # noqa: S101
        yield services, services.whatsapp
    finally:
        await services.close()


async def _set_up(settings: Settings) -> None:
    """Make what is missing and say what was done."""
    async with _running(settings) as (services, line):
        made = await line.templates.make_missing(services.guide.current.phrases.say(OPEN))
    for name, is_new in made.items():
        typer.echo(f"{'made   ' if is_new else 'present'} {name}")
    typer.echo(f"{sum(made.values())} menus made, {len(made)} remembered.")
    typer.echo(f"In Twilio's console, {_PAGES[settings.twilio_whatsapp_from == SANDBOX]}:")
    typer.echo(f"  When a message comes in: POST {settings.public_base_url}{TWILIO_MESSAGES}")
    typer.echo("For reminders to people who wrote more than 24 hours ago:")
    typer.echo("  jaganetral whatsapp templates submit")


async def _told(about: str, check: Callable[[], Awaitable[Finding]]) -> Finding:
    """Return what *check* finds, or why Twilio did not tell."""
    try:
        return await check()
    except (TryLater, NeverAgain) as error:
        return Finding(about, well=False, text=str(error))


async def _account(inspector: Inspector, settings: Settings) -> Finding:
    """Look at the account."""
    try:
        account = await inspector.account(settings.twilio_account_sid)
    except TryLater as error:
        await inspector.errors(settings.twilio_whatsapp_from)
        text = f"it answers, but not on its own state ({error})"
        return Finding("whatsapp account", well=True, text=text)
    if account.status != "active":
        text = f"{account.status}: open Twilio's console, it says why and what it wants"
        return Finding("whatsapp account", well=False, text=text)
    trial = "; a trial account reaches verified numbers only" if account.is_trial else ""
    return Finding("whatsapp account", well=True, text=f"active{trial}")


async def _sender(inspector: Inspector, settings: Settings) -> Finding:
    """Look at the number that sends, and where Twilio brings what people write to it."""
    about, number = "whatsapp sender", settings.twilio_whatsapp_from
    if number == SANDBOX:
        text = "the sandbox: it answers those who sent its join code, for three days each"
        return Finding(about, well=True, text=text)
    sender = await inspector.sender(number)
    if sender is None:
        text = "TWILIO_WHATSAPP_FROM is no WhatsApp sender of this account: correct it"
        return Finding(about, well=False, text=text)
    wanted = f"{settings.public_base_url}{TWILIO_MESSAGES}"
    if not sender.status.startswith("ONLINE"):
        text = f"{sender.status}: open it in Twilio's console, {_PAGES[False]}"
        return Finding(about, well=False, text=text)
    if sender.callback != wanted:
        text = f"Twilio brings messages to {sender.callback or 'nowhere'}: set {wanted}"
        return Finding(about, well=False, text=text)
    return Finding(about, well=True, text=f"online; messages come to {wanted}")


async def _menus(line: WhatsApp) -> Finding:
    """Compare the menus that we remember with those that Twilio has."""
    missing = await line.templates.missing()
    if missing:
        text = f"{len(missing)} missing, choices go out numbered: run `jaganetral whatsapp setup`"
        return Finding("whatsapp menus", well=False, text=text)
    return Finding("whatsapp menus", well=True, text="all there")


async def _templates(services: Services, line: WhatsApp) -> Finding:
    """Look at what WhatsApp says of the reminders."""
    await line.approvals.poll()
    well, text = templates.summary(services, await line.approvals.standings())
    return Finding("whatsapp templates", well=well, text=text)


async def _errors(inspector: Inspector, settings: Settings, line: WhatsApp) -> Finding:
    """Look at the errors that Twilio still shows or has reported to us."""
    shown = await inspector.errors(settings.twilio_whatsapp_from)
    found = Counter(shown) | Counter(await line.deliveries.errors())
    if not found:
        return Finding("whatsapp errors", well=True, text="none lately")
    told = [f"{code} ({count}): {advice(code)}" for code, count in found.most_common()]
    return Finding("whatsapp errors", well=False, text="; ".join(told))
