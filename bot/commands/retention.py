"""`jaganetral retention …`: what is erased, now or by the hourly job."""

import typer

from bot.commands.seat import seated

app = typer.Typer(no_args_is_help=True)


@app.command()
def plan() -> None:
    """Show how much would be erased now; nothing is."""
    with seated() as seat:
        for kind, count in seat.act(seat.services.retention.planned).items():
            typer.echo(f"{count:6d} {kind}")


@app.command()
def run() -> None:
    """Erase now what has been kept long enough, and empty it out of the database's files."""
    with seated() as seat:
        typer.echo("erasing …")
        typer.echo(f"{seat.act(seat.services.retention.ordered)} rows erased")
