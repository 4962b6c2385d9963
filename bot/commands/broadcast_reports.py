"""`jaganetral broadcasts status`, `preview` and `report`: what changes nothing."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.broadcasts import terminal_words as words
from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.picture import picture
from bot.broadcasts.reporting import Progress, table
from bot.commands.looking import Name, looked_over, noticed, row
from bot.commands.progress import Meter, lines
from bot.commands.seat import told
from bot.staff.actor import Actor
from bot.wiring import Services

app = typer.Typer()

_SECONDS = 1.0
_OVER = (State.DONE, State.CANCELLED)


@app.command()
def preview(
    context: typer.Context,
    name: Name,
    picture: Annotated[Path | None, typer.Option(help="Simpan gambarnya di sini.")] = None,
) -> None:
    """Tampilkan siaran di tiap saluran, siapa yang terjangkau, lamanya, dan biayanya."""

    async def verb(services: Services, _: Actor) -> str:
        whole = await services.broadcasting.verbs.planning.find(name)
        drawn = await services.broadcasting.verbs.picture(whole)
        if picture and drawn:
            picture.write_bytes(drawn.content)
        return await looked_over(services, whole)

    told(context, verb)


@app.command()
def status(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Nomornya; kosong berarti semua.")] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Ikuti sampai selesai.")] = False,  # noqa: FBT002
) -> None:
    """Daftar siaran dan yang perlu keputusan, atau kemajuan salah satunya."""

    async def verb(services: Services, _: Actor) -> str:
        if not name:
            found = await services.broadcasting.verbs.planning.all()
            told = [row(services, each) for each in found] or [
                services.guide.current.phrases.say(words.NONE)
            ]
            return "\n".join([*told, *await noticed(services)])
        await services.broadcasting.verbs.planning.find(name)
        return await _watched(services, name, watch=watch)

    told(context, verb)


@app.command()
def report(
    context: typer.Context,
    name: Name,
    csv: Annotated[Path | None, typer.Option(help="Simpan angkanya sebagai CSV.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Simpan sebagai gambar.")] = None,
) -> None:
    """Laporkan hasil siaran; alamat penerima tidak pernah ditulis."""

    async def verb(services: Services, _: Actor) -> str:
        whole = await services.broadcasting.verbs.planning.find(name)
        progress = await services.broadcasting.verbs.reporting.progress(name)
        if csv:
            csv.write_text(table(progress.counts), "utf-8")
        if svg:
            when = services.broadcasting.verbs.shown(whole.starts_at)
            svg.write_text(picture(whole.title, when, progress.counts), "utf-8")
        return "\n".join(
            [row(services, whole), *lines(progress), *_advice(services, progress, name)]
        )

    told(context, verb)


def _advice(services: Services, progress: Progress, name: str) -> Iterator[str]:
    """Yield what can be done about those in doubt, if there are any."""
    if doubt := progress.of(Outcome.UNKNOWN):
        yield services.guide.current.phrases.say(words.ADVICE, jumlah=doubt, nomor=name)


async def _watched(services: Services, name: str, *, watch: bool) -> str:
    """Return how far a broadcast has come, once or, on a line that changes, until it ends."""
    meter = Meter(services.guide.current.phrases.say)
    while True:
        progress = await services.broadcasting.verbs.reporting.progress(name)
        if not watch or progress.state in _OVER:
            return "\n".join([f"{progress.state}  {meter.bar(progress)}", *lines(progress)])
        typer.echo(
            f"\r\x1b[K{progress.state}  {meter.bar(progress, now=time.monotonic())}", nl=False
        )
        await asyncio.sleep(_SECONDS)
