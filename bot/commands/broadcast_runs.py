"""`jaganetral broadcasts …`: what concerns the providers, before, while and after it goes out."""

from typing import Annotated

import typer

from bot.broadcasts.broadcast import Outcome
from bot.commands.looking import Name
from bot.commands.seat import told
from bot.staff.actor import Actor
from bot.wiring import Services

app = typer.Typer()

_LOOK_UP = "look-up"
_SETTLED = {"sent": Outcome.SENT, "not-sent": Outcome.NOT_SENT, "again": Outcome.WAITING}


@app.command()
def submit_template(context: typer.Context, name: Name) -> None:
    """Ask WhatsApp to approve the text, so that it may reach who wrote over 24 hours ago."""

    async def verb(services: Services, actor: Actor) -> str:
        standing = await services.broadcasting.verbs.submit_template(actor, name)
        return f"{standing.name}: {standing.state} {standing.category} {standing.reason}".rstrip()

    told(context, verb)


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
    outcome: Annotated[str, typer.Argument(help="look-up, sent, not-sent or again.")],
    channel: Annotated[str, typer.Option(help="Only there: telegram or whatsapp.")] = "",
) -> None:
    """Say what became of the recipients in doubt; `again` may write to some of them twice.

    `look-up` first: it asks Twilio about those on WhatsApp and sends nothing. On Telegram nobody
    can be asked: look into a few chats and decide.
    """
    if outcome not in (_LOOK_UP, *_SETTLED):
        raise typer.BadParameter(f"write one of {', '.join((_LOOK_UP, *_SETTLED))}")

    async def verb(services: Services, actor: Actor) -> str:
        if outcome == _LOOK_UP:
            return await _looked_up(services, actor, name)
        settled = _SETTLED[outcome]
        people = await services.broadcasting.verbs.reporting.settle(
            actor, name, outcome=settled, channel=channel
        )
        return f"{people} recipients settled as {settled}."

    told(context, verb)


async def _looked_up(services: Services, actor: Actor, name: str) -> str:
    """Ask Twilio about those in doubt and return what it said."""
    tracers = services.providers.tracers
    if not tracers:
        return "Nobody can be asked here: only WhatsApp's messages can be looked up."
    say = services.guide.current.phrases.say
    doubts = await services.broadcasting.settling.look_up(actor, name, tracers=tracers, say=say)
    told = [f"{doubts.found} found at Twilio and settled."]
    if doubts.absent:
        command = f"settle {name} not-sent --channel whatsapp"
        told.append(f"{doubts.absent} are not there, so were hardly taken: `{command}`.")
    if doubts.unheld:
        told.append(f"{doubts.unheld} have left; they cannot be looked up.")
    return "\n".join(told)
