"""`jaganetral subscribers …`: who agreed elsewhere comes in, and only numbers go out."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.whatsapp import inbound
from bot.commands.seat import told
from bot.contacts import words
from bot.contacts.opt_ins import Known, Line, read_list
from bot.errors import ListRefused
from bot.messages import Address
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.wiring import Services

app = typer.Typer(no_args_is_help=True)

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_BETWEEN = re.compile(r"[ ().-]")


@app.callback()
def subscribers() -> None:
    """Daftarkan orang yang setuju di tempat lain, dan hitung pelanggan."""


@app.command("import")
def take(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="CSV: nomor,kategori,sumber,tanggal, dan seterusnya.")
    ],
) -> None:
    """Daftarkan semua nomor WhatsApp dalam CSV beserta persetujuannya, dan laporkan tiap baris."""

    async def verb(services: Services, actor: Actor) -> str:
        async with actor.doing(Act.DRAFT_BROADCASTS, subject="subscribers"):
            pass
        known = _known(services)
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                lines = list(read_list(opened, known))
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "UTF-8"
            told = known.say(words.UNREADABLE, berkas=file, sebab=why)
            raise ListRefused(told) from None
        return _report(await services.broadcasting.subscriptions.take(lines), known.say)

    told(context, verb)


@app.command()
def count(context: typer.Context) -> None:
    """Hitung pelanggan menurut saluran, golongan, dan kecamatan; yang lain tidak dikeluarkan."""

    async def verb(services: Services, _: Actor) -> str:
        tallies = await services.broadcasting.subscriptions.tallies()
        rows = [
            f"{each.channel:10s} {each.group:8s} {each.district or '-':20s} {each.people:9d}"
            for each in tallies
        ]
        people = sum(each.people for each in tallies)
        return "\n".join([*rows, services.guide.current.phrases.say(words.COUNTED, jumlah=people)])

    told(context, verb)


def _known(services: Services) -> Known:
    """Return what a line may name."""
    library = services.guide.current.library
    zone = services.settings.timezone
    say = services.guide.current.phrases.say
    return Known(library.regions, library.offices, _reach, services.clock.today(), zone, say)


def _reach(number: str) -> Address | None:
    """Return how a telephone number is reached, None for what is none.

    >>> _reach("+62 812-0000-0001") == Address("whatsapp", "+6281200000001"), _reach("0812")
    (True, None)
    """
    tidy = _BETWEEN.sub("", number)
    return Address(inbound.NAME, tidy) if _NUMBER.fullmatch(tidy) else None


def _report(lines: list[Line], say: Callable[..., str]) -> str:
    """Return what became of each line; numbers are not repeated."""
    fine = say(words.SUBSCRIBED)
    told = [say(words.LINE, nomor=each.number, isi=each.problem or fine) for each in lines]
    taken = sum(not each.problem for each in lines)
    return "\n".join([*told, say(words.RESULT, jumlah=taken, semua=len(lines))])
