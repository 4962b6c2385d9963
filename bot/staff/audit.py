"""The audit trail: write it, look it over, read it, and forget its beginning."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    RowMapping,
    Select,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import UtcTime, metadata
from bot.staff.chain import Chain, Entry, Flaw, Head, Mac, Outcome, Row

_rows = Table(
    "audit_rows",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("noted_at", UtcTime, nullable=False, index=True),
    Column("account", String(36), nullable=False),
    Column("act", String(32), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("mac", String(64), nullable=False),
)
_number = _rows.c.number
_LOCK = text("SELECT pg_advisory_xact_lock(7275)")
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to list; empty fields ask for all."""

    since: datetime | None = None
    account: str = ""
    subject: str = ""
    act: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows are as they were written, and at which number the chain breaks, if it does."""

    sound: int
    head: Head | None
    flaw: Flaw | None = None
    number: int = 0


class Trail:
    """Keep the chain in the database."""

    def __init__(self, mac: Mac) -> None:
        self._chain = Chain(mac)

    async def append(self, connection: AsyncConnection, entry: Entry, *, now: datetime) -> Row:
        """Note *entry* in the caller's transaction; who else appends waits until that ends.

        Call it last: whoever locks a row after it may wait for one who waits here.
        """
        await _lock(connection)
        row = self._chain.forged(entry, after=await _last(connection), now=now)
        await connection.execute(insert(_rows).values(_columns(row)))
        return row

    async def head(self, connection: AsyncConnection) -> Head | None:
        """Return the last row's number and MAC, None for an empty trail."""
        last = await _last(connection)
        return Head(last.number, last.link) if last else None

    async def verify(self, connection: AsyncConnection, *, head: Head | None = None) -> Verdict:
        """Look over every row, and whether *head* is still where it was."""
        sound, before = 0, None
        async for row in _each(connection, select(_rows)):
            if found := self._chain.flaw(row, after=before):
                return Verdict(sound, _head_of(before), *found)
            if head and row.number == head.number and row.link != head.mac:
                return Verdict(sound, _head_of(before), Flaw.OTHER_HEAD, row.number)
            if head and before is None and row.number > head.number:
                return Verdict(sound, None, Flaw.TOO_OLD, head.number)
            sound, before = sound + (not row.is_checkpoint), row
        if head and (before is None or before.number < head.number):
            number = before.number + 1 if before else 1
            return Verdict(sound, _head_of(before), Flaw.CUT_OFF, number)
        return Verdict(sound, _head_of(before))

    async def forget(self, connection: AsyncConnection, *, before: datetime) -> int:
        """Take away the rows noted before *before*, leave a checkpoint, and return how many went.

        The beginning goes as a whole: behind the first young row even an old one stays.
        """
        await _lock(connection)
        young = select(_number).where(_rows.c.noted_at >= before)
        young = young.where(_rows.c.outcome != Outcome.CHECKPOINT).order_by(_number).limit(1)
        old = select(_rows)
        if (first := await connection.scalar(young)) is not None:
            old = old.where(_number < first)
        last = await _one(connection, old.order_by(_number.desc()))
        if last is None or last.is_checkpoint:
            return 0
        gone = await connection.execute(delete(_rows).where(_number <= last.number))
        checkpoint = self._chain.checkpoint(last, now=before)
        await connection.execute(insert(_rows).values(_columns(checkpoint)))
        return gone.rowcount


async def listed(connection: AsyncConnection, wanted: Wanted) -> AsyncIterator[Row]:
    """Yield the rows that are *wanted*, the oldest first."""
    async for row in _each(connection, _asked(wanted)):
        yield row


async def newest(
    connection: AsyncConnection, wanted: Wanted, *, below: int, most: int
) -> list[Row]:
    """Return at most *most* of the rows that are *wanted*, the newest first.

    They are under the number *below*; 0 asks for the end of the trail.
    """
    asked = _asked(wanted)
    if below:
        asked = asked.where(_number < below)
    found = await connection.execute(asked.order_by(_number.desc()).limit(most))
    return [_row(each) for each in found.mappings()]


def _asked(wanted: Wanted) -> Select[Any]:
    """Return what asks for the rows that are *wanted*."""
    c = _rows.c
    asked = select(_rows).where(c.outcome != Outcome.CHECKPOINT)
    if wanted.since:
        asked = asked.where(c.noted_at >= wanted.since)
    if wanted.until:
        asked = asked.where(c.noted_at < wanted.until)
    for column, value in ((c.account, wanted.account), (c.subject, wanted.subject)):
        asked = asked.where(column == value) if value else asked
    return asked.where(c.act == wanted.act) if wanted.act else asked


async def last_done(connection: AsyncConnection, act: str) -> dict[str, datetime]:
    """Return when each account, by its id, last did *act*."""
    done = _rows.c.act == act, _rows.c.outcome == Outcome.DONE
    asked = select(_rows.c.account, func.max(_rows.c.noted_at)).where(*done)
    found = await connection.execute(asked.group_by(_rows.c.account))
    return {row[0]: row[1] for row in found}


async def _lock(connection: AsyncConnection) -> None:
    """Let one transaction append at a time; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK)


async def _last(connection: AsyncConnection) -> Row | None:
    """Return the row with the highest number."""
    return await _one(connection, select(_rows).order_by(_number.desc()))


async def _one(connection: AsyncConnection, asked: Select[Any]) -> Row | None:
    """Return the first row of *asked*."""
    found = (await connection.execute(asked.limit(1))).mappings().first()
    return _row(found) if found else None


async def _each(connection: AsyncConnection, asked: Select[Any]) -> AsyncIterator[Row]:
    """Yield the rows of *asked* by number, a batch in memory at a time."""
    after = -1
    while True:
        batch = asked.where(_number > after).order_by(_number).limit(_BATCH)
        found = (await connection.execute(batch)).mappings().all()
        for each in found:
            yield _row(each)
        if len(found) < _BATCH:
            return
        after = found[-1]["number"]


def _columns(row: Row) -> dict[str, object]:
    """Return *row* as the table has it."""
    entry = row.entry
    return {
        "number": row.number,
        "noted_at": row.noted_at,
        "account": entry.account,
        "act": str(entry.act),
        "subject": entry.subject,
        "outcome": str(entry.outcome),
        "reason": str(entry.reason),
        "mac": row.mac,
    }


def _row(found: RowMapping) -> Row:
    """Return what the table has as a row."""
    entry = Entry(**{each: found[each] for each in Entry.__slots__})
    return Row(found["number"], found["noted_at"], entry, found["mac"])


def _head_of(row: Row | None) -> Head | None:
    """Return *row* as the log has a head."""
    return Head(row.number, row.link) if row else None
