"""`jaganetral forwarding …`: what is on its way to the backend, and what a person must decide."""

from typing import Annotated

import typer

from bot.commands.seat import Seat, seated
from bot.tips.forwarding import words
from bot.tips.forwarding.forwarding import Forwarding, State

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
        found = seat.act(lambda actor: seat.services.settling.all(actor, states=states))
        for each in found:
            typer.echo(_line(seat, each))
        if not found:
            seat.tell(words.NOTHING_QUEUED)


@app.command()
def retry(number: Number) -> None:
    """Send a stopped forwarding again; what is unknown may then arrive twice."""
    with seated() as seat:
        seat.act(lambda actor: seat.services.settling.retry(actor, number))
        seat.tell(words.RETRIED, nomor=number)


@app.command("give-up")
def give_up(number: Number) -> None:
    """Delete what was to be sent; the tip can then be forwarded anew."""
    with seated() as seat:
        seat.act(lambda actor: seat.services.settling.give_up(actor, number))
        seat.tell(words.GIVEN_UP, nomor=number)


@app.command()
def settle(
    number: Number,
    reference: Annotated[str, typer.Argument(help="What the receiver calls it.")],
) -> None:
    """Write down that it arrived, as a person found out."""
    with seated() as seat:
        verb = seat.services.settling.settle
        seat.act(lambda actor: verb(actor, number, reference=reference))
        seat.tell(words.SETTLED, nomor=number, rujukan=reference)


def _line(seat: Seat, each: Forwarding) -> str:
    """Return a forwarding as one line."""
    reason = words.REASONS.get(each.reason)
    return seat.say(
        words.QUEUED,
        nomor=each.id[:8],
        hari=each.day,
        tujuan=each.target,
        aduan=each.tip[:8],
        keadaan=seat.say(words.STATES[each.state]),
        jumlah=each.attempts,
        sebab=seat.say(reason) if reason else each.reason,
    ).rstrip()
