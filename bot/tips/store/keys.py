"""The table of public halves: whoever seals finds here what to seal to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Date,
    LargeBinary,
    String,
    Table,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata
from bot.database.engine import insert
from bot.tips.keys import Lock

_keys = Table(
    "public_keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("owner", String(8), nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("since", Date, nullable=False),
    Column("retired", Boolean, nullable=False),
)


class Owner(StrEnum):
    """Who has the private half."""

    DESK = "desk"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Published:
    """A public half, since which day it is in use, and whether a newer one took its place."""

    lock: Lock
    since: date
    retired: bool


async def publish(connection: AsyncConnection, owner: Owner, lock: Lock, *, day: date) -> None:
    """Let everybody seal to *lock* from now on, and to no older one of *owner*."""
    others = (_keys.c.owner == owner) & (_keys.c.id != lock.id)
    await connection.execute(update(_keys).where(others).values(retired=True))
    await connection.execute(
        insert(connection, _keys)
        .values(id=lock.id, owner=owner, public=lock.public, since=day, retired=False)
        .on_conflict_do_update(index_elements=["id"], set_={"retired": False})
    )


def in_use(owner: Owner, name: BindParameter[str]) -> ColumnElement[bool]:
    """Return the condition that the public half called *name* is what is sealed to for *owner*."""
    c = _keys.c
    return select(c.id).where(c.id == name, c.owner == owner, c.retired.is_(False)).exists()


async def newest(connection: AsyncConnection, owner: Owner) -> Lock | None:
    """Return what is sealed to for *owner*, None when there is nothing yet."""
    rows = select(_keys.c.public).where(_keys.c.owner == owner, _keys.c.retired.is_(False))
    public = await connection.scalar(rows)
    return Lock(public) if public else None


async def published(connection: AsyncConnection, owner: Owner) -> list[Published]:
    """Return the public halves of *owner*, the oldest first."""
    c = _keys.c
    rows = select(c.public, c.since, c.retired).where(c.owner == owner).order_by(c.since, c.id)
    found = await connection.execute(rows)
    return [Published(Lock(public), since, retired) for public, since, retired in found]
