"""The tables of the register: running numbers by year, and entries sealed to the desk."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import (
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata
from bot.database.engine import insert

_years = Table(
    "register_years",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)
_entries = Table(
    "register_entries",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("year", "number"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it is kept."""

    id: str
    year: int
    number: int
    day: date
    sealed: bytes = field(repr=False)


async def number_of(connection: AsyncConnection, name: str, *, day: date) -> tuple[int, bool]:
    """Return the number of the entry *name* in the year of *day*, and whether it is a new one.

    The row of the year is held until the transaction ends, so that numbers have no gap.
    """
    first = insert(connection, _years).values(year=day.year, last=0).on_conflict_do_nothing()
    await connection.execute(first)
    year = select(_years.c.last).where(_years.c.year == day.year).with_for_update()
    last: int = await connection.scalar(year) or 0
    known = await connection.scalar(select(_entries.c.number).where(_entries.c.id == name))
    return (known, False) if known else (last + 1, True)


async def add_entry(connection: AsyncConnection, row: Row) -> None:
    """Write an entry and count its number as given."""
    await connection.execute(
        update(_years).where(_years.c.year == row.year).values(last=row.number)
    )
    values = {name: getattr(row, name) for name in ("id", "year", "number", "day", "sealed")}
    await connection.execute(_entries.insert().values(**values))


async def year_of(connection: AsyncConnection, name: str) -> int | None:
    """Return the year that the entry *name* is numbered in, None when there is no such entry."""
    found: int | None = await connection.scalar(
        select(_entries.c.year).where(_entries.c.id == name)
    )
    return found


async def read_entries(connection: AsyncConnection, *, year: int | None = None) -> list[Row]:
    """Return the entries of *year*, or all of them, by their numbers."""
    chosen = select(_entries).order_by(_entries.c.year, _entries.c.number)
    if year:
        chosen = chosen.where(_entries.c.year == year)
    return [Row(**row) for row in (await connection.execute(chosen)).mappings()]


async def delete_entries(connection: AsyncConnection, *, before: date) -> int:
    """Delete entries of days before *before* and return how many; their numbers stay given."""
    return (await connection.execute(delete(_entries).where(_entries.c.day < before))).rowcount
