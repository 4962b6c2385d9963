"""The way to a tip: who acts may do so, the tip is theirs to see, and the trail notes it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.errors import KeyNotHere, Overtaken, TipUnknown, UnsealError, WrongMove
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.refusal import Reason, Say, refused
from bot.tips import words
from bot.tips.case import Case, Casework, Event, Note, version_of
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
    """Lead an actor to tips, with the keys of an unlocked desk.

    *seen* is the version of a tip that the actor decided about, "" where that does not matter.
    """

    def __init__(self, room: Room, ring: KeyRing, *, actor: Actor, seen: str = "") -> None:
        self._seen = seen
        self.room = room
        self.ring = ring
        self.actor = actor
        self.reader = Reader(ring, room.key)
        self.progress = Progress(room.key, clock=room.clock)

    @asynccontextmanager
    async def on(self, act: Act, start: str, *, to: Status | None = None) -> AsyncIterator[Handle]:
        """Yield the tip whose id begins with *start*, locked, to do *act* with it.

        Where *to* is given, the status has to lead there. Raises TipUnknown, WrongMove, Overtaken
        when it is not as it was seen, and Refused without the role or at one's own office; a fresh
        code is asked for after the first two and the refusals.
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
            await self._refuse_changed(connection, found)
            yield Handle(connection, found)

    async def identify(self, start: str) -> str:
        """Return the id of the tip that *start* begins, and read nothing of it.

        Raises TipUnknown when there is none, or it is hidden from who acts.
        """
        tip_id = await self._whole(start if _START.fullmatch(start) else "-")
        async with self.room.database.reading() as connection:
            found = await tips.find_tip(connection, tip_id)
        if found is None or self.hides(found):
            raise TipUnknown(self.room.say(words.NONE_SUCH, nomor=start))
        return tip_id

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

    async def _refuse_changed(self, connection: AsyncConnection, found: SealedTip) -> None:
        """Raise Overtaken when the tip is no longer as it was seen."""
        if not self._seen:
            return
        counted = await papers.count_besides(connection, found.tip.id, papers.PaperKind.NOTE)
        if self._seen != version_of(found.tip.status, counted):
            raise Overtaken(self.room.say(words.OVERTAKEN, nomor=found.tip.id))

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
        self.refuse_step(found)

    def refuse_step(self, found: SealedTip) -> NoReturn:
        """Raise WrongMove, saying what the tip is at."""
        told = self.room.say(words.STATUSES[found.tip.status])
        raise WrongMove(self.room.say(words.WRONG_STEP, nomor=found.tip.id, status=told))

    async def _whole(self, start: str) -> str:
        """Return the one id that begins with *start*; raises TipUnknown."""
        async with self.room.database.reading() as connection:
            found = await tips.ids_beginning(connection, start)
        if len(found) != 1:
            phrase = words.SEVERAL if found else words.NONE_SUCH
            raise TipUnknown(self.room.say(phrase, nomor=start))
        return found[0]
