"""`jaganetral staff …`: who works here and what each may do."""

from typing import Annotated

import typer

from bot.commands.entering import come_in
from bot.commands.seat import Seat, empty_seat, seated
from bot.commands.session import clock_time
from bot.staff.account import Invitation, Role
from bot.staff.invitations import EXPIRES
from bot.staff.managing import LINK_EXPIRES, Overview
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

app = typer.Typer(no_args_is_help=True, help="Accounts of staff.")

Name = Annotated[str, typer.Argument(help="The name to log in with.")]
Roles = Annotated[list[Role], typer.Option("--role", help="May be given several times.")]
Offices = Annotated[
    list[str] | None, typer.Option("--office", help="A code of knowledge/offices.yaml.")
]


@app.command()
def first(name: Name = "admin") -> None:
    """Invite the first administrator; only while there is no account."""
    with empty_seat() as seat:
        _tell_invited(seat, name, seat.run(seat.services.staffing.invitations.first(name)))


@app.command()
def invite(
    name: Name,
    role: Roles,
    office: Offices = None,
    full_name: Annotated[str, typer.Option("--full-name", help="As others read it.")] = "",
) -> None:
    """Print a one-time code by which a person comes in."""
    invitation = Invitation(name, full_name or name, frozenset(role), frozenset(office or ()))
    with seated() as seat:
        seat.services.staffing.known_offices(sorted(invitation.offices))
        invitations = seat.services.staffing.invitations
        code = seat.act(lambda actor: invitations.invite(actor, invitation))
        _tell_invited(seat, name, code)


@app.command()
def accept() -> None:
    """Come in by an invitation: choose a password and connect a phone."""
    come_in()


@app.command()
def renew(name: Name) -> None:
    """Print a code by which a person sets a new password and phone, as after losing one."""
    with seated() as seat:
        invitations = seat.services.staffing.invitations
        _tell_invited(seat, name, seat.act(lambda actor: invitations.renew(actor, name)))


@app.command("list")
def show() -> None:
    """List accounts and open invitations."""
    with seated() as seat:
        _tell_overview(seat, seat.act(seat.services.staffing.management.overview))


@app.command("role")
def change(name: Name, role: Roles, office: Offices = None) -> None:
    """Give an account other roles and offices; its sessions end."""
    with seated() as seat:
        offices, roles = seat.services.staffing.known_offices(office or []), frozenset(role)
        management = seat.services.staffing.management
        seat.act(lambda actor: management.change(actor, name, roles=roles, offices=offices))
        seat.tell(CHANGED, akun=name)


@app.command()
def disable(name: Name) -> None:
    """Let an account do nothing any more; its sessions end at once."""
    with seated() as seat:
        management = seat.services.staffing.management
        seat.act(lambda actor: management.disable(actor, name))
        seat.tell(CHANGED, akun=name)


@app.command()
def enable(name: Name) -> None:
    """Let a disabled account act again."""
    with seated() as seat:
        management = seat.services.staffing.management
        seat.act(lambda actor: management.enable(actor, name))
        seat.tell(CHANGED, akun=name)


@app.command()
def sessions() -> None:
    """List open sessions: one's own, to administrators everybody's."""
    with seated() as seat:
        found = seat.act(seat.services.staffing.management.sessions)
        for session, name in found:
            seat.tell(
                SESSION,
                nomor=session.id,
                akun=name,
                tempat=session.kind,
                mulai=clock_time(session.opened_at, seat),
                sampai=clock_time(session.expires_at, seat),
            )
        if not found:
            seat.tell(NO_SESSION)


@app.command("end-session")
def end_session(session: Annotated[str, typer.Argument(help="Its number in the list.")]) -> None:
    """End a session."""
    with seated() as seat:
        management = seat.services.staffing.management
        seat.act(lambda actor: management.end_session(actor, session))
        seat.tell(SESSION_ENDED, nomor=session)


@app.command("link-telegram")
def link_telegram() -> None:
    """Print a code that connects one's own private chat on Telegram with one's account."""
    with seated() as seat:
        code = seat.act(seat.services.staffing.management.link_code)
        seat.tell(LINK, kode=code, menit=int(LINK_EXPIRES.total_seconds() // 60))


def _tell_invited(seat: Seat, name: str, code: str) -> None:
    """Print an invitation."""
    until = seat.services.clock.today() + EXPIRES
    seat.tell(INVITED, akun=name, kode=code, tanggal=f"{until:%d-%m-%Y}")


def _tell_overview(seat: Seat, overview: Overview) -> None:
    """Print accounts and invitations, one a line."""
    for account in overview.accounts:
        seat.tell(
            ACCOUNT,
            akun=account.name,
            nama=account.display_name,
            peran=_role_names(seat, account.roles),
            perangkat=", ".join(sorted(account.offices)) or seat.say(NO_OFFICE),
            keadaan=seat.say(DISABLED if account.disabled else ACTIVE),
        )
    for invitation, until in overview.invited:
        seat.tell(
            PENDING,
            akun=invitation.name,
            nama=invitation.display_name,
            peran=_role_names(seat, invitation.roles),
            tanggal=f"{until:%d-%m-%Y}",
        )


def _role_names(seat: Seat, roles: frozenset[Role]) -> str:
    """Return what *roles* are called."""
    return ", ".join(seat.say(ROLE_NAMES[each]) for each in sorted(roles))
