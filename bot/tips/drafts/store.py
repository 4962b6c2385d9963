"""The table of drafts: sealed with the draft's own key, padded, without a sender."""

import logging
import secrets
from datetime import datetime

import msgspec
from sqlalchemy import Column, LargeBinary, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import KEY_BYTES, ServerKey
from bot.database.columns import UtcTime, metadata
from bot.database.engine import insert
from bot.errors import UnsealError
from bot.tips.tip import Draft, DraftKey

_PURPOSE = "draft"
_SMALLEST = 4096  # so that the size of a row tells little of a story's length

log = logging.getLogger(__name__)

_drafts = Table(
    "tip_drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("touched_at", UtcTime, nullable=False, index=True),
)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Draft)


def new_key() -> DraftKey:
    """Return where a new draft will lie and what will open it."""
    return DraftKey(secrets.token_hex(16), secrets.token_bytes(KEY_BYTES))


async def keep(
    connection: AsyncConnection, place: DraftKey, draft: Draft, *, now: datetime
) -> None:
    """Keep *draft*, sealed, at its *place*."""
    text = _encoder.encode(draft)
    size = max(_SMALLEST, 1 << (len(text) - 1).bit_length())
    sealed = ServerKey(place.key).seal(text.ljust(size), purpose=_PURPOSE, context=place.id)
    kept = {"sealed": sealed, "touched_at": now}
    await connection.execute(
        insert(connection, _drafts)
        .values(id=place.id, **kept)
        .on_conflict_do_update(index_elements=["id"], set_=kept)
    )


async def load(connection: AsyncConnection, place: DraftKey, *, since: datetime) -> Draft | None:
    """Return the draft at *place*; None when it is gone, or was not touched *since* then."""
    row = select(_drafts.c.sealed).where(_drafts.c.id == place.id, _drafts.c.touched_at >= since)
    sealed: bytes | None = await connection.scalar(row)
    if sealed is None:
        return None
    try:
        return _decoder.decode(
            ServerKey(place.key).open(sealed, purpose=_PURPOSE, context=place.id)
        )
    except (UnsealError, msgspec.DecodeError) as error:
        # Of another release: its sender is asked anew rather than left without an answer.
        log.warning("a draft cannot be read: %s", type(error).__name__)
        return None


async def drop(connection: AsyncConnection, place: DraftKey) -> None:
    """Delete the draft at *place*."""
    await connection.execute(delete(_drafts).where(_drafts.c.id == place.id))


async def delete_drafts(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete drafts not touched since *before* and return how many."""
    old = _drafts.c.touched_at < before
    return (await connection.execute(delete(_drafts).where(old))).rowcount
