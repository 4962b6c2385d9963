"""`jaganetral login`, `logout`, `whoami`, `password`."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from bot.commands.acting import Kept, acting, ask, keep, program, read_kept
from bot.database.migrating import migrate
from bot.settings import read_settings
from bot.staff.gate import Attempt
from bot.staff.words import (
    ASK_AGAIN,
    ASK_NAME,
    ASK_NEW_PASSWORD,
    ASK_OLD_PASSWORD,
    ASK_PASSWORD,
    ASK_TOTP,
    DIFFERENT,
    LOGGED_IN,
    LOGGED_OUT,
    NO_OFFICE,
    PASSWORD_CHANGED,
    ROLE_NAMES,
    WHO,
)
from bot.wiring import Services
from knowledge.phrasebook import Phrase


def login() -> None:
    """Open a session of half an hour in this terminal; staff commands act as it."""
    migrate(read_settings().database)
    asyncio.run(_login())


def logout() -> None:
    """End this terminal's session."""
    asyncio.run(_logout())


def whoami() -> None:
    """Say who is logged in here, with which roles, and until when."""
    asyncio.run(_whoami())


def password() -> None:
    """Change one's own password; every session of the account ends."""
    asyncio.run(_password())


async def _login() -> None:
    """Ask for name, password and code, and keep the session."""
    async with program() as services:
        known = read_kept(services.settings).device
        name = ask(services, ASK_NAME, hidden=False)
        secret = ask(services, ASK_PASSWORD)
        attempt = Attempt(name, secret, ask(services, ASK_TOTP), device=known)
        opened = await services.staffing.gate.login(attempt)
        keep(services.settings, Kept(opened.token, opened.device))
        until = clock_time(opened.session.expires_at, services)
        tell(services, LOGGED_IN, nama=opened.account.display_name, jam=until)


async def _logout() -> None:
    """End the session and forget its token."""
    async with acting() as (services, actor):
        await services.staffing.gate.logout(actor)
        keep(services.settings, Kept(device=read_kept(services.settings).device))
        tell(services, LOGGED_OUT)


async def _whoami() -> None:
    """Say whose session this is."""
    async with acting() as (services, actor):
        account = actor.account
        say = services.guide.current.phrases.say
        tell(
            services,
            WHO,
            nama=account.display_name,
            akun=account.name,
            peran=", ".join(say(ROLE_NAMES[each]) for each in sorted(account.roles)),
            perangkat=", ".join(sorted(account.offices)) or say(NO_OFFICE),
            jam=clock_time(actor.session.expires_at, services),
        )


async def _password() -> None:
    """Ask for the old and twice for the new password."""
    async with acting() as (services, actor):
        old = ask(services, ASK_OLD_PASSWORD)
        await services.staffing.gate.change_password(actor, old=old, new=new_password(services))
        tell(services, PASSWORD_CHANGED)


def new_password(services: Services) -> str:
    """Return a password that was typed twice alike."""
    while True:
        first, again = ask(services, ASK_NEW_PASSWORD), ask(services, ASK_AGAIN)
        if first == again:
            return first
        tell(services, DIFFERENT)


def tell(services: Services, phrase: Phrase, **words: object) -> None:
    """Write *phrase* to the terminal."""
    typer.echo(services.guide.current.phrases.say(phrase, **words))


def clock_time(moment: datetime, services: Services) -> str:
    """Return the time of day of *moment* in the city."""
    zone: ZoneInfo = services.settings.timezone
    return f"{moment.astimezone(zone):%H.%M}"
