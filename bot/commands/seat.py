"""A seat at this terminal: the program, who is logged in, and the desk's keys once unlocked."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import typer

from bot.commands.session_file import read_kept
from bot.database.migrating import migrate
from bot.errors import KeyFileError, Refused, WrongPassphrase
from bot.guiding import staff_guide
from bot.messages import Address
from bot.settings import Settings, read_settings
from bot.staff.actor import Actor
from bot.staff.refusal import Reason
from bot.staff.words import ASK_FRESH_TOTP, NOT_LOGGED_IN
from bot.tipping import language
from bot.tips import words
from bot.tips.acting import Acting
from bot.tips.keys import KeyRing, lock_of
from bot.tips.locksmith import open_ring
from bot.tips.printout import Printout
from bot.tips.search import Index
from bot.wiring import Services, build
from knowledge.phrasebook import Phrase

_ATTEMPTS = 5

T = TypeVar("T")
Verb = Callable[[Services, Actor], Awaitable[str]]


@dataclass
class Seat:
    """What a command of staff runs with; everything of one seat runs on one event loop."""

    services: Services
    runner: asyncio.Runner
    ring: KeyRing = field(default_factory=lambda: KeyRing({}), repr=False)

    def __post_init__(self) -> None:
        library = self.services.guide.current.library
        names = {each.code: each.name for each in library.offices}
        names |= {each.id: each.name for each in library.targets}
        self.printout = Printout(self.say, names=names)

    @cached_property
    def index(self) -> Index:
        """Return what finds tips by their words; most commands ask for none."""
        return Index(language(self.services.guide.current.library))

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

    def ask(self, question: Phrase, *, hidden: bool = True) -> str:
        """Return what is typed in answer to *question*; secrets do not show."""
        return str(typer.prompt(self.say(question), hide_input=hidden)).strip()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run *work* that needs nobody logged in."""
        return self.runner.run(work)

    def act(self, verb: Callable[[Actor], Awaitable[T]]) -> T:
        """Run *verb* as who is logged in; where a fresh code is needed, ask for it and go on.

        *verb* then runs a second time, so that it asks and tells nothing before its first act.
        Raises Refused when nobody is logged in, or the account may not do this.
        """
        try:
            return self.run(self._acted(verb))
        except Refused as error:
            if error.reason != Reason.CONFIRMATION:
                raise
        self.run(self._confirmed(self.ask(ASK_FRESH_TOTP)))
        return self.run(self._acted(verb))

    def at_desk(self, verb: Callable[[Acting], Awaitable[T]]) -> T:
        """Run *verb* with the desk's keys; raises like act."""
        room, ring = self.services.tipping.desk, self.ring
        return self.act(lambda actor: verb(Acting(room, ring, actor=actor)))

    async def actor(self) -> Actor:
        """Return who is logged in here; raises Refused when nobody is, or no longer."""
        kept = read_kept(self.settings, self.say)
        if not kept.token:
            raise Refused(self.say(NOT_LOGGED_IN), reason=Reason.SESSION)
        return await self.services.staffing.gate.acting(kept.token)

    async def chat(self, actor: Actor) -> Address | None:
        """Return the actor's own chat, None when none is linked."""
        return await self.services.staffing.management.chat_of(actor)

    async def _acted(self, verb: Callable[[Actor], Awaitable[T]]) -> T:
        """Run *verb* as who is logged in."""
        return await verb(await self.actor())

    async def _confirmed(self, code: str) -> None:
        """Have a fresh *code* vouch for the session of this terminal."""
        await self.services.staffing.gate.confirm(await self.actor(), code)


@contextmanager
def empty_seat() -> Iterator[Seat]:
    """Yield a seat where nobody needs to be logged in."""
    settings = read_settings()
    migrate(settings.database)
    with asyncio.Runner() as runner:
        services = build(settings, guide=staff_guide(settings))
        try:
            yield Seat(services, runner)
        finally:
            runner.run(services.close())


@contextmanager
def seated(context: typer.Context | None = None) -> Iterator[Seat]:
    """Yield the seat in *context*, or one without the desk's keys.

    Raises Refused when nobody is logged in.
    """
    if context and isinstance(context.obj, Seat):
        yield context.obj
        return
    with empty_seat() as seat:
        seat.run(seat.actor())
        yield seat


def told(context: typer.Context, verb: Verb) -> None:
    """Run *verb* as who is logged in, and write what it returns."""
    with seated(context) as seat:
        typer.echo(seat.act(lambda actor: verb(seat.services, actor)))


@contextmanager
def at_desk(context: typer.Context) -> Iterator[Seat]:
    """Yield the seat of an unlocked desk, or one that asks for the passphrase now."""
    with seated(context) as seat:
        if not context.obj:
            unlock(seat)
        yield seat


def unlock(seat: Seat, *, sleep: Callable[[float], object] = time.sleep) -> None:
    """Ask for the passphrase and take up the desk's keys that it opens.

    A wrong one costs a pause that doubles. Raises KeyFileError when there is no key, and
    WrongPassphrase after the last attempt.
    """
    path = seat.settings.desk_key
    if not path.exists():
        raise KeyFileError(seat.say(words.NO_KEY, berkas=path))
    lock_of(path)
    for attempt in range(_ATTEMPTS):
        passphrase = typer.prompt(seat.say(words.PASSPHRASE), hide_input=True, err=True)
        try:
            seat.ring, shut = open_ring(path, passphrase)
        except WrongPassphrase:
            if attempt == _ATTEMPTS - 1:
                raise WrongPassphrase(seat.say(words.STILL_WRONG)) from None
            typer.echo(seat.say(words.WRONG, detik=2**attempt), err=True)
            sleep(2**attempt)
            continue
        break
    for older in shut:
        typer.echo(seat.say(words.STAYS_SHUT, berkas=older), err=True)
