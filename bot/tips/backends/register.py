"""The embedded backend: the installation's own register of what was forwarded, sealed to the desk.

The worker can add to it and read nothing back; whoever unlocks the desk can export and print it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database.engine import Database
from bot.errors import DeskClosed, TryLater, UnsealError
from bot.tips.backends.port import File, Reason
from bot.tips.backends.store import Row, add_entry, number_of, read_entries, year_of
from bot.tips.tip import Package, Status


class Lock(Protocol):
    """The public half of the desk's key pair."""

    def seal(self, text: bytes) -> bytes:
        """Return *text* sealed to the desk."""
        ...


class Ring(Protocol):
    """The desk's private halves, unlocked."""

    def open(self, sealed: bytes) -> bytes:
        """Return what is sealed; raises UnsealError when its key is not among them."""
        ...


# Finds what is sealed to for the desk; raises DeskClosed when there is nothing.
DeskLock = Callable[[AsyncConnection], Awaitable[Lock]]

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Package)


@dataclass(frozen=True, slots=True)
class Entry:
    """An opened entry; *package* is None where another desk key sealed it."""

    id: str
    year: int
    number: int
    day: date
    package: Package | None

    @property
    def reference(self) -> str:
        """Return the running number as it is written, e.g. "2026-0007"."""
        return reference(self.year, self.number)


class Register:
    """Number and keep reports; *desk* finds what to seal to."""

    name = "register"
    repeatable = True
    accepted = Status.FORWARDED

    def __init__(self, database: Database, *, desk: DeskLock, clock: Clock) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock

    async def submit(self, package: Package, files: Sequence[File], *, key: str) -> str:
        """Enter *package* once and return its number; evidence stays in its store.

        Raises TryLater while the desk has no key.
        """
        del files
        async with self._database.transaction() as connection:
            lock = await self._lock(connection)
            day = await self._day_of(connection, key)
            number, is_new = await number_of(connection, key, day=day)
            if is_new:
                sealed = lock.seal(_encoder.encode(package))
                await add_entry(connection, Row(key, day.year, number, day, sealed))
        return reference(day.year, number)

    async def status(self, reference: str) -> Status | None:
        """Return None: a register does not act, people do."""
        del reference
        return None

    async def close(self) -> None:
        """Hold nothing open."""

    async def _lock(self, connection: AsyncConnection) -> Lock:
        """Return what to seal to; raises TryLater."""
        try:
            return await self._desk(connection)
        except DeskClosed:
            raise TryLater(Reason.NO_DESK_KEY) from None

    async def _day_of(self, connection: AsyncConnection, key: str) -> date:
        """Return today, or a day of the year that a repeated entry is numbered in."""
        year = await year_of(connection, key)
        return date(year, 12, 31) if year else self._clock.today()


def reference(year: int, number: int) -> str:
    """Return a running number as it is written.

    >>> reference(2026, 7)
    '2026-0007'
    """
    return f"{year}-{number:04}"


async def entries(
    connection: AsyncConnection, ring: Ring, *, year: int | None = None
) -> list[Entry]:
    """Return the entries of *year*, or all, opened with the desk's keys."""
    return [_opened(row, ring) for row in await read_entries(connection, year=year)]


def _opened(row: Row, ring: Ring) -> Entry:
    """Return *row* with its package, if *ring* opens it."""
    try:
        package = _decoder.decode(ring.open(row.sealed))
    except UnsealError:
        package = None
    return Entry(row.id, row.year, row.number, row.day, package)
