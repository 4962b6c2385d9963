"""The table of the outbox, and the order that one person's replies keep in it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import UtcTime, metadata

LEASE = timedelta(seconds=30)  # for whoever posted a reply to send it
SWEEP_LEASE = timedelta(minutes=5)  # for whoever claimed replies to send them

# A fresh reply WAITING is sent by who posted it, one with attempts by whoever comes first, from its
# time on. What is HEEDED waits as long as the provider asked. What is BEHIND waits for what came
# before it. What is LOOSE failed by a fault of ours, and keeps nothing else waiting.
WAITING, SENDING, HEEDED, BEHIND, LOOSE = "waiting", "sending", "heeded", "behind", "loose"
HELD, FAILED = "held", "failed"

rows = Table(
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("recipient", String(32), nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, index=True),
    Column("posted_at", UtcTime, nullable=False, index=True),
    Index("ix_outbox_recipient_place", "recipient", "place"),
)


async def take_before(
    connection: AsyncConnection, recipient: str, *, now: datetime
) -> tuple[bool, Sequence[RowMapping]]:
    """Return whether *recipient* must wait, else what did not reach them yet, claimed to be sent.

    A person who writes again is a reason to try at once, unless the provider said when. Whoever
    else takes these rows meanwhile is waited for: what they then are decides.
    """
    late = or_(
        rows.c.state.in_([SENDING, HEEDED, BEHIND]),
        and_(rows.c.state == WAITING, rows.c.attempts > 0),
    )
    mine = and_(rows.c.recipient == recipient, late)
    asked = select(rows.c.state).where(mine).order_by(rows.c.place).with_for_update()
    states = set(await connection.scalars(asked))
    if states & {SENDING, HEEDED}:
        return True, ()
    return False, await _claimed(connection, mine, now=now) if states else ()


async def release(
    connection: AsyncConnection, recipient: str, *, now: datetime
) -> Sequence[RowMapping]:
    """Claim and return what waited behind a message of *recipient* that is done, in order."""
    behind = and_(rows.c.recipient == recipient, rows.c.state == BEHIND)
    return await _claimed(connection, behind, now=now)


async def fall_behind(
    connection: AsyncConnection, names: Collection[str], *, now: datetime
) -> None:
    """Have messages wait for what came before them; nobody sends them meanwhile."""
    waiting = update(rows).where(rows.c.id.in_(names)).values(state=BEHIND, due_at=now)
    await connection.execute(waiting)


def is_next(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a message is due, and nothing before it has to go first."""
    before = rows.alias()
    earlier = exists().where(
        before.c.recipient == rows.c.recipient,
        before.c.place < rows.c.place,
        before.c.state.in_([WAITING, SENDING, HEEDED]),
        before.c.due_at > now,
    )
    return and_(rows.c.due_at <= now, or_(rows.c.state != BEHIND, ~earlier))


async def _claimed(
    connection: AsyncConnection, condition: ColumnElement[bool], *, now: datetime
) -> Sequence[RowMapping]:
    """Lease the rows of *condition* to the caller and return them in order."""
    leased = update(rows).where(condition).values(state=SENDING, due_at=now + SWEEP_LEASE)
    found = (await connection.execute(leased.returning(*rows.c))).mappings().all()
    return sorted(found, key=lambda row: int(row["place"]))


async def overdue(connection: AsyncConnection, *, before: datetime) -> int:
    """Return how many replies should have been sent before *before*, and were not."""
    late = rows.c.state.not_in([HELD, FAILED]) & (rows.c.posted_at < before)
    return int(await connection.scalar(select(func.count()).where(late)) or 0)
