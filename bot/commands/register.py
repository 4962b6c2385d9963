"""`jaganetral register …`: the own register of forwarded tips, exported and printed."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.seat import Seat, at_desk
from bot.crypto import write_private
from bot.errors import JagaNetralError
from bot.reporting import letterhead
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.tips import words
from bot.tips.backends.export import as_csv, as_json
from bot.tips.backends.pdf import printed
from bot.tips.backends.register import Entry, entries

app = typer.Typer(no_args_is_help=True)

Year = Annotated[int | None, typer.Option(help="Only this year.")]
Target = Annotated[Path, typer.Argument(help="The file to write.")]


@app.command()
def export(context: typer.Context, file: Target, year: Year = None) -> None:
    """Write the register to FILE, as CSV when it ends in .csv, else as JSON."""
    with at_desk(context) as seat:
        found = _entries(seat, year)
        text = as_csv(found) if file.suffix == ".csv" else as_json(found)
        write_private(file, text)
        shut = sum(each.package is None for each in found)
        seat.tell(words.ENTRIES, jumlah=len(found) - shut, berkas=file)
        if shut:
            seat.tell(words.SHUT_ENTRIES, jumlah=shut)


@app.command("print")
def print_entry(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="The running number, e.g. 2026-0007.")],
    file: Target,
) -> None:
    """Write one entry to FILE as a PDF."""
    with at_desk(context) as seat:
        found = [each for each in _entries(seat, None) if each.reference == number]
        if not found or found[0].package is None:
            raise JagaNetralError(seat.say(words.NO_ENTRY, nomor=number))
        document = printed(found[0].package, number, head=letterhead(seat.services.guide))
        write_private(file, "")
        file.write_bytes(document)
        seat.tell(words.PRINTED, nomor=number, berkas=file)


def _entries(seat: Seat, year: int | None) -> list[Entry]:
    """Return the entries of *year*, or all, for an account that may export them."""

    async def read(actor: Actor) -> list[Entry]:
        async with actor.doing(Act.EXPORT_REGISTER) as connection:
            return await entries(connection, seat.ring, year=year)

    return seat.act(read)
