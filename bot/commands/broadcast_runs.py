"""`jaganetral broadcasts pause`, `resume`, `cancel` and `settle`: for what goes out or is over."""

from typing import Annotated

import typer

from bot.broadcasts.broadcast import Outcome
from bot.commands.looking import Name
from bot.commands.seat import told
from bot.staff.actor import Actor
from bot.wiring import Services

app = typer.Typer()

_SETTLED = {"sent": Outcome.SENT, "not-sent": Outcome.NOT_SENT, "again": Outcome.WAITING}


@app.command()
def pause(context: typer.Context, name: Name) -> None:
    """Hold a running broadcast back within two seconds."""

    async def verb(services: Services, actor: Actor) -> str:
        await services.broadcasting.verbs.planning.pause(actor, name)
        return "Paused; `broadcasts resume` lets it go on."

    told(context, verb)


@app.command()
def resume(context: typer.Context, name: Name) -> None:
    """Let a paused broadcast go on."""

    async def verb(services: Services, actor: Actor) -> str:
        await services.broadcasting.verbs.planning.resume(actor, name)
        return "It goes on."

    told(context, verb)


@app.command()
def cancel(context: typer.Context, name: Name) -> None:
    """End a broadcast for good."""

    async def verb(services: Services, actor: Actor) -> str:
        left = await services.broadcasting.verbs.planning.cancel(actor, name)
        return f"Cancelled; {left} people are not written to."

    told(context, verb)


@app.command()
def settle(
    context: typer.Context,
    name: Name,
    outcome: Annotated[str, typer.Argument(help="sent, not-sent or again.")],
) -> None:
    """Say what became of the recipients in doubt; `again` may write to some of them twice."""
    if outcome not in _SETTLED:
        raise typer.BadParameter(f"write one of {', '.join(_SETTLED)}")

    async def verb(services: Services, actor: Actor) -> str:
        settled = _SETTLED[outcome]
        people = await services.broadcasting.verbs.reporting.settle(actor, name, outcome=settled)
        return f"{people} recipients settled as {settled}."

    told(context, verb)
