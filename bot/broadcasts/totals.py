"""What stays of a ledger when its rows go: how many came to what, and nobody's pseudonym."""

from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    Select,
    String,
    Table,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.ledger import rows
from bot.database.columns import metadata

_totals = Table(
    "totals",
    metadata,
    Column("broadcast", String(36), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(24), nullable=False),
    Column("people", Integer, nullable=False),
    PrimaryKeyConstraint("broadcast", "channel", "outcome", "reason", name="pk_totals"),
)


async def keep(connection: AsyncConnection, over: Select[tuple[str]]) -> None:
    """Add up the rows of the broadcasts that are *over*; call it where they are then deleted.

    What was claimed and never heard of again is unknown for good.
    """
    claimed = rows.c.outcome == Outcome.CLAIMED
    outcome = case((claimed, literal(Outcome.UNKNOWN.value)), else_=rows.c.outcome)
    by = (rows.c.broadcast, rows.c.channel, outcome, rows.c.reason)
    summed = select(*by, func.count()).where(rows.c.broadcast.in_(over)).group_by(*by)
    names = ["broadcast", "channel", "outcome", "reason", "people"]
    await connection.execute(_totals.insert().from_select(names, summed))


async def kept(connection: AsyncConnection, broadcast: str) -> list[tuple[str, str, str, int]]:
    """Return what stayed of *broadcast*: channel, outcome, reason and how many."""
    by = (_totals.c.channel, _totals.c.outcome, _totals.c.reason)
    found = await connection.execute(
        select(*by, _totals.c.people).where(_totals.c.broadcast == broadcast).order_by(*by)
    )
    return [(row[0], row[1], row[2], row[3]) for row in found]
