"""`jaganetral subscribers …`: who agreed elsewhere comes in, and only numbers go out."""

import re
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.whatsapp import inbound
from bot.commands.seat import told
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
    """Bring in people who agreed elsewhere, and count subscribers."""


@app.command("import")
def take(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV: nomor,kategori,sumber,tanggal and more.")],
) -> None:
    """Subscribe everybody in a CSV of WhatsApp numbers with their consent, and report each line."""

    async def verb(services: Services, actor: Actor) -> str:
        async with actor.doing(Act.DRAFT_BROADCASTS, subject="subscribers"):
            pass
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                lines = list(read_list(opened, _known(services)))
        except (OSError, UnicodeDecodeError) as error:
            raise ListRefused(f"{file} cannot be read as text: {type(error).__name__}") from None
        return _report(await services.broadcasting.subscriptions.take(lines))

    told(context, verb)


@app.command()
def count(context: typer.Context) -> None:
    """Count subscribers by channel, audience and kecamatan; nothing else of them is exported."""

    async def verb(services: Services, _: Actor) -> str:
        tallies = await services.broadcasting.subscriptions.tallies()
        rows = [
            f"{each.channel:10s} {each.group:8s} {each.district or '-':20s} {each.people:9d}"
            for each in tallies
        ]
        return "\n".join([*rows, f"{sum(each.people for each in tallies)} subscribers"])

    told(context, verb)


def _known(services: Services) -> Known:
    """Return what a line may name."""
    library = services.guide.current.library
    zone = services.settings.timezone
    return Known(library.regions, library.offices, _reach, services.clock.today(), zone)


def _reach(number: str) -> Address | None:
    """Return how a telephone number is reached, None for what is none.

    >>> _reach("+62 812-0000-0001") == Address("whatsapp", "+6281200000001"), _reach("0812")
    (True, None)
    """
    tidy = _BETWEEN.sub("", number)
    return Address(inbound.NAME, tidy) if _NUMBER.fullmatch(tidy) else None


def _report(lines: list[Line]) -> str:
    """Return what became of each line; numbers are not repeated."""
    told = [f"line {each.number}: {each.problem or 'subscribed'}" for each in lines]
    taken = sum(not each.problem for each in lines)
    return "\n".join([*told, f"{taken} of {len(lines)} lines subscribed"])
