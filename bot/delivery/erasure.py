"""The copies of messages that providers keep: which there are, and having them erased.

A row holds a provider's message id and the chat it is in, sealed together, under the pseudonym of
its owner. It is emptied when the copy is gone, and deleted after 14 days at the latest.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
from sqlalchemy import Column, LargeBinary, String, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.port import Channel
from bot.clock import Clock
from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.database.engine import Database
from bot.errors import NeverAgain, TryLater
from bot.messages import Address

KEPT, PENDING, DONE, TOO_LATE = "kept", "pending", "done", "too-late"

_PAUSE = timedelta(minutes=5)
_BATCH = 100
_PURPOSE = "erasure"

_erasures = Table(
    "erasures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(32), nullable=False, index=True),
    Column("copy", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_at", UtcTime, index=True),
    Column("noted_at", UtcTime, nullable=False, index=True),
)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(tuple[Address, str])


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
        day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        due = now + self._after if self._after else None
        due = erase_at or due
        rows = [{**self._sealed(owner, copy), "due_at": due, "noted_at": day} for copy in copies]
        if rows:
            await connection.execute(_erasures.insert(), rows)

    async def request(
        self, connection: AsyncConnection, owner: Address, *, now: datetime
    ) -> list[str]:
        """Ask for every noted copy of *owner* to be erased; return the names of the rows."""
        mine = _erasures.c.owner == self._key.pseudonym(owner)
        asked = (
            update(_erasures)
            .where(mine, _erasures.c.state == KEPT)
            .values(state=PENDING, due_at=now)
            .returning(_erasures.c.id)
        )
        return list(await connection.scalars(asked))

    async def states_of(
        self, connection: AsyncConnection, names: Collection[str]
    ) -> dict[str, int]:
        """Return what became of the rows *names*: how many are in each state."""
        counted = (
            select(_erasures.c.state, func.count())
            .where(_erasures.c.id.in_(list(names)))
            .group_by(_erasures.c.state)
        )
        return {row.state: row[1] for row in await connection.execute(counted)}

    async def claim_due(
        self, connection: AsyncConnection, *, now: datetime
    ) -> list[tuple[str, Address, str]]:
        """Return copies to erase now, each with the name of its row, and put them off a little."""
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
            .values(state=PENDING, due_at=now + _PAUSE)
        )
        return [(row["id"], *self._opened(row["id"], row["copy"])) for row in rows]

    async def settle(self, connection: AsyncConnection, name: str, *, state: str) -> None:
        """Empty a row whose copy is gone, or can no longer be erased."""
        await connection.execute(
            update(_erasures)
            .where(_erasures.c.id == name)
            .values(state=state, due_at=None, copy=b"", owner="")
        )

    async def states(self, connection: AsyncConnection) -> dict[str, int]:
        """Return how many copies are in each state."""
        counted = select(_erasures.c.state, func.count()).group_by(_erasures.c.state)
        return {row.state: row[1] for row in await connection.execute(counted)}

    def _sealed(self, owner: Address, copy: str) -> dict[str, str | bytes]:
        """Return the columns that say what is to be erased."""
        name = str(uuid4())
        sealed = self._key.seal(_encoder.encode((owner, copy)), purpose=_PURPOSE, context=name)
        return {"id": name, "owner": self._key.pseudonym(owner), "copy": sealed, "state": KEPT}

    def _opened(self, name: str, sealed: bytes) -> tuple[Address, str]:
        """Return the chat and the provider's id of a copy."""
        return _decoder.decode(self._key.open(sealed, purpose=_PURPOSE, context=name))


class Eraser:
    """Have providers erase what is due."""

    def __init__(
        self,
        database: Database,
        ledger: ErasureLedger,
        *,
        channels: Mapping[str, Channel],
        clock: Clock,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._channels = channels
        self._clock = clock

    async def run(self) -> int:
        """Erase a batch and return how many copies are gone; what fails now comes again later."""
        async with self._database.transaction() as connection:
            due = await self._ledger.claim_due(connection, now=self._clock.now())
        gone = 0
        for name, owner, copy in due:
            state = await self._erased(owner, copy)
            if state:
                gone += state == DONE
                async with self._database.transaction() as connection:
                    await self._ledger.settle(connection, name, state=state)
        return gone

    async def _erased(self, owner: Address, copy: str) -> str:
        """Return what became of a copy, "" when it is to be tried again."""
        channel = self._channels.get(owner.channel)
        if channel is None:
            return ""
        try:
            await channel.erase(owner, copy)
        except TryLater:
            return ""
        except NeverAgain:
            return TOO_LATE
        return DONE


async def delete_noted(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete rows noted before *before*, whatever became of them; return how many."""
    return (
        await connection.execute(delete(_erasures).where(_erasures.c.noted_at < before))
    ).rowcount
