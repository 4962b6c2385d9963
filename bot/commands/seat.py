"""A seat at the desk: the program, who is logged in, and the desk's keys while it is unlocked."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import typer

from bot.commands.acting import read_kept
from bot.database.migrating import migrate
from bot.errors import KeyFileError, Refused, WrongPassphrase
from bot.settings import Settings, read_settings
from bot.staff.actor import Actor
from bot.staff.refusal import Reason
from bot.tipping import language
from bot.tips import words
from bot.tips.acting import Acting
from bot.tips.keys import KeyRing, key_files, lock_of, open_desk_key
from bot.tips.printout import Printout
from bot.tips.search import Index
from bot.wiring import Services, build, staff_guide
from knowledge.phrasebook import Phrase

_ATTEMPTS = 5

T = TypeVar("T")


@dataclass
class Seat:
    """What a verb of staff runs with; everything of one seat runs on one event loop."""

    services: Services
    runner: asyncio.Runner
    ring: KeyRing = field(default_factory=lambda: KeyRing({}), repr=False)

    def __post_init__(self) -> None:
        self.index = Index(language(self.services.guide.current.library))
        self.printout = Printout(self.say)

    @property
    def settings(self) -> Settings:
        """Return the settings of the program."""
        return self.services.settings

    def say(self, phrase: Phrase, **given: object) -> str:
        """Return *phrase* in the words of the phrasebook."""
        return self.services.guide.current.phrases.say(phrase, **given)

    def tell(self, phrase: Phrase, **given: object) -> None:
        """Write *phrase* to the terminal."""
        typer.echo(self.say(phrase, **given))

    def act(self, verb: Callable[[Actor], Awaitable[T]]) -> T:
        """Run *verb* as who is logged in; where a fresh code is needed, ask for it and go on.

        Raises Refused when nobody is logged in, or the account may not do this.
        """
        try:
            return self.runner.run(self._acted(verb))
        except Refused as error:
            if error.reason != Reason.CONFIRMATION:
                raise
        code = typer.prompt(self.say(words.ASK_CODE), hide_input=True)
        self.runner.run(self._confirmed(code))
        return self.runner.run(self._acted(verb))

    def at_desk(self, verb: Callable[[Acting], Awaitable[T]]) -> T:
        """Run *verb* with the desk's keys; raises like act."""
        room, ring = self.services.tipping.desk, self.ring
        return self.act(lambda actor: verb(Acting(room, ring, actor=actor)))

    async def _acted(self, verb: Callable[[Actor], Awaitable[T]]) -> T:
        """Run *verb* as the account whose session this terminal has."""
        return await verb(await self.services.staffing.gate.acting(read_kept(self.settings).token))

    async def _confirmed(self, code: str) -> None:
        """Have a fresh *code* vouch for the session of this terminal."""
        staff = self.services.staffing.gate
        await staff.confirm(await staff.acting(read_kept(self.settings).token), code)


@contextmanager
def seated() -> Iterator[Seat]:
    """Yield a seat without the desk's keys; raises Refused when nobody is logged in."""
    settings = read_settings()
    migrate(settings.database)
    with asyncio.Runner() as runner:
        services = build(settings, guide=staff_guide(settings))
        try:
            runner.run(services.staffing.gate.acting(read_kept(settings).token))
            yield Seat(services, runner)
        finally:
            runner.run(services.close())


@contextmanager
def at_desk(context: typer.Context) -> Iterator[Seat]:
    """Yield the seat of an unlocked desk, or one that asks for the passphrase now."""
    if isinstance(context.obj, Seat):
        yield context.obj
        return
    with seated() as seat:
        unlock(seat)
        yield seat


def unlock(seat: Seat, *, sleep: Callable[[float], object] = time.sleep) -> None:
    """Ask for the passphrase and take up the desk's keys that it opens.

    A wrong one costs a pause that doubles. Raises KeyFileError when there is no key, and
    WrongPassphrase after the last attempt.
    """
    path = seat.settings.desk_key
    lock_of(path)
    for attempt in range(_ATTEMPTS):
        passphrase = typer.prompt(seat.say(words.PASSPHRASE), hide_input=True, err=True)
        try:
            pairs = [open_desk_key(path, passphrase)]
        except WrongPassphrase:
            if attempt == _ATTEMPTS - 1:
                raise
            typer.echo(seat.say(words.WRONG, detik=2**attempt), err=True)
            sleep(2**attempt)
            continue
        break
    for older in key_files(path)[1:]:
        try:
            pairs.append(open_desk_key(older, passphrase))
        except KeyFileError:
            typer.echo(seat.say(words.STAYS_SHUT, berkas=older), err=True)
    seat.ring = KeyRing.of(pairs)
