"""The table of evidence on its way into a tip; no row outlives the sending of its tip.

Where a file is fetched, and with which keys it will be kept, is sealed with the server's key and
emptied when it is fetched. What it turned out to be is sealed with the piece's own key, which only
the draft has.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Column, Integer, LargeBinary, String, Table, delete, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.errors import UnsealError
from bot.keypair import new_file_key
from bot.tips.evidence.describing import describe, read
from bot.tips.evidence.piece import Errand, Found, Outcome, State
from bot.tips.tip import Evidence, Piece

LEASE = timedelta(minutes=5)

_DROPPED, _SENT = "dropped", "sent"  # files are to be deleted: all of it, or the original only
_PURPOSE = "evidence"

log = logging.getLogger(__name__)

_evidence = Table(
    "evidence",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("description", LargeBinary, nullable=False),
    Column("due_at", UtcTime, index=True),
    Column("taken_at", UtcTime, nullable=False, index=True),
)
_encoder = msgspec.json.Encoder()
_source_decoder = msgspec.json.Decoder(tuple[Piece, str, str, bytes])


class EvidenceStore:
    """Keep what is known of pieces; every verb runs in the caller's transaction."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key

    async def take(
        self,
        connection: AsyncConnection,
        piece: Piece,
        *,
        source: str,
        reference: str,
        now: datetime,
    ) -> None:
        """Note that *piece* is to be fetched from *source*, where *reference* names it."""
        given = _encoder.encode((piece, source, reference, new_file_key()))
        await connection.execute(
            _evidence.insert().values(
                id=piece.id,
                state=State.WAITING,
                attempts=0,
                source=self._key.seal(given, purpose=_PURPOSE, context=piece.id),
                description=b"",
                due_at=now,
                taken_at=now,
            )
        )

    async def read(self, connection: AsyncConnection, pieces: Sequence[Piece]) -> list[Found]:
        """Return what became of each of *pieces*, in their order."""
        rows = await _rows(connection, pieces)
        return [_found(piece, rows.get(piece.id)) for piece in pieces]

    async def finish(
        self, connection: AsyncConnection, pieces: Sequence[Piece], *, keep_originals: bool
    ) -> tuple[Evidence, ...]:
        """Return the evidence of the *pieces* that are ready and forget that they were a draft's.

        Files that are not ready are dropped, and so are the originals unless they are to be kept.
        """
        found = await self.read(connection, pieces)
        ready = {each.piece.id: each.evidence for each in found if each.evidence}
        await self.drop(connection, [each for each in pieces if each.id not in ready])
        surplus = [] if keep_originals else [name for name, each in ready.items() if each.original]
        await self._mark(connection, surplus, state=_SENT)
        await self.forget(connection, ready.keys() - set(surplus))
        return tuple(each if keep_originals else _alone(each) for each in ready.values())

    async def drop(self, connection: AsyncConnection, pieces: Sequence[Piece]) -> None:
        """Forget *pieces* and everything that was fetched of them."""
        await self._mark(connection, [each.id for each in pieces], state=_DROPPED)

    async def expire(self, connection: AsyncConnection, *, before: datetime) -> int:
        """Drop what was taken before *before* and never sent; return how many."""
        old = select(_evidence.c.id).where(
            _evidence.c.taken_at < before, _evidence.c.state.in_(list(State))
        )
        names = list(await connection.scalars(old))
        await self._mark(connection, names, state=_DROPPED)
        return len(names)

    async def known(self, connection: AsyncConnection) -> set[str]:
        """Return the ids of every row, whose files are no orphans."""
        return set(await connection.scalars(select(_evidence.c.id)))

    async def claim_due(
        self, connection: AsyncConnection, *, now: datetime, limit: int
    ) -> list[Errand]:
        """Return at most *limit* errands that are due, each with this attempt counted, on lease.

        A row that this server's key does not open is refused.
        """
        due = (
            select(_evidence)
            .where(_evidence.c.due_at <= now, _evidence.c.state == State.WAITING)
            .order_by(_evidence.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await connection.execute(due)).mappings().all()
        claimed = _evidence.c.id.in_([row["id"] for row in rows])
        await connection.execute(
            update(_evidence)
            .where(claimed)
            .values(due_at=now + LEASE, attempts=_evidence.c.attempts + 1)
        )
        return [each for row in rows if (each := await self._errand(connection, row))]

    async def postpone(
        self, connection: AsyncConnection, evidence_id: str, *, until: datetime
    ) -> None:
        """Set when a file is tried again."""
        row = (_evidence.c.id == evidence_id) & (_evidence.c.state == State.WAITING)
        await connection.execute(update(_evidence).where(row).values(due_at=until))

    async def settle(self, connection: AsyncConnection, piece: Piece, *, outcome: Outcome) -> bool:
        """Keep what fetching *piece* came to; False when nobody waits for it any more.

        The row stays locked until the transaction ends, so that files can be placed with it.
        """
        row = (_evidence.c.id == piece.id) & (_evidence.c.state == State.WAITING)
        sealed = describe(piece, outcome)
        state = State.READY if outcome.evidence else State.REFUSED
        done = update(_evidence).where(row)
        kept = done.values(state=state, source=b"", description=sealed, due_at=None)
        return bool((await connection.execute(kept)).rowcount)

    async def unwanted(self, connection: AsyncConnection) -> dict[str, bool]:
        """Return the ids whose files are to be deleted, and of each whether only the original."""
        marked = select(_evidence.c.id, _evidence.c.state).where(
            _evidence.c.state.in_([_DROPPED, _SENT])
        )
        return {row.id: row.state == _SENT for row in await connection.execute(marked)}

    async def forget(self, connection: AsyncConnection, ids: Collection[str]) -> None:
        """Delete rows."""
        await connection.execute(delete(_evidence).where(_evidence.c.id.in_(list(ids))))

    async def _mark(self, connection: AsyncConnection, ids: Collection[str], *, state: str) -> None:
        """Empty rows and have files of theirs deleted; until that is done, the row stays."""
        emptied = {"state": state, "source": b"", "description": b"", "due_at": None}
        await connection.execute(
            update(_evidence).where(_evidence.c.id.in_(list(ids))).values(**emptied)
        )

    async def _errand(self, connection: AsyncConnection, row: RowMapping) -> Errand | None:
        """Return the errand of *row*, None when this server's key does not open it."""
        name: str = row["id"]
        try:
            opened = self._key.open(row["source"], purpose=_PURPOSE, context=name)
            piece, source, reference, original = _source_decoder.decode(opened)
        except (UnsealError, msgspec.DecodeError) as error:
            log.warning("evidence cannot be fetched: %s", type(error).__name__)
            await self._mark(connection, [name], state=State.REFUSED)
            return None
        return Errand(piece, source, reference, original, row["attempts"] + 1)


async def _rows(connection: AsyncConnection, pieces: Sequence[Piece]) -> dict[str, RowMapping]:
    """Return the rows of *pieces* by id."""
    wanted = select(_evidence).where(_evidence.c.id.in_([each.id for each in pieces]))
    return {row["id"]: row for row in (await connection.execute(wanted)).mappings()}


def _found(piece: Piece, row: RowMapping | None) -> Found:
    """Return what *row* says of *piece*."""
    return read(piece, row["state"], row["description"]) if row else read(piece, "", b"")


def _alone(evidence: Evidence) -> Evidence:
    """Return *evidence* without its original."""
    return replace(evidence, original=b"", original_sha256="")
