"""The copies of messages that providers keep: which there are, and having them erased.

A row holds a provider's message id and the chat it is in, sealed together, under a keyed hash of
its owner and the day that no other table has. Once the copy is to be erased the row names no owner,
and it is deleted when the copy is gone. One that came too late is told of for a day or two; all are
deleted after 14 days at the latest. Rows lie in the order of their random ids, or are scattered
where a database keeps another.
"""

import logging
import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Column, LargeBinary, String, Table, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.errors import UnsealError
from bot.messages import Address

KEPT, PENDING, DONE, TOO_LATE = "kept", "pending", "done", "too-late"

_PAUSE = timedelta(minutes=5)
_BATCH = 100
_SIZE = 256  # bytes that what is sealed is filled up to, so that its length tells no chat
_PURPOSE = "erasure"
_OWNER = "erasure-owner"
_DAYS = 16  # that rows can be old, with the first and the last

_erasures = Table(
    "erasures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(32), nullable=False, index=True),
    Column("copy", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_at", UtcTime, index=True),
    Column("noted_at", UtcTime, nullable=False, index=True),
    sqlite_with_rowid=False,
)
# Who writes waits for this lock before looking, so that no row is missed while it lies nowhere.
_LOCK = text("LOCK TABLE erasures IN EXCLUSIVE MODE")
_AGAIN = text(
    "WITH taken AS (DELETE FROM erasures WHERE noted_at >= :since RETURNING *) "
    "INSERT INTO erasures SELECT * FROM taken ORDER BY random()"
)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(tuple[Address, str])
log = logging.getLogger(__name__)


class ErasureLedger:
    """Note providers' copies and what became of them; *after* erases them unasked."""

    def __init__(self, key: ServerKey, *, after: timedelta | None = None) -> None:
        self._key = key
        self._after = after

    async def note(
        self,
        connection: AsyncConnection,
        owner: Address,
        *,
        copies: Sequence[str],
        now: datetime,
        erase_at: datetime | None = None,
    ) -> None:
        """Note the provider's *copies* of what *owner* wrote or was sent; only the day is kept.

        Rows of somebody who had their talk erased would else tell the minute of a tip. They
        are erased without being asked for from *erase_at* on.
        """
        day = _day(now)
        due = day + timedelta(days=1) + self._after if self._after else None
        due = erase_at or due
        kept = {"owner": self._owner(owner, day), "due_at": due, "noted_at": day, "state": KEPT}
        rows = [{**self._sealed(owner, copy), **kept} for copy in copies]
        if rows:
            await connection.execute(_erasures.insert(), rows)

    async def request(
        self, connection: AsyncConnection, owner: Address, *, now: datetime
    ) -> list[str]:
        """Ask for every noted copy of *owner* to be erased; return the names of the rows.

        Nobody is named by them any more: what is sealed says where the copy is.
        """
        days = (_day(now) - timedelta(days=back) for back in range(_DAYS))
        mine = _erasures.c.owner.in_([self._owner(owner, day) for day in days])
        asked = (
            update(_erasures)
            .where(mine, _erasures.c.state == KEPT)
            .values(state=PENDING, due_at=now, owner="")
            .returning(_erasures.c.id)
        )
        return list(await connection.scalars(asked))

    async def states_of(
        self, connection: AsyncConnection, names: Collection[str]
    ) -> dict[str, int]:
        """Return what became of the rows *names*, by state: those that are gone are done."""
        counted = (
            select(_erasures.c.state, func.count())
            .where(_erasures.c.id.in_(list(names)))
            .group_by(_erasures.c.state)
        )
        left = {row.state: row[1] for row in await connection.execute(counted)}
        return left | {DONE: len(names) - sum(left.values())}

    async def claim_due(
        self, connection: AsyncConnection, *, now: datetime
    ) -> list[tuple[str, Address, str]]:
        """Return copies to erase now, each with the name of its row, and put them off a little.

        What this server's key does not open can no longer be erased by us.
        """
        due = (
            select(_erasures)
            .where(_erasures.c.due_at <= now)
            .order_by(_erasures.c.noted_at)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        )
        rows = (await connection.execute(due)).mappings().all()
        names = [row["id"] for row in rows]
        await connection.execute(
            update(_erasures)
            .where(_erasures.c.id.in_(names))
            .values(state=PENDING, due_at=now + _PAUSE, owner="")
        )
        opened = {row["id"]: self._opened(row["id"], row["copy"]) for row in rows}
        for name in (each for each, what in opened.items() if what is None):
            await self.settle(connection, name, state=TOO_LATE, now=now)
        return [(name, *what) for name, what in opened.items() if what]

    async def settle(
        self, connection: AsyncConnection, name: str, *, state: str, now: datetime
    ) -> None:
        """Delete a row whose copy is gone; of one that came too late, the day is left."""
        mine = _erasures.c.id == name
        if state == DONE:
            await connection.execute(delete(_erasures).where(mine))
            return
        left = {"state": state, "due_at": None, "copy": b"", "noted_at": _day(now)}
        await connection.execute(update(_erasures).where(mine).values(left))

    async def states(self, connection: AsyncConnection) -> dict[str, int]:
        """Return how many copies are in each state; those that are done are gone."""
        counted = select(_erasures.c.state, func.count()).group_by(_erasures.c.state)
        return {row.state: row[1] for row in await connection.execute(counted)}

    def _sealed(self, owner: Address, copy: str) -> dict[str, str | bytes]:
        """Return the columns that say what is to be erased."""
        name = secrets.token_hex(16)
        what = _encoder.encode((owner, copy)).ljust(_SIZE)
        sealed = self._key.seal(what, purpose=_PURPOSE, context=name)
        return {"id": name, "copy": sealed}

    def _owner(self, owner: Address, day: datetime) -> str:
        """Return what stands for *owner* on a day in this table, and nowhere else."""
        return self._key.digest(f"{day:%Y-%m-%d}\n{owner.channel}\n{owner.value}", purpose=_OWNER)

    def _opened(self, name: str, sealed: bytes) -> tuple[Address, str] | None:
        """Return the chat and the provider's id of a copy, None where our key does not open it."""
        try:
            return _decoder.decode(self._key.open(sealed, purpose=_PURPOSE, context=name))
        except (UnsealError, msgspec.DecodeError) as error:
            log.warning("a copy cannot be erased: %s", type(error).__name__)
            return None


async def delete_noted(
    connection: AsyncConnection, *, before: datetime, settled_before: datetime
) -> int:
    """Delete rows noted before *before*, whatever became of them; return how many.

    Those whose copy can no longer be erased go when that was so before *settled_before*.
    """
    c = _erasures.c
    old = (c.noted_at < before) | ((c.state == TOO_LATE) & (c.noted_at <= settled_before))
    return (await connection.execute(delete(_erasures).where(old))).rowcount


async def scatter(connection: AsyncConnection, *, since: datetime) -> None:
    """Write rows noted since *since* again in random order: PostgreSQL keeps that of their coming.

    It keeps the gaps too that deleted rows left. SQLite keeps this table by its random ids.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK)
        await connection.execute(_AGAIN, {"since": since})


def _day(now: datetime) -> datetime:
    """Return the first moment of a day."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
