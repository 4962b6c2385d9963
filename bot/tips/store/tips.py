"""The table of sent tips: what stands there in clear is in Tip, all else is sealed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, LargeBinary, Row, String, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata
from bot.tips.tip import Status, Tip

_tips = Table(
    "tips",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("day", Date, nullable=False),
    Column("status", String(20), nullable=False),
    Column("district", String(100), nullable=False),
    Column("office", String(100), nullable=False),
    Column("target", String(100), nullable=False),
    Column("receipt", LargeBinary, nullable=False, index=True, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("originals", LargeBinary, nullable=False),
    Column("upkeep", LargeBinary, nullable=False),
    Column("casework", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
_CLEAR = (
    _tips.c.id,
    _tips.c.day,
    _tips.c.status,
    _tips.c.district,
    _tips.c.office,
    _tips.c.target,
    _tips.c.receipt,
)


@dataclass(frozen=True, slots=True)
class SealedTip:
    """A tip with what is sealed beside it.

    *sealed* and *casework* are for the desk, *originals* for its forwarders, *upkeep* for the
    server; *casework* is b"" before the first reader.
    """

    tip: Tip
    sealed: bytes = field(repr=False)
    originals: bytes = field(repr=False)
    upkeep: bytes = field(repr=False)
    casework: bytes = field(default=b"", repr=False)


async def add_tip(connection: AsyncConnection, found: SealedTip) -> None:
    """Keep a new tip."""
    tip = found.tip
    await connection.execute(
        _tips.insert().values(
            id=tip.id,
            day=tip.day,
            status=tip.status,
            district=tip.district,
            office=tip.office,
            target=tip.target,
            receipt=tip.receipt,
            sealed=found.sealed,
            originals=found.originals,
            upkeep=found.upkeep,
            casework=found.casework,
        )
    )


async def tip_of(connection: AsyncConnection, receipt: bytes) -> Tip | None:
    """Return the tip with the public half *receipt*, or None."""
    row = (await connection.execute(select(*_CLEAR).where(_tips.c.receipt == receipt))).first()
    return _tip(row) if row else None


async def find_tip(
    connection: AsyncConnection, tip_id: str, *, locked: bool = False
) -> SealedTip | None:
    """Return the tip with this id, or None; *locked* keeps others from changing it meanwhile."""
    asked = select(_tips).where(_tips.c.id == tip_id)
    row = (await connection.execute(asked.with_for_update() if locked else asked)).first()
    return _sealed(row) if row else None


async def ids_beginning(connection: AsyncConnection, start: str) -> list[str]:
    """Return the ids that begin with *start*, two at the most."""
    rows = select(_tips.c.id).where(func.substr(_tips.c.id, 1, len(start)) == start)
    return list(await connection.scalars(rows.order_by(_tips.c.id).limit(2)))


async def tips_of(connection: AsyncConnection, tip_ids: Collection[str]) -> list[SealedTip]:
    """Return the tips with these ids that are there, in no order."""
    rows = await connection.execute(select(_tips).where(_tips.c.id.in_(tip_ids)))
    return [_sealed(row) for row in rows]


async def statuses(connection: AsyncConnection) -> str:
    """Return a line for every tip, its id and its status, in no order.

    One long text: ten thousand rows of two words cost the driver ten times as much.
    """
    lines = func.aggregate_strings(_tips.c.id.concat(" ").concat(_tips.c.status), "\n")
    return str(await connection.scalar(select(lines)) or "")


async def tip_ids(connection: AsyncConnection) -> list[str]:
    """Return the id of every tip."""
    return list(await connection.scalars(select(_tips.c.id)))


async def counts(
    connection: AsyncConnection, *, but: Collection[str]
) -> list[tuple[Status, date, int]]:
    """Return how many tips of each day are at each status, without those of the offices *but*."""
    c = _tips.c
    asked = select(c.status, c.day, func.count()).where(c.office.not_in(but))
    rows = await connection.execute(asked.group_by(c.status, c.day))
    return [(Status(status), day, count) for status, day, count in rows]


async def change_tip(connection: AsyncConnection, tip_id: str, changed: Mapping[str, Any]) -> None:
    """Write the columns *changed* of a tip."""
    await connection.execute(update(_tips).where(_tips.c.id == tip_id).values(**changed))


async def delete_tip(connection: AsyncConnection, tip_id: str) -> None:
    """Delete the row of a tip; its papers go by their own verb."""
    await connection.execute(delete(_tips).where(_tips.c.id == tip_id))


async def closed_tips(
    connection: AsyncConnection, statuses: Sequence[Status]
) -> list[tuple[str, bytes, bytes]]:
    """Return id, receipt and upkeep of the tips at one of *statuses*."""
    c = _tips.c
    rows = select(c.id, c.receipt, c.upkeep).where(c.status.in_(statuses)).order_by(c.id)
    return [(tip, receipt, upkeep) for tip, receipt, upkeep in await connection.execute(rows)]


async def upkeeps(connection: AsyncConnection) -> list[tuple[bytes, bytes]]:
    """Return receipt and upkeep of every tip."""
    rows = await connection.execute(select(_tips.c.receipt, _tips.c.upkeep))
    return [(receipt, upkeep) for receipt, upkeep in rows]


def _tip(row: Row[*tuple[Any, ...]]) -> Tip:
    """Return what a row shows in clear."""
    return Tip(
        row.id, row.day, Status(row.status), row.district, row.office, row.target, row.receipt
    )


def _sealed(row: Row[*tuple[Any, ...]]) -> SealedTip:
    """Return a whole row."""
    return SealedTip(_tip(row), row.sealed, row.originals, row.upkeep, row.casework)
