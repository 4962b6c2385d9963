"""What the ledger says of a broadcast, and what providers and people add to it later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import illustrations, totals, versions
from bot.broadcasts.broadcast import Outcome, Reason, Result
from bot.broadcasts.ledger import chunks, rows
from bot.broadcasts.store import closed

_OPEN = (Outcome.WAITING, Outcome.CLAIMED)
_AHEAD = {
    Outcome.DELIVERED: (Outcome.SENT, Outcome.CLAIMED, Outcome.UNKNOWN),
    Outcome.READ: (Outcome.SENT, Outcome.DELIVERED, Outcome.CLAIMED, Outcome.UNKNOWN),
    Outcome.SENT: (Outcome.CLAIMED, Outcome.UNKNOWN),
    Outcome.NOT_SENT: (Outcome.SENT, Outcome.CLAIMED, Outcome.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many recipients on a channel came to an outcome, for a reason."""

    channel: str
    outcome: Outcome
    reason: str
    people: int


async def report(
    connection: AsyncConnection, copy: str, *, outcome: Outcome, reason: str = ""
) -> tuple[str, str] | None:
    """Note what a provider says of the message *copy*; states only move forward.

    Returns broadcast and person where something changed.
    """
    row = (rows.c.copy == copy) & rows.c.outcome.in_(_AHEAD[outcome])
    changed = await connection.execute(
        update(rows)
        .where(row)
        .values(outcome=outcome, reason=reason)
        .returning(rows.c.broadcast, rows.c.person)
    )
    found = changed.first()
    return (found[0], found[1]) if found else None


async def report_first(
    connection: AsyncConnection, broadcast: str, result: Result
) -> tuple[str, str] | None:
    """Note the first that a provider says of a message whose id the ledger does not know yet.

    Returns broadcast and person where that changed anything.
    """
    row = (rows.c.broadcast == broadcast) & (rows.c.person == result.person)
    nameless = (rows.c.copy == "") & rows.c.outcome.in_([Outcome.CLAIMED, Outcome.UNKNOWN])
    known = exists().where(rows.alias().c.copy == result.copy)
    changed = await connection.execute(
        update(rows)
        .where(row, nameless, ~known)
        .values(outcome=result.outcome, reason=result.reason, copy=result.copy)
    )
    return (broadcast, result.person) if changed.rowcount else None


async def is_finished(connection: AsyncConnection, broadcast: str) -> bool:
    """Tell whether nobody waits for *broadcast* any more."""
    left = exists().where(rows.c.broadcast == broadcast, rows.c.outcome.in_(_OPEN))
    return not await connection.scalar(select(left))


async def close(connection: AsyncConnection, broadcast: str, *, reason: Reason) -> int:
    """Take everybody who still waits out of *broadcast* and return how many that were."""
    waiting = (rows.c.broadcast == broadcast) & (rows.c.outcome == Outcome.WAITING)
    done = await connection.execute(
        update(rows).where(waiting).values(outcome=Outcome.NOT_SENT, reason=reason)
    )
    return done.rowcount


async def close_channels(
    connection: AsyncConnection, broadcast: str, *, known: Collection[str]
) -> int:
    """Take out everybody on a channel that this program does not serve; return how many."""
    elsewhere = (
        (rows.c.broadcast == broadcast)
        & (rows.c.outcome == Outcome.WAITING)
        & rows.c.channel.not_in(known)
    )
    done = await connection.execute(
        update(rows).where(elsewhere).values(outcome=Outcome.NOT_SENT, reason=Reason.NO_CHANNEL)
    )
    return done.rowcount


async def counts(connection: AsyncConnection, broadcast: str) -> list[Count]:
    """Return how many recipients came to which outcome, also after their rows went."""
    by = (rows.c.channel, rows.c.outcome, rows.c.reason)
    found = await connection.execute(
        select(*by, func.count()).where(rows.c.broadcast == broadcast).group_by(*by).order_by(*by)
    )
    counted = [(row[0], row[1], row[2], row[3]) for row in found]
    counted = counted or await totals.kept(connection, broadcast)
    return [
        Count(channel, Outcome(outcome), reason, people)
        for channel, outcome, reason, people in counted
    ]


async def unknown(
    connection: AsyncConnection, broadcast: str, *, channel: str, after: str, limit: int
) -> list[str]:
    """Return the pseudonyms of those of whom nobody knows whether they were written to.

    They come in order, from the first behind *after*.
    """
    doubtful = (rows.c.broadcast == broadcast) & (rows.c.outcome == Outcome.UNKNOWN)
    found = await connection.scalars(
        select(rows.c.person)
        .where(doubtful, rows.c.channel == channel, rows.c.person > after)
        .order_by(rows.c.person)
        .limit(limit)
    )
    return list(found)


async def settle(
    connection: AsyncConnection, broadcast: str, *, outcome: Outcome, channel: str = ""
) -> int:
    """Write what a person decided on all unknown recipients and return how many they were.

    With a *channel*, of those there only.
    WAITING sends to them once more, and so perhaps twice: only a person may decide that.
    """
    doubtful = (rows.c.broadcast == broadcast) & (rows.c.outcome == Outcome.UNKNOWN)
    if channel:
        doubtful &= rows.c.channel == channel
    done = await connection.execute(update(rows).where(doubtful).values(outcome=outcome))
    return done.rowcount


async def delete_closed(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete the ledgers of broadcasts that were over before *before*; return how many rows went.

    Providers report for some days; after that nobody needs to know who was written to. The totals
    stay.
    """
    over = closed(before)
    await totals.keep(connection, over)
    await illustrations.delete_of(connection, over)
    await versions.delete_of(connection, over)
    await connection.execute(delete(chunks).where(chunks.c.broadcast.in_(over)))
    gone = await connection.execute(delete(rows).where(rows.c.broadcast.in_(over)))
    return gone.rowcount
