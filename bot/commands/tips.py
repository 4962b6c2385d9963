"""`jaganetral tips …`: what staff do with tips, as the account that is logged in."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.seat import Seat, at_desk
from bot.crypto import write_private
from bot.errors import JagaNetralError, TipUnknown
from bot.tips import words
from bot.tips.desk import Desk
from bot.tips.dispatch import Dispatch
from bot.tips.evidence.files import Store
from bot.tips.evidence.files import original as original_of
from bot.tips.handing import hand_out
from bot.tips.listing import Wanted
from bot.tips.tip import Status

app = typer.Typer(no_args_is_help=True, add_completion=False)

TipId = Annotated[str, typer.Argument(metavar="ID", help="The tip's number, or its beginning.")]
Text = Annotated[str, typer.Argument(help="What to write.")]
District = Annotated[str, typer.Option(help="Only this kecamatan.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept, sealed.")]


@app.command("list")
def list_tips(  # noqa: PLR0913 - each filter is an option of its own
    context: typer.Context,
    *,
    status: Annotated[Status | None, typer.Option(help="Only at this status.")] = None,
    district: District = "",
    office: Annotated[str, typer.Option(help="Only about this office's code.")] = "",
    within: Annotated[int | None, typer.Option(help="At most so many days left.")] = None,
    assigned: Annotated[str | None, typer.Option(help='Of this account; "": nobody\'s.')] = None,
) -> None:
    """List tips, the oldest first."""
    wanted = Wanted(status, district, office, within, assigned)
    with at_desk(context) as seat:
        lines = seat.at_desk(lambda acting: Desk(acting, seat.index).listed(wanted))
        typer.echo(seat.printout.listed(lines))


@app.command()
def search(
    context: typer.Context, text: Annotated[str, typer.Argument()] = "", *, district: District = ""
) -> None:
    """Find tips by words, or all of a kecamatan."""
    with at_desk(context) as seat:
        lines = seat.at_desk(
            lambda acting: Desk(acting, seat.index).search(text, district=district)
        )
        typer.echo(seat.printout.listed(lines))


@app.command()
def show(context: typer.Context, tip_id: TipId) -> None:
    """Show a tip: its elements, deadline, evidence, remarks, notes and history."""
    with at_desk(context) as seat:
        opened = seat.at_desk(lambda acting: Desk(acting, seat.index).open(tip_id))
        typer.echo(seat.printout.case(opened))


@app.command()
def note(context: typer.Context, tip_id: TipId, text: Text) -> None:
    """Write a note for colleagues; the sender never reads it."""
    with at_desk(context) as seat:
        seat.at_desk(lambda acting: Desk(acting, seat.index).note(tip_id, text))
        seat.tell(words.NOTED, nomor=tip_id)


@app.command()
def ask(context: typer.Context, tip_id: TipId, question: Text) -> None:
    """Ask the sender, who reads it with the receipt."""
    with at_desk(context) as seat:
        seat.at_desk(lambda acting: Desk(acting, seat.index).ask(tip_id, question))
        seat.tell(words.ASKED, nomor=tip_id)


@app.command()
def assign(
    context: typer.Context,
    tip_id: TipId,
    to: Annotated[str, typer.Argument(help="The name an account logs in with.")],
) -> None:
    """Give a tip to a colleague."""
    with at_desk(context) as seat:
        seat.at_desk(lambda acting: Desk(acting, seat.index).assign(tip_id, to))
        seat.tell(words.ASSIGNED, nomor=tip_id, nama=to)


@app.command()
def mark(
    context: typer.Context,
    tip_id: TipId,
    *,
    office: Annotated[str, typer.Option(help="Hide it from accounts of this office.")] = "",
    serious: Annotated[bool | None, typer.Option("--serious/--not-serious")] = None,
    held: Annotated[bool | None, typer.Option("--hold/--release", help="From retention.")] = None,
) -> None:
    """Mark a tip: the office it is about, a prank, or that it must be kept."""
    with at_desk(context) as seat:
        if office:
            _refuse_unknown(seat, office)
            seat.at_desk(lambda acting: Desk(acting, seat.index).mark_office(tip_id, office))
        if serious is not None:
            seat.at_desk(
                lambda acting: Desk(acting, seat.index).mark_serious(tip_id, serious=serious)
            )
        if held is not None:
            seat.at_desk(lambda acting: Desk(acting, seat.index).hold(tip_id, held=held))
        seat.tell(words.MARKED, nomor=tip_id)


@app.command()
def redact(
    context: typer.Context,
    tip_id: TipId,
    passages: Annotated[
        list[str] | None,
        typer.Argument(help="cerita:2 (sentence), cerita:10-25 (letters), siapa, bukti:1 …"),
    ] = None,
    *,
    afresh: Annotated[bool, typer.Option("--afresh", help="Take back earlier marks.")] = False,
) -> None:
    """Mark passages that must not leave, and show exactly what will."""
    with at_desk(context) as seat:
        content = seat.at_desk(
            lambda acting: Dispatch(acting).redact(tip_id, passages or [], afresh=afresh)
        )
        typer.echo(seat.printout.leaving(content))


@app.command()
def forward(
    context: typer.Context,
    tip_id: TipId,
    target: Annotated[str, typer.Argument(help="Where to, as the targets are called.")],
    *,
    reason: Reason,
) -> None:
    """Forward what is not redacted, and show it."""
    with at_desk(context) as seat:
        content = seat.at_desk(
            lambda acting: Dispatch(acting).forward(tip_id, target, reason=reason)
        )
        typer.echo(seat.printout.leaving(content))
        seat.tell(words.FORWARDED, nomor=tip_id, tujuan=target)


@app.command()
def close(
    context: typer.Context,
    tip_id: TipId,
    *,
    reason: Reason,
    rejected: Annotated[bool, typer.Option("--rejected", help="As rejected, not done.")] = False,
) -> None:
    """End a tip as done, or as rejected."""
    status = Status.REJECTED if rejected else Status.DONE
    with at_desk(context) as seat:
        seat.at_desk(lambda acting: Desk(acting, seat.index).close(tip_id, status, reason=reason))
        seat.tell(words.CLOSED, nomor=tip_id, status=seat.say(words.STATUSES[status]))


@app.command()
def export(
    context: typer.Context,
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("aduan.csv"),
) -> None:
    """Write the list as CSV: no stories, no files."""
    with at_desk(context) as seat:
        text = seat.at_desk(lambda acting: Desk(acting, seat.index).export())
        if to.exists():
            raise TipUnknown(seat.say(words.FILE_THERE, berkas=to))
        write_private(to, text)
        seat.tell(words.EXPORTED, jumlah=text.count("\r\n") - 1, berkas=to)


@app.command()
def evidence(
    context: typer.Context,
    tip_id: TipId,
    number: Annotated[int, typer.Argument(help="The file's number in `tips show`.")],
    *,
    to: Annotated[Path, typer.Option(help="The file to write, for you only.")],
    original: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="The file as it came, and why it is needed."),
    ] = None,
) -> None:
    """Write a file of a tip, decrypted; delete it once you have seen it."""
    with at_desk(context) as seat:
        if original is None:
            file = seat.at_desk(lambda acting: Dispatch(acting).file(tip_id, number))
            name, key = file.id, file.key
        else:
            file = seat.at_desk(
                lambda acting: Dispatch(acting).open_original(tip_id, number, reason=original)
            )
            name, key = original_of(file.id), file.original
        hand_out(Store(seat.settings.evidence_folder).open(name, key), to, say=seat.say)
        seat.tell(words.WRITTEN, berkas=to)
        seat.tell(words.IN_CLEAR)


def _refuse_unknown(seat: Seat, office: str) -> None:
    """Raise JagaNetralError when *office* is no code of offices.yaml."""
    if office not in {each.code for each in seat.services.guide.current.library.offices}:
        raise JagaNetralError(seat.say(words.OFFICE_UNKNOWN, kode=office))
