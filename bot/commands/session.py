"""`jaganetral login`, `logout`, `whoami`, `password`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.seat import Seat, empty_seat, seated
from bot.commands.session_file import Kept, keep, read_kept
from bot.staff.actor import Actor
from bot.staff.gate import Attempt
from bot.staff.managing import is_unstaffed
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

_FIRST = "admin"


def login() -> None:
    """Open a session of half an hour in this terminal; staff commands act as it."""
    with empty_seat() as seat:
        known = read_kept(seat.settings, seat.say).device
        name, secret = seat.ask(ASK_NAME, hidden=False), seat.ask(ASK_PASSWORD)
        attempt = Attempt(name, secret, seat.ask(ASK_TOTP), device=known)
        opened = seat.run(seat.services.staffing.gate.login(attempt))
        keep(seat.settings, Kept(opened.token, opened.device))
        until = clock_time(opened.session.expires_at, seat)
        seat.tell(LOGGED_IN, nama=opened.account.display_name, jam=until)


def logout() -> None:
    """End this terminal's session."""
    with seated() as seat:
        seat.act(seat.services.staffing.gate.logout)
        keep(seat.settings, Kept(device=read_kept(seat.settings, seat.say).device))
        seat.tell(LOGGED_OUT)


def whoami() -> None:
    """Say who is logged in here, with which roles, and until when."""
    with seated() as seat:
        _tell_who(seat, seat.run(seat.actor()))


def password() -> None:
    """Change one's own password; every session of the account ends."""
    with seated() as seat:
        change = seat.services.staffing.gate.change_password
        old, new = seat.ask(ASK_OLD_PASSWORD), new_password(seat)
        seat.act(lambda actor: change(actor, old=old, new=new))
        seat.tell(PASSWORD_CHANGED)


def new_password(seat: Seat) -> str:
    """Return a password that was typed twice alike."""
    while True:
        first, again = seat.ask(ASK_NEW_PASSWORD), seat.ask(ASK_AGAIN)
        if first == again:
            return first
        seat.tell(DIFFERENT)


def clock_time(moment: datetime, seat: Seat) -> str:
    """Return the time of day of *moment* in the city."""
    zone: ZoneInfo = seat.settings.timezone
    return f"{moment.astimezone(zone):%H.%M}"


def first_code() -> str:
    """Return the code by which the first administrator comes in, "" once there is an account.

    An earlier code is void: the newest start of the server has the one that counts.
    """
    with empty_seat() as seat:
        if seat.run(is_unstaffed(seat.services.database)):
            return seat.run(seat.services.staffing.invitations.first(_FIRST))
    return ""


def _tell_who(seat: Seat, actor: Actor) -> None:
    """Say whose session this is."""
    account = actor.account
    seat.tell(
        WHO,
        nama=account.display_name,
        akun=account.name,
        peran=", ".join(seat.say(ROLE_NAMES[each]) for each in sorted(account.roles)),
        perangkat=", ".join(sorted(account.offices)) or seat.say(NO_OFFICE),
        jam=clock_time(actor.session.expires_at, seat),
    )
