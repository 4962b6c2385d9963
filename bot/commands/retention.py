"""`jaganetral retention …`: what is erased, now or by the hourly job."""

import typer

from bot.commands.seat import seated
from bot.staff.retention_words import ERASED, ERASING, KINDS, LINE

app = typer.Typer(no_args_is_help=True)


@app.command()
def plan() -> None:
    """Show how much would be erased now; nothing is."""
    with seated() as seat:
        for kind, count in seat.act(seat.services.retention.planned).items():
            seat.tell(LINE, jumlah=f"{count:6d}", jenis=seat.say(KINDS[kind]))


@app.command()
def run() -> None:
    """Erase now what has been kept long enough, and empty it out of the database's files."""
    with seated() as seat:
        retention = seat.services.retention
        seat.act(retention.planned)  # whoever may not is refused before anything is told
        seat.tell(ERASING)
        seat.tell(ERASED, jumlah=seat.act(retention.ordered))
