"""`jaganetral whatsapp templates`: have WhatsApp approve the reminders, and see what it says."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping

import typer

from bot.channels.port import APPROVED, UNSUBMITTED, Standing, Wording
from bot.channels.whatsapp.provider import SANDBOX
from bot.database.migrating import migrate
from bot.errors import SettingsError
from bot.guiding import staff_guide
from bot.providers import WhatsApp
from bot.settings import read_settings
from bot.wiring import Services, build

app = typer.Typer(no_args_is_help=True)

_SANDBOX = "The sandbox sends Twilio's own templates only: these need a number of your own."


@app.callback()
def templates() -> None:
    """Texts with which people may be written to first."""


@app.command()
def submit() -> None:
    """Make a template for each reminder, and ask for its approval; nothing is made twice."""

    async def verb(services: Services, line: WhatsApp) -> list[str]:
        made = await line.approvals.submit(wordings(services))
        told = list(_lines(services, await line.approvals.standings()))
        told.append(f"{sum(made.values())} templates made, {len(made)} there.")
        if services.settings.twilio_whatsapp_from == SANDBOX:
            told.append(_SANDBOX)
        return told

    _run(verb)


@app.command()
def status() -> None:
    """Ask Twilio how far the approval of each reminder is, and as what it was assigned."""

    async def verb(services: Services, line: WhatsApp) -> list[str]:
        await line.approvals.poll()
        return list(_lines(services, await line.approvals.standings()))

    _run(verb)


def wordings(services: Services) -> list[Wording]:
    """Return the texts of all reminders as they are written now."""
    written = [each.template for each in services.guide.current.library.broadcasts.values()]
    return [Wording(each.version, each.body, each.samples) for each in written]


def summary(services: Services, known: Mapping[str, Standing]) -> tuple[bool, str]:
    """Return whether no reminder was refused, and how many are how far."""
    wanted = [known.get(each.name) for each in wordings(services)]
    missing = sum(each is None or each.state == UNSUBMITTED for each in wanted)
    if missing:
        text = f"{missing} not submitted: run `jaganetral whatsapp templates submit`"
        return True, text
    states = [each.state for each in wanted if each]
    text = f"{states.count(APPROVED)} of {len(states)} approved"
    refused = [each.name for each in wanted if each and each.state in {"rejected", "disabled"}]
    if refused:
        return False, f"{text}; refused: {', '.join(refused)}: write them anew and submit"
    return True, text


def _run(verb: Callable[[Services, WhatsApp], Awaitable[list[str]]]) -> None:
    """Run *verb* on a program with a WhatsApp sender and show what it tells."""
    settings = read_settings()
    if not settings.whatsapp:
        raise SettingsError("WhatsApp is not set up: set TWILIO_ACCOUNT_SID and what goes with it")
    migrate(settings.database)

    async def run() -> list[str]:
        services = build(settings, guide=staff_guide(settings))
        try:
            assert services.whatsapp, "only where WhatsApp is set up"  # noqa: S101
            return await verb(services, services.whatsapp)
        finally:
            await services.close()

    typer.echo("\n".join(asyncio.run(run())))


def _lines(services: Services, known: Mapping[str, Standing]) -> Iterator[str]:
    """Yield how each text stands: the reminders as they are written now, then all others."""
    current = {each.name: Standing(each.name, "") for each in wordings(services)}
    for name, standing in {**current, **known}.items():
        old = "" if name in current else "  (of a broadcast, or an earlier text)"
        reason = f"  {standing.reason}" if standing.reason else ""
        sid = standing.sid or "-"
        yield f"{standing.state:12s} {standing.category or '-':10s} {sid:34s} {name}{old}{reason}"
