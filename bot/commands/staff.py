"""`jaganetral staff …`: who works here and what each may do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import typer

from bot.commands.acting import acting, confirmed, program
from bot.commands.entering import come_in
from bot.commands.session import clock_time, tell
from bot.database.migrating import migrate
from bot.settings import read_settings
from bot.staff.account import Invitation, Role
from bot.staff.actor import Actor
from bot.staff.invitations import EXPIRES
from bot.staff.managing import LINK_EXPIRES, Overview
from bot.staff.refusal import Reason
from bot.staff.words import (
    ACCOUNT,
    ACTIVE,
    CHANGED,
    DISABLED,
    INVITED,
    LINK,
    NO_OFFICE,
    NO_SESSION,
    PENDING,
    ROLE_NAMES,
    SESSION,
    SESSION_ENDED,
)
from bot.wiring import Services

app = typer.Typer(no_args_is_help=True, help="Accounts of staff.")

Name = Annotated[str, typer.Argument(help="The name to log in with.")]
Roles = Annotated[list[Role], typer.Option("--role", help="May be given several times.")]
Offices = Annotated[
    list[str] | None, typer.Option("--office", help="A code of knowledge/offices.yaml.")
]


@app.command()
def first(name: Name = "admin") -> None:
    """Invite the first administrator; only while there is no account."""
    migrate(read_settings().database)
    asyncio.run(_first(name))


@app.command()
def invite(
    name: Name,
    role: Roles,
    office: Offices = None,
    full_name: Annotated[str, typer.Option("--full-name", help="As others read it.")] = "",
) -> None:
    """Print a one-time code by which a person comes in."""
    invitation = Invitation(name, full_name or name, frozenset(role), frozenset(office or ()))
    asyncio.run(_invite(invitation))


@app.command()
def accept() -> None:
    """Come in by an invitation: choose a password and connect a phone."""
    asyncio.run(come_in())


@app.command()
def renew(name: Name) -> None:
    """Print a code by which a person sets a new password and phone, as after losing one."""
    asyncio.run(_renew(name))


@app.command("list")
def show() -> None:
    """List accounts and open invitations."""
    asyncio.run(_show())


@app.command("role")
def change(name: Name, role: Roles, office: Offices = None) -> None:
    """Give an account other roles and offices; its sessions end."""

    async def changing(services: Services, actor: Actor) -> None:
        offices = _offices(services, office or [])
        await services.staffing.management.change(
            actor, name, roles=frozenset(role), offices=offices
        )

    asyncio.run(_changed(name, changing))


@app.command()
def disable(name: Name) -> None:
    """Let an account do nothing any more; its sessions end at once."""
    asyncio.run(
        _changed(name, lambda services, actor: services.staffing.management.disable(actor, name))
    )


@app.command()
def enable(name: Name) -> None:
    """Let a disabled account act again."""
    asyncio.run(
        _changed(name, lambda services, actor: services.staffing.management.enable(actor, name))
    )


@app.command()
def sessions() -> None:
    """List open sessions: one's own, to administrators everybody's."""
    asyncio.run(_sessions())


@app.command("end-session")
def end_session(session: Annotated[str, typer.Argument(help="Its number in the list.")]) -> None:
    """End a session."""
    asyncio.run(_end_session(session))


@app.command("link-telegram")
def link_telegram() -> None:
    """Print a code that connects one's own private chat on Telegram with one's account."""
    asyncio.run(_link())


async def _first(name: str) -> None:
    """Print the first administrator's code."""
    async with program() as services:
        _tell_invited(services, name, await services.staffing.invitations.first(name))


async def _invite(invitation: Invitation) -> None:
    """Invite and print the code."""
    async with acting() as (services, actor):
        _offices(services, sorted(invitation.offices))
        code = await confirmed(
            services, actor, lambda who: services.staffing.invitations.invite(who, invitation)
        )
        _tell_invited(services, invitation.name, code)


async def _renew(name: str) -> None:
    """Print a code for somebody who is here already."""
    async with acting() as (services, actor):
        code = await confirmed(
            services, actor, lambda who: services.staffing.invitations.renew(who, name)
        )
        _tell_invited(services, name, code)


async def _show() -> None:
    """List who is here."""
    async with acting() as (services, actor):
        overview = await confirmed(services, actor, services.staffing.management.overview)
        _tell_overview(services, overview)


async def _changed(name: str, changing: Callable[[Services, Actor], Awaitable[None]]) -> None:
    """Change an account and say so."""
    async with acting() as (services, actor):
        await confirmed(services, actor, lambda who: changing(services, who))
        tell(services, CHANGED, akun=name)


async def _sessions() -> None:
    """List sessions."""
    async with acting() as (services, actor):
        found = await services.staffing.management.sessions(actor)
        for session, name in found:
            tell(
                services,
                SESSION,
                nomor=session.id,
                akun=name,
                tempat=session.kind,
                mulai=clock_time(session.opened_at, services),
                sampai=clock_time(session.expires_at, services),
            )
        if not found:
            tell(services, NO_SESSION)


async def _end_session(session: str) -> None:
    """End one session."""
    async with acting() as (services, actor):
        await services.staffing.management.end_session(actor, session)
        tell(services, SESSION_ENDED, nomor=session)


async def _link() -> None:
    """Print a code for the person's chat."""
    async with acting() as (services, actor):
        code = await services.staffing.management.link_code(actor)
        tell(services, LINK, kode=code, menit=int(LINK_EXPIRES.total_seconds() // 60))


def _tell_invited(services: Services, name: str, code: str) -> None:
    """Print an invitation."""
    until = services.clock.today() + EXPIRES
    tell(services, INVITED, akun=name, kode=code, tanggal=f"{until:%d-%m-%Y}")


def _tell_overview(services: Services, overview: Overview) -> None:
    """Print accounts and invitations, one a line."""
    say = services.guide.current.phrases.say
    for account in overview.accounts:
        tell(
            services,
            ACCOUNT,
            akun=account.name,
            nama=account.display_name,
            peran=_role_names(services, account.roles),
            perangkat=", ".join(sorted(account.offices)) or say(NO_OFFICE),
            keadaan=say(DISABLED if account.disabled else ACTIVE),
        )
    for invitation, until in overview.invited:
        tell(
            services,
            PENDING,
            akun=invitation.name,
            nama=invitation.display_name,
            peran=_role_names(services, invitation.roles),
            tanggal=_day(until),
        )


def _role_names(services: Services, roles: frozenset[Role]) -> str:
    """Return what *roles* are called."""
    return ", ".join(services.guide.current.phrases.say(ROLE_NAMES[each]) for each in sorted(roles))


def _day(moment: datetime) -> str:
    """Return the day of *moment*."""
    return f"{moment:%d-%m-%Y}"


def _offices(services: Services, codes: list[str]) -> frozenset[str]:
    """Return *codes*; raises Refused for one that offices.yaml does not have."""
    known = {each.code for each in services.guide.current.library.offices}
    for code in codes:
        if code not in known:
            raise services.staffing.room.because(Reason.OFFICE_UNKNOWN, kode=code)
    return frozenset(codes)
