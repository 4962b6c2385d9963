"""The table of parcels: what senders sent and the hourly job has not moved yet."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import Column, Date, LargeBinary, String, Table, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata
from bot.tips.keys import Lock
from bot.tips.store import keys

_parcels = Table(
    "parcels",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("day", Date, nullable=False),
    Column("receipt", LargeBinary, nullable=False, index=True),
    Column("district", String(100), nullable=False),
    Column("office", String(100), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("shown", LargeBinary, nullable=False),
    Column("originals", LargeBinary, nullable=False),
    Column("upkeep", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

_KEEP_SEALED = (
    _parcels.insert()
    .from_select(
        [each.name for each in _parcels.c],
        select(*(bindparam(f"new_{each.name}", type_=each.type) for each in _parcels.c)).where(
            keys.in_use(keys.Owner.DESK, bindparam("lock", type_=String))
        ),
    )
    .execution_options(preserve_rowcount=True)
)


class ParcelKind(StrEnum):
    """What a sender can send: a tip, or more for one that was sent."""

    TIP = "tip"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something that waits: *sealed* to the desk, *shown* to the receipt, b"" where there is none.

    *originals* is for forwarders only, *upkeep* for the server.
    """

    kind: str
    day: date
    receipt: bytes = field(repr=False)
    district: str = ""
    office: str = ""
    sealed: bytes = field(default=b"", repr=False)
    shown: bytes = field(default=b"", repr=False)
    originals: bytes = field(default=b"", repr=False)
    upkeep: bytes = field(default=b"", repr=False)
    id: str = field(default_factory=lambda: secrets.token_hex(16))


async def keep_parcel(connection: AsyncConnection, parcel: Parcel) -> None:
    """Keep *parcel* until the job comes."""
    await connection.execute(_parcels.insert().values(asdict(parcel)))


async def keep_sealed(connection: AsyncConnection, parcel: Parcel, lock: Lock) -> bool:
    """Keep *parcel*, sealed to *lock*; keep nothing and return False when that lock is not used.

    The condition stands in the one statement, so that sealing costs no look-up of the key.
    """
    given = {f"new_{name}": value for name, value in asdict(parcel).items()}
    kept = await connection.execute(_KEEP_SEALED, given | {"lock": lock.id})
    return bool(kept.rowcount)


async def parcel_ids(connection: AsyncConnection) -> Sequence[tuple[str, str]]:
    """Return the ids of all that waits, each with its kind."""
    rows = await connection.execute(select(_parcels.c.id, _parcels.c.kind))
    return [(name, kind) for name, kind in rows]


async def take_parcel(connection: AsyncConnection, parcel_id: str) -> Parcel | None:
    """Take a parcel out; None when somebody else did."""
    taken = delete(_parcels).where(_parcels.c.id == parcel_id).returning(_parcels)
    row = (await connection.execute(taken)).mappings().first()
    return Parcel(**row) if row else None


async def parcels_of(connection: AsyncConnection, receipt: bytes) -> list[Parcel]:
    """Return what waits for the tip with the public half *receipt*, in no order."""
    rows = select(_parcels).where(_parcels.c.receipt == receipt)
    return [Parcel(**row) for row in (await connection.execute(rows)).mappings()]


async def drop_parcels(connection: AsyncConnection, receipt: bytes) -> int:
    """Delete what waits for the tip with the public half *receipt*, and return how many."""
    gone = await connection.execute(delete(_parcels).where(_parcels.c.receipt == receipt))
    return gone.rowcount


async def upkeeps(connection: AsyncConnection) -> list[tuple[bytes, bytes]]:
    """Return receipt and upkeep of every parcel that has files."""
    rows = select(_parcels.c.receipt, _parcels.c.upkeep).where(_parcels.c.upkeep != b"")
    return [(receipt, upkeep) for receipt, upkeep in await connection.execute(rows)]


async def count_parcels(connection: AsyncConnection) -> int:
    """Return how many parcels wait."""
    return int(await connection.scalar(select(func.count()).select_from(_parcels)) or 0)
