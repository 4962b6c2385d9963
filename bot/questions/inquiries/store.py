"""The table of inquiries: one row for a person and a question, in no order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    LargeBinary,
    String,
    Table,
    Text,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata
from bot.database.engine import insert

_rows = Table(
    "inquiries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(32), nullable=False, index=True),
    Column("day", Date, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("asker", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    sqlite_with_rowid=False,
)
_AT_ONCE = 500  # values that a statement of any database takes
# Who writes waits for this lock before looking, so that no row is missed while it lies nowhere.
_LOCK = text("LOCK TABLE inquiries IN EXCLUSIVE MODE")
_AGAIN = text(
    "WITH taken AS (DELETE FROM inquiries WHERE day >= :since RETURNING *) "
    "INSERT INTO inquiries SELECT * FROM taken ORDER BY random()"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of an inquiry; *answer* is there while it waits for its asker to come again."""

    id: str
    owner: str
    day: date
    question: str = field(repr=False)
    asker: bytes = field(repr=False)
    answer: bytes | None = field(default=None, repr=False)


async def keep(connection: AsyncConnection, row: Row) -> None:
    """Keep *row* unless there is one of this person and question."""
    values = {each.name: getattr(row, each.name) for each in _rows.columns}
    statement = insert(connection, _rows).values(**values)
    await connection.execute(statement.on_conflict_do_nothing())


async def every(connection: AsyncConnection) -> Sequence[Row]:
    """Return all inquiries by their random ids."""
    return await _found(connection, _rows.c.id.is_not(None))


async def those_of(connection: AsyncConnection, owner: str) -> Sequence[Row]:
    """Return the inquiries of *owner*."""
    return await _found(connection, _rows.c.owner == owner)


async def since(connection: AsyncConnection, day: date) -> Sequence[Row]:
    """Return the inquiries of *day* and later."""
    return await _found(connection, _rows.c.day >= day)


async def claim(connection: AsyncConnection, questions: Sequence[str]) -> list[Row]:
    """Take the inquiries out that have one of *questions* and no answer yet."""
    taken: list[Row] = []
    for some in _pieces(questions):
        mine = _rows.c.question.in_(some) & _rows.c.answer.is_(None)
        taken += await _taken(connection, mine)
    return taken


async def claim_answered(connection: AsyncConnection, owner: str) -> list[Row]:
    """Take the inquiries of *owner* out whose answer waits for them."""
    mine = (_rows.c.owner == owner) & _rows.c.answer.is_not(None)
    return await _taken(connection, mine)


async def reseal(connection: AsyncConnection, row: Row, asker: bytes) -> None:
    """Keep *asker* in the place of what *row* has, if it still has that."""
    same = (_rows.c.id == row.id) & (_rows.c.asker == row.asker)
    await connection.execute(update(_rows).where(same).values(asker=asker))


async def forget(connection: AsyncConnection, owner: str) -> None:
    """Delete every inquiry of *owner*."""
    await connection.execute(delete(_rows).where(_rows.c.owner == owner))


async def delete_old(connection: AsyncConnection, *, until: date) -> int:
    """Delete the inquiries of *until* and of days before; return how many."""
    return (await connection.execute(delete(_rows).where(_rows.c.day <= until))).rowcount


async def scatter(connection: AsyncConnection, *, since: date) -> None:
    """Lay rows of *since* or later in random order: PostgreSQL keeps which transaction wrote one.

    That is the one that answered a chat. SQLite lays these rows by their random ids.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK)
        await connection.execute(_AGAIN, {"since": since})


async def _found(connection: AsyncConnection, condition: ColumnElement[bool]) -> Sequence[Row]:
    """Return the rows of *condition*."""
    found = await connection.execute(select(_rows).where(condition).order_by(_rows.c.id))
    return [_row(each) for each in found.mappings()]


async def _taken(connection: AsyncConnection, condition: ColumnElement[bool]) -> list[Row]:
    """Delete the rows of *condition* and return them; whoever comes second finds none.

    They are locked in the order of their ids, so that two who take the same never wait in a circle.
    """
    locked = select(_rows.c.id).where(condition).order_by(_rows.c.id).with_for_update()
    names = list(await connection.scalars(locked))
    taken: list[Row] = []
    for some in _pieces(names):
        gone = delete(_rows).where(_rows.c.id.in_(some)).returning(*_rows.c)
        taken += [_row(each) for each in (await connection.execute(gone)).mappings()]
    return sorted(taken, key=lambda each: each.id)


def _row(found: Mapping[Any, Any]) -> Row:
    """Return what the database *found*."""
    return Row(**found)


def _pieces(values: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return *values* in pieces that a statement takes."""
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]
