"""`jaganetral broadcasts …`: write reminders, have them approved, send and report them."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.series import Undrafted
from bot.broadcasts.timing import moment_of
from bot.commands import broadcast_pictures, broadcast_reports, broadcast_runs
from bot.commands.looking import Name, looked_over, places_of, row
from bot.commands.seat import seated, told
from bot.contacts.contact import Audience, Category, Group
from bot.errors import JagaNetralError, SettingsError
from bot.staff.actor import Actor
from bot.wiring import Services

app = typer.Typer(no_args_is_help=True)
app.add_typer(broadcast_runs.app)
app.add_typer(broadcast_reports.app)
app.add_typer(broadcast_pictures.app)

When = Annotated[str, typer.Option(help="'2026-11-26 08:00' or 'H-1 16:00'.")]
Elections = Annotated[str, typer.Option(help="What H counts from: an election of calendar.yaml.")]


@app.command()
def draft(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A reminder's name, a file, or - for stdin.")],
    election: Elections = "",
    title: Annotated[str, typer.Option(help="The title of a text of your own.")] = "",
    at: When = "",
) -> None:
    """Draft a reminder of the knowledge for an election, or a text of your own for everybody."""

    async def verb(services: Services, actor: Actor) -> str:
        drafting = services.broadcasting.verbs.drafting()
        named = drafting.election(election) if election else None
        begin = moment_of(at, zone=drafting.zone, election=named) if at else None
        if source in drafting.library.broadcasts:
            if named is None:
                raise SettingsError("Say for which --election the reminder is")
            whole = drafting.reminder(source, named)
            whole = replace(whole, starts_at=begin or whole.starts_at)
        elif begin is None:
            raise SettingsError("Say when a text of your own is sent, e.g. --at '2026-11-26 08:00'")
        else:
            everybody = Audience(Category.REMINDERS)
            whole = drafting.free(title, _read(source), audience=everybody, starts_at=begin)
        kept = await services.broadcasting.verbs.planning.draft(actor, whole)
        return await looked_over(services, kept)

    told(context, verb)


@app.command()
def audience(
    context: typer.Context,
    name: Name,
    category: Annotated[Category | None, typer.Option(help="What they subscribed to.")] = None,
    group: Annotated[list[Group] | None, typer.Option(help="For whom; repeatable.")] = None,
    places: Annotated[
        list[str] | None,
        typer.Option("--district", "--office", help="Kecamatan, code of an office; repeatable."),
    ] = None,
) -> None:
    """Say whom a broadcast is for; what is left out excludes nobody."""

    async def verb(services: Services, actor: Actor) -> str:
        found = await services.broadcasting.verbs.planning.find(name)
        districts, offices = places_of(services, places or ())
        wanted = Audience(
            category or found.audience.category, frozenset(group or ()), districts, offices
        )
        kept = await services.broadcasting.verbs.planning.change(
            actor, replace(found, audience=wanted)
        )
        return await looked_over(services, kept)

    told(context, verb)


@app.command()
def schedule(
    context: typer.Context,
    name: Name,
    at: Annotated[str, typer.Argument(help="'2026-11-26 08:00' or 'H-1 16:00'.")],
    election: Elections = "",
    urgent: Annotated[str, typer.Option(help="Why it may go out from 21:00 to 06:00.")] = "",
) -> None:
    """Set the time of a broadcast that has not begun; it then needs approval again."""

    async def verb(services: Services, actor: Actor) -> str:
        drafting = services.broadcasting.verbs.drafting()
        named = drafting.election(election) if election else None
        found = await services.broadcasting.verbs.planning.find(name)
        begin = moment_of(at, zone=drafting.zone, election=named)
        content = replace(found.content, urgent=urgent or found.content.urgent)
        end = found.ends_at
        if not content.reminder or begin >= end:
            end = begin + (found.ends_at - found.starts_at)
        changed = replace(found, starts_at=begin, ends_at=end, content=content)
        kept = await services.broadcasting.verbs.planning.change(actor, changed)
        return await looked_over(services, kept)

    told(context, verb)


@app.command()
def plan(
    context: typer.Context,
    election: Annotated[str, typer.Argument(help="An election of calendar.yaml.")],
) -> None:
    """Draft every reminder of an election; those that are there already are left alone."""

    async def verb(services: Services, actor: Actor) -> str:
        drafting = services.broadcasting.verbs.drafting()
        series = drafting.series(drafting.election(election))
        return "\n".join([await _planned(services, actor, each) for each in series])

    told(context, verb)


@app.command()
def test(context: typer.Context, name: Name) -> None:
    """Send a broadcast to your own linked chat, and nowhere else."""
    with seated(context) as seat:

        async def send(actor: Actor) -> None:
            to = await seat.chat(actor)
            if to is None or to.channel not in seat.services.providers.announcers:
                raise JagaNetralError("No chat of yours is linked that we can write to")
            await seat.services.broadcasting.verbs.test(actor, name, to=to)

        seat.act(send)
        typer.echo("Sent to your own chat.")


@app.command()
def submit(context: typer.Context, name: Name) -> None:
    """Ask another account for approval; what breaks a rule is refused."""

    async def verb(services: Services, actor: Actor) -> str:
        whole = await services.broadcasting.verbs.planning.submit(actor, name)
        return await looked_over(services, whole)

    told(context, verb)


@app.command()
def approve(
    context: typer.Context,
    name: Name,
    fingerprint: Annotated[str, typer.Option(help="As `preview` shows it; else asked for.")] = "",
) -> None:
    """Approve exactly the text, audience and time that you have read."""
    with seated(context) as seat:
        verbs, read = seat.services.broadcasting.verbs, fingerprint
        if not read:
            whole = seat.run(verbs.planning.find(name))
            typer.echo(seat.run(looked_over(seat.services, whole)))
            if not typer.confirm("Approve exactly this?"):
                typer.echo("Nothing is approved.")
                return
            read = whole.fingerprint
        done = seat.act(lambda actor: verbs.planning.approve(actor, name, fingerprint=read))
        typer.echo(f"Approved; it goes out at {verbs.shown(done.starts_at)}.")


def _read(source: str) -> str:
    """Return the text in a file, or of stdin; raises SettingsError when there is none."""
    try:
        return (sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")).strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"'{source}' is neither a reminder of knowledge/broadcasts nor a text file"
        ) from None


async def _planned(services: Services, actor: Actor, each: Broadcast | Undrafted) -> str:
    """Keep one draft of a series and return what became of it."""
    if isinstance(each, Undrafted):
        return f"left out: {each}"
    try:
        kept = await services.broadcasting.verbs.planning.draft(actor, each)
    except JagaNetralError as error:
        return f"left out: {each.title}: {error}"
    return row(services, kept)
