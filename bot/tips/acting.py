"""The way to a tip: who acts may do so, the tip is theirs to see, and the trail notes it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.errors import KeyNotHere, TipUnknown, UnsealError, WrongMove
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.refusal import Reason, Say, refused
from bot.tips import words
from bot.tips.case import Case, Casework, Event, Note
from bot.tips.keys import KeyRing
from bot.tips.progress import Progress, desk_lock, write_history
from bot.tips.reading import Reader
from bot.tips.sealing import sealed_casework
from bot.tips.store import papers, tips
from bot.tips.store.tips import SealedTip
from bot.tips.tip import MOVES, Package, Status

_START = re.compile(r"[0-9a-f]{4,32}")

# Writes a package for the worker, sealed to its public half, in the caller's transaction.
Enqueue = Callable[[AsyncConnection, Package, bytes], Awaitable[None]]
# Returns by their ids the names of the authorities that take, on a day, what happened on another.
Targets = Callable[[date, date | None], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Room:
    """What the desk works with; *enqueue* hands to forwarding, *kick* has it begin after that."""

    database: Database
    key: ServerKey
    clock: Clock
    say: Say
    enqueue: Enqueue
    kick: Callable[[], None]
    targets: Targets


@dataclass(frozen=True, slots=True)
class Handle:
    """A tip that is locked for an act, in the act's transaction."""

    connection: AsyncConnection
    found: SealedTip

    @property
    def id(self) -> str:
        """Return the tip's whole id."""
        return self.found.tip.id


class Acting:
    """Lead an actor to tips, with the keys of an unlocked desk."""

    def __init__(self, room: Room, ring: KeyRing, *, actor: Actor) -> None:
        self.room = room
        self.ring = ring
        self.actor = actor
        self.reader = Reader(ring, room.key)
        self.progress = Progress(room.key, clock=room.clock)

    @asynccontextmanager
    async def on(self, act: Act, start: str, *, to: Status | None = None) -> AsyncIterator[Handle]:
        """Yield the tip whose id begins with *start*, locked, to do *act* with it.

        Where *to* is given, the status has to lead there. Raises TipUnknown, WrongMove, and Refused
        without the role or at one's own office; a fresh code is asked for after all of them.
        """
        if not _START.fullmatch(start):
            raise TipUnknown(self.room.say(words.TOO_SHORT))
        await self.actor.require_role(act, subject=start)
        tip_id = await self._whole(start)
        if to:
            await self._refuse_early(act, tip_id, to)
        async with self.actor.doing(act, subject=tip_id) as connection:
            found = await tips.find_tip(connection, tip_id, locked=True)
            if found is None:
                raise TipUnknown(self.room.say(words.GONE, nomor=start))
            if self.hides(found):
                raise refused(self.room.say, Reason.OFFICE)
            yield Handle(connection, found)

    def hides(self, found: SealedTip) -> bool:
        """Tell whether a tip is about the office of who acts."""
        return self.reader.hides(found, self.actor.account.offices)

    async def case(self, handle: Handle) -> Case:
        """Return the tip of *handle*, opened; raises UnsealError where its key is not unlocked."""
        found = await papers.papers_of(handle.connection, handle.id)
        try:
            return self.reader.case(handle.found, found)
        except KeyNotHere as error:
            raise UnsealError(self.room.say(words.OTHER_KEY, kunci=error.name)) from None

    async def move(self, handle: Handle, status: Status, text: str = "") -> None:
        """Bring the tip to *status* in the name of who acts; raises WrongMove."""
        connection, author = handle.connection, self.actor.account.name
        try:
            await self.progress.move(connection, handle.id, status, author=author, text=text)
        except WrongMove:
            found = await tips.find_tip(connection, handle.id)
            self._refuse_move(found or handle.found, status)
            raise

    async def write(self, handle: Handle, event: Event, text: str = "") -> None:
        """Write into the history that *event* happened."""
        await write_history(handle.connection, handle.id, self.note(event, text))

    def note(self, event: str = "", text: str = "") -> Note:
        """Return a note of who acts, of today."""
        return self.progress.now(self.actor.account.name, event, text)

    async def keep(self, handle: Handle, casework: Casework) -> None:
        """Keep *casework* as that of the tip."""
        sealed = sealed_casework(await desk_lock(handle.connection), casework)
        await self.change(handle, casework=sealed)

    async def change(self, handle: Handle, **changed: Any) -> None:  # noqa: ANN401 - columns
        """Write columns of the tip."""
        await tips.change_tip(handle.connection, handle.id, changed)

    async def _refuse_early(self, act: Act, tip_id: str, to: Status) -> None:
        """Refuse what would be refused after a code was asked for."""
        async with self.room.database.reading() as connection:
            found = await tips.find_tip(connection, tip_id)
        if found and self.hides(found):
            raise await self.actor.refused(act, Reason.OFFICE, subject=tip_id)
        if found:
            self._refuse_move(found, to)

    def _refuse_move(self, found: SealedTip, to: Status) -> None:
        """Raise WrongMove when the status does not lead *to* there, saying what to do."""
        status, number = found.tip.status, found.tip.id
        if to in MOVES[status]:
            return
        if status is Status.NEW:
            raise WrongMove(self.room.say(words.UNREAD, nomor=number))
        told = self.room.say(words.STATUSES[status])
        raise WrongMove(self.room.say(words.WRONG_STEP, nomor=number, status=told))

    async def _whole(self, start: str) -> str:
        """Return the one id that begins with *start*; raises TipUnknown."""
        async with self.room.database.reading() as connection:
            found = await tips.ids_beginning(connection, start)
        if len(found) != 1:
            phrase = words.SEVERAL if found else words.NONE_SUCH
            raise TipUnknown(self.room.say(phrase, nomor=start))
        return found[0]
