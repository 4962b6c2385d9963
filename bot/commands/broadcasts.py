"""`jaganetral broadcasts …`: write reminders, have them approved, send and report them."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.broadcasts import terminal_words as words
from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.series import Undrafted
from bot.broadcasts.timing import NotATime, moment_of
from bot.broadcasts.words import Say
from bot.commands import broadcast_pictures, broadcast_reports, broadcast_runs
from bot.commands.looking import Name, looked_over, places_of, row
from bot.commands.seat import seated, told
from bot.contacts.contact import Audience, Category, Group
from bot.errors import JagaNetralError, SettingsError
from bot.staff.actor import Actor
from bot.wiring import Services
from knowledge.calendar import Election

app = typer.Typer(no_args_is_help=True)
app.add_typer(broadcast_runs.app)
app.add_typer(broadcast_reports.app)
app.add_typer(broadcast_pictures.app)

When = Annotated[str, typer.Option(help="'2026-11-26 08:00' atau 'H-1 16:00'.")]
Elections = Annotated[str, typer.Option(help="Pemilihan di calendar.yaml; H dihitung darinya.")]


@app.command()
def draft(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Nama naskah, berkas teks, atau - untuk stdin.")],
    election: Elections = "",
    title: Annotated[str, typer.Option(help="Judul tulisan sendiri.")] = "",
    at: When = "",
) -> None:
    """Susun draf dari naskah kami untuk suatu pemilihan, atau dari tulisan sendiri untuk semua."""

    async def verb(services: Services, actor: Actor) -> str:
        drafting = services.broadcasting.verbs.drafting()
        named = drafting.election(election) if election else None
        begin = _moment(services, at, named) if at else None
        if source in drafting.library.broadcasts:
            if named is None:
                raise SettingsError(drafting.say(words.ELECTION_WANTED))
            whole = drafting.reminder(source, named)
            whole = replace(whole, starts_at=begin or whole.starts_at)
        elif begin is None:
            raise SettingsError(drafting.say(words.TIME_WANTED))
        else:
            everybody = Audience(Category.REMINDERS)
            whole = drafting.free(
                title, _read(source, drafting.say), audience=everybody, starts_at=begin
            )
        kept = await services.broadcasting.verbs.planning.draft(actor, whole)
        return await looked_over(services, kept)

    told(context, verb)


@app.command()
def audience(
    context: typer.Context,
    name: Name,
    category: Annotated[Category | None, typer.Option(help="Kategori langganannya.")] = None,
    group: Annotated[list[Group] | None, typer.Option(help="Untuk siapa; boleh diulang.")] = None,
    places: Annotated[
        list[str] | None,
        typer.Option(
            "--district", "--office", help="Kecamatan, atau kode perangkat daerah; boleh diulang."
        ),
    ] = None,
) -> None:
    """Tentukan penerima siaran; yang tidak disebut tidak membatasi siapa pun."""

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
    at: Annotated[str, typer.Argument(help="'2026-11-26 08:00' atau 'H-1 16:00'.")],
    election: Elections = "",
    urgent: Annotated[
        str, typer.Option(help="Alasan boleh dikirim pukul 21.00 sampai 06.00.")
    ] = "",
) -> None:
    """Atur waktu siaran yang belum mulai; sesudahnya perlu disetujui lagi."""

    async def verb(services: Services, actor: Actor) -> str:
        drafting = services.broadcasting.verbs.drafting()
        named = drafting.election(election) if election else None
        found = await services.broadcasting.verbs.planning.find(name)
        begin = _moment(services, at, named)
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
    election: Annotated[str, typer.Argument(help="Pemilihan di calendar.yaml.")],
) -> None:
    """Susun draf dari semua naskah suatu pemilihan; yang sudah ada tidak diulang."""

    async def verb(services: Services, actor: Actor) -> str:
        drafting = services.broadcasting.verbs.drafting()
        series = drafting.series(drafting.election(election))
        return "\n".join([await _planned(services, actor, each) for each in series])

    told(context, verb)


@app.command()
def test(context: typer.Context, name: Name) -> None:
    """Kirim siaran ke percakapan Anda sendiri yang terhubung, dan tidak ke orang lain."""
    with seated(context) as seat:

        async def send(actor: Actor) -> None:
            to = await seat.chat(actor)
            if to is None or to.channel not in seat.services.providers.announcers:
                raise JagaNetralError(seat.say(words.NO_CHAT))
            await seat.services.broadcasting.verbs.test(actor, name, to=to)

        seat.act(send)
        seat.tell(words.TESTED)


@app.command()
def submit(context: typer.Context, name: Name) -> None:
    """Ajukan untuk disetujui akun lain; yang melanggar aturan ditolak."""

    async def verb(services: Services, actor: Actor) -> str:
        whole = await services.broadcasting.verbs.planning.submit(actor, name)
        return await looked_over(services, whole)

    told(context, verb)


@app.command()
def approve(
    context: typer.Context,
    name: Name,
    fingerprint: Annotated[
        str, typer.Option(help="Seperti di `preview`; tanpa ini ditanyakan.")
    ] = "",
) -> None:
    """Setujui persis teks, penerima, dan waktu yang sudah Anda baca."""
    with seated(context) as seat:
        verbs, read = seat.services.broadcasting.verbs, fingerprint
        if not read:
            whole = seat.run(verbs.planning.find(name))
            typer.echo(seat.run(looked_over(seat.services, whole)))
            if not typer.confirm(seat.say(words.ASK_APPROVAL)):
                seat.tell(words.NOT_APPROVED)
                return
            read = whole.fingerprint
        done = seat.act(lambda actor: verbs.planning.approve(actor, name, fingerprint=read))
        seat.tell(words.APPROVED, jam=verbs.shown(done.starts_at))


def _moment(services: Services, written: str, election: Election | None) -> datetime:
    """Return the moment that is *written*; raises SettingsError saying what to write instead."""
    try:
        return moment_of(written, zone=services.broadcasting.verbs.zone, election=election)
    except NotATime:
        say = services.guide.current.phrases.say
        raise SettingsError(say(words.NO_TIME, tulisan=written)) from None


def _read(source: str, say: Say) -> str:
    """Return the text in a file, or of stdin; raises SettingsError when there is none."""
    try:
        return (sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")).strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(say(words.UNREADABLE, sumber=source)) from None


async def _planned(services: Services, actor: Actor, each: Broadcast | Undrafted) -> str:
    """Keep one draft of a series and return what became of it."""
    say = services.guide.current.phrases.say
    if isinstance(each, Undrafted):
        return say(words.LEFT_OUT, isi=each)
    try:
        kept = await services.broadcasting.verbs.planning.draft(actor, each)
    except JagaNetralError as error:
        return say(words.LEFT_OUT, isi=f"{each.title}: {error}")
    return row(services, kept)
