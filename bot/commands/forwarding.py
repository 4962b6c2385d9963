"""`jaganetral forwarding …`: what is on its way to the backend, and what a person must decide."""

from typing import Annotated

import typer

from bot.commands.seat import seated
from bot.tips.forwarding.forwarding import State

app = typer.Typer(no_args_is_help=True)

Number = Annotated[str, typer.Argument(metavar="ID", help="The forwarding, or its beginning.")]

_OPEN = frozenset({State.WAITING, State.SENDING, State.UNKNOWN, State.DEAD})


@app.command("list")
def list_forwardings(
    state: Annotated[State | None, typer.Option(help="Only in this state.")] = None,
) -> None:
    """List what has not arrived yet, and why."""
    states = frozenset({state}) if state else _OPEN
    with seated() as seat:
        for each in seat.act(lambda actor: seat.services.settling.all(actor, states=states)):
            told = f"{each.id[:8]} {each.day} {each.target} tip {each.tip[:8]} {each.state}"
            typer.echo(f"{told} {each.attempts} {each.reason}".rstrip())


@app.command()
def retry(number: Number) -> None:
    """Send a stopped forwarding again; what is unknown may then arrive twice."""
    with seated() as seat:
        seat.act(lambda actor: seat.services.settling.retry(actor, number))
        typer.echo(f"{number} is sent again within a minute.")


@app.command("give-up")
def give_up(number: Number) -> None:
    """Delete what was to be sent; the tip can then be forwarded anew."""
    with seated() as seat:
        seat.act(lambda actor: seat.services.settling.give_up(actor, number))
        typer.echo(f"{number} is given up; its tip is back at the desk.")


@app.command()
def settle(
    number: Number,
    reference: Annotated[str, typer.Argument(help="What the receiver calls it.")],
) -> None:
    """Write down that it arrived, as a person found out."""
    with seated() as seat:
        verb = seat.services.settling.settle
        seat.act(lambda actor: verb(actor, number, reference=reference))
        typer.echo(f"{number} has arrived as {reference}.")
