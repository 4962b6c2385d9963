"""The table of what was approved last of each broadcast."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Column, LargeBinary, Select, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts.broadcast import Broadcast
from bot.database.columns import UtcTime, metadata
from bot.database.engine import insert

_versions = Table(
    "approved_versions",
    metadata,
    Column("broadcast", String(36), primary_key=True),
    Column("version", LargeBinary, nullable=False),
    Column("approved_at", UtcTime, nullable=False),
)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Broadcast)


@dataclass(frozen=True, slots=True)
class Approved:
    """A broadcast as somebody approved it, and when."""

    broadcast: Broadcast
    at: datetime


async def keep(connection: AsyncConnection, broadcast: Broadcast, *, now: datetime) -> None:
    """Write what was approved, in place of what was before."""
    kept = {"version": _encoder.encode(broadcast), "approved_at": now}
    await connection.execute(
        insert(connection, _versions)
        .values(broadcast=broadcast.id, **kept)
        .on_conflict_do_update(index_elements=["broadcast"], set_=kept)
    )


async def find(connection: AsyncConnection, broadcast: str) -> Approved | None:
    """Return what was approved last of a broadcast, None when nothing ever was."""
    row = select(_versions).where(_versions.c.broadcast == broadcast)
    found = (await connection.execute(row)).mappings().one_or_none()
    if found is None:
        return None
    return Approved(_decoder.decode(found["version"]), found["approved_at"])


async def delete_of(connection: AsyncConnection, over: Select[tuple[str]]) -> None:
    """Delete what was approved of the broadcasts that are *over*."""
    await connection.execute(delete(_versions).where(_versions.c.broadcast.in_(over)))
