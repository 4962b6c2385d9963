"""Coming in by an invitation: a password, a phone, and the codes that stand in for a lost one."""

import typer

from bot.commands.acting import ask, program
from bot.commands.session import new_password, tell
from bot.errors import Refused
from bot.staff import totp
from bot.staff.invitations import Entering
from bot.staff.refusal import Reason
from bot.staff.words import ACCEPTED, ASK_INVITATION, ASK_TOTP, SCAN, WELCOME


async def come_in() -> None:
    """Ask for everything that an account needs, again where that helps."""
    async with program() as services:
        code = ask(services, ASK_INVITATION)
        invited = await services.staffing.invitations.open(code)
        tell(services, WELCOME, nama=invited.display_name, akun=invited.name)
        password = new_password(services)
        secret = totp.new_secret()
        address = totp.address(secret, invited.name)
        typer.echo(totp.picture(address))
        tell(services, SCAN, alamat=address)
        while True:
            entering = Entering(code, password, secret, ask(services, ASK_TOTP))
            try:
                _, recovery = await services.staffing.invitations.accept(entering)
                break
            except Refused as error:
                if error.reason == Reason.CODE:
                    raise
                typer.echo(error, err=True)
                if error.reason != Reason.TOTP:
                    password = new_password(services)
        tell(services, ACCEPTED, kode="\n".join(f"  {each}" for each in recovery))
