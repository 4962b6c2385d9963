"""The table of pictures that go out with broadcasts, as they were cleaned."""

import hashlib

from sqlalchemy import Column, LargeBinary, Select, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts.broadcast import Broadcast
from bot.database.columns import metadata
from bot.database.engine import insert
from bot.messages import Picture

_illustrations = Table(
    "illustrations",
    metadata,
    Column("broadcast", String(36), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)


async def keep(connection: AsyncConnection, broadcast: str, content: bytes) -> None:
    """Write the picture of a broadcast, in place of another."""
    await connection.execute(
        insert(connection, _illustrations)
        .values(broadcast=broadcast, content=content)
        .on_conflict_do_update(index_elements=["broadcast"], set_={"content": content})
    )


async def find(connection: AsyncConnection, broadcast: Broadcast) -> Picture | None:
    """Return the picture of *broadcast*, None when it is not the one that its content names."""
    row = select(_illustrations.c.content).where(_illustrations.c.broadcast == broadcast.id)
    content, named = await connection.scalar(row), broadcast.content.illustration
    if content is None or named is None or digest(content) != named.digest:
        return None
    return Picture(named.digest, content)


async def delete_of(connection: AsyncConnection, over: Select[tuple[str]]) -> None:
    """Delete the pictures of the broadcasts that are *over*."""
    await connection.execute(delete(_illustrations).where(_illustrations.c.broadcast.in_(over)))


def digest(content: bytes) -> str:
    """Return what an approval names a picture by: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()
