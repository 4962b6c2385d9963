"""`jaganetral audit …`: read the trail of what staff did, and see whether it is whole."""

import csv
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.seat import Seat, seated
from bot.errors import JagaNetralError
from bot.staff.actor import Actor
from bot.staff.audit import Wanted
from bot.staff.chain import Head, Row
from bot.staff.reviewing import Review, cells, guarded, note
from bot.staff.words import (
    EMPTY,
    EXPORTED,
    FLAWS,
    HEADINGS,
    NOT_WRITTEN,
    OUTCOMES,
    ROW,
    SOUND,
)

app = typer.Typer(no_args_is_help=True, help="The trail of what staff did.")

Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on.")]
Account = Annotated[str, typer.Option(help="Of this account's id only.")]
Subject = Annotated[str, typer.Option(help="About this id only.")]


@app.command()
def verify(
    head: Annotated[str, typer.Option(help="NUMBER:MAC, as the log has it.")] = "",
) -> None:
    """Say whether every row is as it was written, or at which number it is not."""
    known = _head(head) if head else None
    with seated() as seat:
        seat.act(lambda actor: _verify(seat, actor, head=known))


@app.command("list")
def show(since: Since = None, account: Account = "", subject: Subject = "") -> None:
    """List what was done and refused, the oldest first."""
    wanted = _wanted(since, account, subject)
    with seated() as seat:
        seat.act(lambda actor: _show(seat, actor, wanted=wanted))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="CSV to write; must not exist.")],
    since: Since = None,
    account: Account = "",
    subject: Subject = "",
) -> None:
    """Write the trail as CSV that a spreadsheet shows and never runs."""
    wanted = _wanted(since, account, subject)
    with seated() as seat:
        seat.act(lambda actor: _export(seat, actor, file=file, wanted=wanted))


async def _verify(seat: Seat, actor: Actor, *, head: Head | None) -> None:
    """Look the trail over."""
    found = await _review(seat).verify(actor, head=head)
    if found.flaw:
        raise JagaNetralError(seat.say(FLAWS[found.flaw], nomor=found.number))
    if found.head is None:
        seat.tell(EMPTY)
    else:
        seat.tell(SOUND, jumlah=found.sound, nomor=found.head.number, mac=found.head.mac)


async def _show(seat: Seat, actor: Actor, *, wanted: Wanted) -> None:
    """List rows."""
    await note(actor, "list")
    async for row in _review(seat).rows(wanted):
        number, when, who, act, what, outcome, reason = _cells(seat, row)
        result = seat.say(OUTCOMES[outcome], **({"alasan": reason} if reason else {}))
        seat.tell(
            ROW,
            nomor=number,
            waktu=when,
            akun=who,
            tindakan=act,
            objek=what,
            hasil=result,
        )


async def _export(seat: Seat, actor: Actor, *, file: Path, wanted: Wanted) -> None:
    """Write rows to a new file that only this user may read."""
    await note(actor, "export")
    descriptor = _created(seat, file)
    count = 0
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(seat.say(HEADINGS).split(","))
        async for row in _review(seat).rows(wanted):
            writer.writerow([guarded(each) for each in _cells(seat, row)])
            count += 1
    seat.tell(EXPORTED, jumlah=count, berkas=file)


def _review(seat: Seat) -> Review:
    """Return what reads the trail."""
    return Review(seat.services.staffing.room)


def _cells(seat: Seat, row: Row) -> tuple[str, str, str, str, str, str, str]:
    """Return *row* as a person reads it."""
    return cells(row, seat.say, zone=seat.settings.timezone)


def _wanted(since: datetime | None, account: str, subject: str) -> Wanted:
    """Return which rows the options ask for."""
    return Wanted(since.replace(tzinfo=UTC) if since else None, account, subject)


def _head(written: str) -> Head:
    """Return the head that was *written* as NUMBER:MAC."""
    number, _, mac = written.partition(":")
    if not number.isdecimal() or not mac:
        raise typer.BadParameter("write it as the log has it: NUMBER:MAC")
    return Head(int(number), mac)


def _created(seat: Seat, file: Path) -> int:
    """Return a descriptor of the new *file*; raises JagaNetralError when it cannot be made."""
    try:
        return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise JagaNetralError(seat.say(NOT_WRITTEN, berkas=file)) from None
