"""`jaganetral retention …`: what is erased, now or by the hourly job."""

import typer

from bot.commands.seat import seated
from bot.staff.account import Act
from bot.staff.actor import Actor

app = typer.Typer(no_args_is_help=True)


@app.command()
def plan() -> None:
    """Show how much would be erased now; nothing is."""
    with seated() as seat:

        async def planned(actor: Actor) -> dict[str, int]:
            await actor.require(Act.RUN_RETENTION)
            return await seat.services.retention.plan()

        for kind, count in seat.act(planned).items():
            typer.echo(f"{count:6d} {kind}")


@app.command()
def run() -> None:
    """Erase now what has been kept long enough, and empty it out of the database's files."""
    with seated() as seat:

        async def ran(actor: Actor) -> int:
            async with actor.doing(Act.RUN_RETENTION):
                typer.echo("erasing …")  # noted before, so that nothing goes without its line
            return await seat.services.retention.erase()

        typer.echo(f"{seat.act(ran)} rows erased")
