"""Coming in by an invitation: a password, a phone, and the codes that stand in for a lost one."""

import typer

from bot.commands.seat import empty_seat
from bot.commands.session import new_password
from bot.errors import Refused
from bot.staff import totp
from bot.staff.invitations import Entering
from bot.staff.refusal import Reason
from bot.staff.words import ACCEPTED, ASK_INVITATION, ASK_TOTP, SCAN, WELCOME


def come_in() -> None:
    """Ask for everything that an account needs, again where that helps."""
    with empty_seat() as seat:
        invitations = seat.services.staffing.invitations
        code = seat.ask(ASK_INVITATION)
        invited = seat.run(invitations.open(code))
        seat.tell(WELCOME, nama=invited.display_name, akun=invited.name)
        password = new_password(seat)
        secret = totp.new_secret()
        address = totp.address(secret, invited.name)
        typer.echo(totp.picture(address))
        seat.tell(SCAN, alamat=address)
        while True:
            entering = Entering(code, password, secret, seat.ask(ASK_TOTP))
            try:
                _, recovery = seat.run(invitations.accept(entering))
                break
            except Refused as error:
                if error.reason == Reason.CODE:
                    raise
                typer.echo(error, err=True)
                if error.reason != Reason.TOTP:
                    password = new_password(seat)
        seat.tell(ACCEPTED, kode="\n".join(f"  {each}" for each in recovery))
