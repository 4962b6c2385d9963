"""The table of broadcasts."""

from datetime import datetime

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    Select,
    String,
    Table,
    exists,
    select,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts.broadcast import MOVES, Broadcast, Content, State
from bot.contacts.contact import Audience
from bot.database.columns import UtcTime, metadata
from bot.database.engine import insert

_broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("title", String(120), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("audience", LargeBinary, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("author", String(36), nullable=False),
    Column("approver", String(36), nullable=False),
    Column("approved", String(64), nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)
_encoder = msgspec.json.Encoder()
_contents = msgspec.json.Decoder(Content)
_audiences = msgspec.json.Decoder(Audience)


async def keep(connection: AsyncConnection, broadcast: Broadcast, *, now: datetime) -> None:
    """Write *broadcast*, new or changed; a text for everybody is nobody's secret."""
    kept = {
        "title": broadcast.title,
        "content": _encoder.encode(broadcast.content),
        "audience": _encoder.encode(broadcast.audience),
        "starts_at": broadcast.starts_at,
        "ends_at": broadcast.ends_at,
        "state": broadcast.state,
        "author": broadcast.author,
        "approver": broadcast.approver,
        "approved": broadcast.approved,
        "changed_at": now,
    }
    await connection.execute(
        insert(connection, _broadcasts)
        .values(id=broadcast.id, **kept)
        .on_conflict_do_update(index_elements=["id"], set_=kept)
    )


async def find(connection: AsyncConnection, name: str) -> Broadcast | None:
    """Return the broadcast with the id *name*, locked where the database can, or None."""
    row = select(_broadcasts).where(_broadcasts.c.id == name).with_for_update()
    found = (await connection.execute(row)).mappings().one_or_none()
    return _broadcast(found) if found else None


async def look_up(connection: AsyncConnection, name: str) -> Broadcast | None:
    """Return the broadcast with the id *name* to read it only, or None."""
    row = select(_broadcasts).where(_broadcasts.c.id == name)
    found = (await connection.execute(row)).mappings().one_or_none()
    return _broadcast(found) if found else None


def closed(before: datetime) -> Select[tuple[str]]:
    """Return the query for the ids of broadcasts that are over, and were of use until *before*."""
    over = _broadcasts.c.state.in_([State.DONE, State.CANCELLED])
    return select(_broadcasts.c.id).where(over, _broadcasts.c.ends_at < before)


async def in_state(connection: AsyncConnection, *states: State) -> list[Broadcast]:
    """Return the broadcasts in one of *states*, of any when none is named, by their time."""
    rows = select(_broadcasts).order_by(_broadcasts.c.starts_at, _broadcasts.c.id)
    if states:
        rows = rows.where(_broadcasts.c.state.in_(states))
    return [_broadcast(row) for row in (await connection.execute(rows)).mappings()]


async def state(connection: AsyncConnection, name: str) -> State | None:
    """Return the state of a broadcast, None when there is none."""
    row = select(_broadcasts.c.state).where(_broadcasts.c.id == name)
    found = await connection.scalar(row)
    return State(found) if found else None


def is_running(name: str) -> ColumnElement[bool]:
    """Return the condition that a broadcast is being sent."""
    return exists().where(_broadcasts.c.id == name, _broadcasts.c.state == State.RUNNING)


async def move(connection: AsyncConnection, name: str, *, to: State) -> bool:
    """Bring a broadcast to a state that its present one allows; return whether that changed it."""
    before = [each for each in State if to in MOVES[each]]
    done = await connection.execute(
        update(_broadcasts)
        .where(_broadcasts.c.id == name, _broadcasts.c.state.in_(before))
        .values(state=to)
    )
    return bool(done.rowcount)


def _broadcast(row: RowMapping) -> Broadcast:
    """Return the broadcast in *row*."""
    return Broadcast(
        id=row["id"],
        title=row["title"],
        content=_contents.decode(row["content"]),
        audience=_audiences.decode(row["audience"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        state=State(row["state"]),
        author=row["author"],
        approver=row["approver"],
        approved=row["approved"],
    )
