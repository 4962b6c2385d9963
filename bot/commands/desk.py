"""`jaganetral desk …`: the key that opens tips, and the prompt of an unlocked desk."""

import select
import shlex
import sys
from collections.abc import Callable
from datetime import timedelta

import typer

from bot.commands import tips
from bot.commands.seat import Seat, seated, unlock
from bot.errors import JagaNetralError, KeyFileError, SettingsError, WrongPassphrase
from bot.tips import words
from bot.tips.keys import SHORTEST, is_weak
from bot.tips.locksmith import Locksmith

app = typer.Typer(no_args_is_help=True, add_completion=False)

IDLE = timedelta(minutes=30)

Read = Callable[[str], str | None]  # shows a prompt; None when the input ended or nobody is there


@app.command()
def new_key() -> None:
    """Make the key pair that tips are sealed to; older tips stay readable with the older file."""
    with seated() as seat:
        passphrase = _chosen(seat)
        path = seat.settings.desk_key
        locksmith = Locksmith(path, clock=seat.services.clock)
        lock = seat.act(lambda actor: locksmith.make(actor, passphrase))
        seat.tell(words.MADE, berkas=path, nomor=lock.id)


@app.command()
def passphrase() -> None:
    """Change the passphrase of the desk's key."""
    with seated() as seat:
        path = seat.settings.desk_key
        if not path.exists():
            raise KeyFileError(seat.say(words.NO_KEY, berkas=path))
        old = typer.prompt(seat.say(words.PASSPHRASE), hide_input=True, err=True)
        new = _chosen(seat)
        locksmith = Locksmith(path, clock=seat.services.clock)
        try:
            seat.act(lambda actor: locksmith.change(actor, old, new))
        except WrongPassphrase:
            raise WrongPassphrase(seat.say(words.STILL_WRONG)) from None
        seat.tell(words.CHANGED, berkas=path)


@app.command("unlock")
def unlock_desk() -> None:
    """Ask for the passphrase once and take tips verbs at a prompt; the key stays in memory only."""
    with seated() as seat:
        unlock(seat)
        seat.tell(words.UNLOCKED, menit=IDLE.seconds // 60)
        converse(seat, read_line)
        seat.tell(words.LOCKED)


def converse(seat: Seat, read: Read) -> None:
    """Run the tips verbs that *read* brings, until it brings None; what fails is told."""
    command = typer.main.get_command(tips.app)
    while (line := read(seat.say(words.PROMPT))) is not None:
        try:
            command.main(_split(seat, line), prog_name="", obj=seat)
        except SystemExit:  # how a command ends, also one that was mistyped and is told so
            continue
        except JagaNetralError as error:
            typer.echo(error, err=True)


def read_line(prompt: str, *, idle: timedelta = IDLE) -> str | None:
    """Return the next line of the terminal; None at its end, and after *idle* without one."""
    typer.echo(prompt, nl=False)
    ready, _, _ = select.select([sys.stdin], [], [], idle.total_seconds())
    line = sys.stdin.readline() if ready else ""
    if not line:
        typer.echo()
        return None
    return line


def _split(seat: Seat, line: str) -> list[str]:
    """Return the words of *line* as a shell reads them; none, or `help`, ask for help."""
    try:
        found = shlex.split(line)
    except ValueError:
        raise SettingsError(seat.say(words.QUOTES)) from None
    return ["--help"] if found in ([], ["help"]) else found


def _chosen(seat: Seat) -> str:
    """Return a new passphrase that was typed twice; raises KeyFileError for a weak one."""
    chosen: str = typer.prompt(seat.say(words.NEW_PASSPHRASE), hide_input=True, err=True)
    if is_weak(chosen):
        raise KeyFileError(seat.say(words.WEAK, jumlah=SHORTEST))
    if typer.prompt(seat.say(words.AGAIN), hide_input=True, err=True) != chosen:
        raise SettingsError(seat.say(words.DIFFERENT))
    return chosen
