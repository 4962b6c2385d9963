"""The ledger: one row for each broadcast and recipient, claimed before anything is sent.

Rows are dealt in chunks. A chunk is leased to one process at a time; when its lease runs out, the
next process takes it, and what was claimed without an outcome becomes unknown.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    case,
    exists,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts.broadcast import Outcome, Result
from bot.contacts.contact import Audience
from bot.contacts.store import people
from bot.database.columns import UtcTime, metadata

CHUNK = 500
_SHARES, _FEW = 8, 50  # a small broadcast is dealt too, in chunks that are worth a lease
_ALWAYS = true()
LEASE = timedelta(seconds=12)  # with the 2 s between two looks, a dead process is replaced in 15

rows = Table(
    "ledger",
    metadata,
    Column("broadcast", String(36), nullable=False),
    Column("person", String(32), nullable=False),
    Column("chunk", Integer, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(24), nullable=False),
    Column("copy", String(32), nullable=False, index=True),
    Column("due_at", UtcTime),
    PrimaryKeyConstraint("broadcast", "person", name="pk_ledger"),
    Index("ix_ledger_chunk", "broadcast", "channel", "chunk", "outcome"),
)
chunks = Table(
    "chunks",
    metadata,
    Column("broadcast", String(36), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("holder", String(36), nullable=False),
    Column("leased_until", UtcTime),
    PrimaryKeyConstraint("broadcast", "channel", "number", name="pk_chunks"),
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a broadcast's recipients on one channel, leased to *holder*."""

    broadcast: str
    channel: str
    number: int
    holder: str


async def plan(
    connection: AsyncConnection, broadcast: str, audience: Audience, *, size: int = CHUNK
) -> int:
    """Write a waiting row for everybody in *audience* and return how many there are.

    Chunks have at most *size* rows; where few are in the audience, workers still get some each.
    Planning again adds nobody twice.
    """
    if await connection.scalar(select(exists().where(chunks.c.broadcast == broadcast))):
        return 0
    chosen = people(audience).subquery()
    total = await connection.scalar(select(func.count()).select_from(chosen))
    size = min(size, max(_FEW, int(total or 0) // _SHARES))
    place = func.row_number().over(partition_by=chosen.c.channel, order_by=chosen.c.person) - 1
    everybody = select(
        literal(broadcast),
        chosen.c.person,
        place // size,
        chosen.c.channel,
        literal(Outcome.WAITING.value),
        literal(""),
        literal(""),
    )
    columns = ["broadcast", "person", "chunk", "channel", "outcome", "reason", "copy"]
    written = await connection.execute(rows.insert().from_select(columns, everybody))
    numbers = (
        select(rows.c.broadcast, rows.c.channel, rows.c.chunk, literal(""))
        .where(rows.c.broadcast == broadcast)
        .distinct()
    )
    await connection.execute(
        chunks.insert().from_select(["broadcast", "channel", "number", "holder"], numbers)
    )
    return written.rowcount


async def lease(connection: AsyncConnection, wanted: Chunk, *, now: datetime) -> Chunk | None:
    """Return a chunk that nobody works on, like *wanted* but for its number; None if there is none.

    What its last holder claimed and left becomes unknown.
    """
    free = (chunks.c.leased_until.is_(None)) | (chunks.c.leased_until <= now)
    inside = exists().where(
        rows.c.broadcast == chunks.c.broadcast,
        rows.c.channel == chunks.c.channel,
        rows.c.chunk == chunks.c.number,
    )
    # Two questions that the index answers at once; as one they read a finished chunk to its end.
    work = inside.where(rows.c.outcome == Outcome.CLAIMED) | inside.where(_waits(now))
    number = await connection.scalar(
        select(chunks.c.number)
        .where(chunks.c.broadcast == wanted.broadcast, chunks.c.channel == wanted.channel)
        .where(free, work)
        .order_by(chunks.c.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if number is None:
        return None
    chunk = replace(wanted, number=number)
    await connection.execute(
        update(chunks).where(_is(chunk)).values(holder=chunk.holder, leased_until=now + LEASE)
    )
    await connection.execute(
        update(rows)
        .where(_in(chunk), rows.c.outcome == Outcome.CLAIMED)
        .values(outcome=Outcome.UNKNOWN)
    )
    return chunk


async def give_up(connection: AsyncConnection, broadcast: str, *, now: datetime) -> None:
    """Leave unknown what was claimed in chunks that nobody works on any more."""
    held = exists().where(
        chunks.c.broadcast == rows.c.broadcast,
        chunks.c.channel == rows.c.channel,
        chunks.c.number == rows.c.chunk,
        chunks.c.leased_until > now,
    )
    left = (rows.c.broadcast == broadcast) & (rows.c.outcome == Outcome.CLAIMED) & ~held
    await connection.execute(update(rows).where(left).values(outcome=Outcome.UNKNOWN))


async def rescue(connection: AsyncConnection, broadcast: str, *, now: datetime) -> None:
    """Give up what dead processes had claimed of a *broadcast* that nobody sends any more."""
    lapsed = (chunks.c.broadcast == broadcast) & (chunks.c.leased_until <= now)
    if await connection.scalar(select(exists().where(lapsed))):
        await give_up(connection, broadcast, now=now)
        await connection.execute(update(chunks).where(lapsed).values(holder="", leased_until=None))


async def prolong(
    connection: AsyncConnection,
    chunk: Chunk,
    *,
    now: datetime,
    still: ColumnElement[bool] = _ALWAYS,
) -> bool:
    """Keep *chunk* for another lease and tell whether it is ours, and *still* so."""
    held = (
        update(chunks)
        .where(_is(chunk), chunks.c.holder == chunk.holder, still)
        .values(leased_until=now + LEASE)
    )
    return bool((await connection.execute(held)).rowcount)


async def claim(
    connection: AsyncConnection,
    chunk: Chunk,
    *,
    limit: int,
    now: datetime,
    still: ColumnElement[bool] = _ALWAYS,
) -> list[str] | None:
    """Claim at most *limit* waiting recipients and prolong the lease, while *still* holds.

    Returns None when it does not or the lease is another's, an empty list when nobody waits.
    """
    if not await prolong(connection, chunk, now=now, still=still):
        return None
    # In no order: for one of its own, a database reads the ledger from its beginning.
    waiting = select(rows.c.person).where(_in(chunk), _waits(now)).limit(limit)
    chosen = list(await connection.scalars(waiting))
    # By their keys: of a query inside, PostgreSQL thought that it yields everybody, and read the
    # chunk once for each row. The lease, which this transaction holds, keeps others away.
    await connection.execute(
        update(rows)
        .where(rows.c.broadcast == chunk.broadcast, rows.c.person.in_(chosen))
        .values(outcome=Outcome.CLAIMED)
    )
    return chosen


async def record(connection: AsyncConnection, broadcast: str, results: Sequence[Result]) -> None:
    """Write what became of claimed recipients; what a report already said stays."""
    alike: defaultdict[tuple[Outcome, str, datetime | None], dict[str, str]] = defaultdict(dict)
    for each in results:
        alike[each.outcome, each.reason, each.due_at][each.person] = each.copy
    for (outcome, reason, due_at), copies in alike.items():
        # One statement for all that came to the same, instead of one for each recipient.
        copy = case({person: literal(name) for person, name in copies.items()}, value=rows.c.person)
        await connection.execute(
            update(rows)
            .where(
                rows.c.broadcast == broadcast,
                rows.c.person.in_(copies),
                rows.c.outcome == Outcome.CLAIMED,
            )
            .values(outcome=outcome, reason=reason, copy=copy, due_at=due_at)
        )


async def free_all(connection: AsyncConnection) -> None:
    """Give every chunk back and up what was claimed: only where no other process is at work."""
    left = update(rows).where(rows.c.outcome == Outcome.CLAIMED)
    await connection.execute(left.values(outcome=Outcome.UNKNOWN))
    await connection.execute(update(chunks).values(holder="", leased_until=None))


async def release(connection: AsyncConnection, chunk: Chunk) -> None:
    """Give *chunk* back, so that another process need not wait for the lease."""
    await connection.execute(
        update(chunks)
        .where(_is(chunk), chunks.c.holder == chunk.holder)
        .values(holder="", leased_until=None)
    )


def _is(chunk: Chunk) -> ColumnElement[bool]:
    """Return the condition that a row is *chunk*, whoever holds it."""
    return (
        (chunks.c.broadcast == chunk.broadcast)
        & (chunks.c.channel == chunk.channel)
        & (chunks.c.number == chunk.number)
    )


def _in(chunk: Chunk) -> ColumnElement[bool]:
    """Return the condition that a recipient belongs to *chunk*."""
    return (
        (rows.c.broadcast == chunk.broadcast)
        & (rows.c.channel == chunk.channel)
        & (rows.c.chunk == chunk.number)
    )


def _waits(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a recipient may be written to now."""
    due = (rows.c.due_at.is_(None)) | (rows.c.due_at <= now)
    return (rows.c.outcome == Outcome.WAITING) & due
