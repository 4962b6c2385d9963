"""What is counted against floods and guessing: wrong receipts and tips sent, by sender.

All processes count in one table. A row stands under a hash by a key of its day, and is sealed with
that key, all rows alike and of one length; the key itself is sealed by the server's. Rows and key
leave together, after which nobody can tell whose rows they were, not even with the server's key.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import msgspec
from nacl.utils import random
from sqlalchemy import Column, Date, LargeBinary, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import KEY_BYTES, ServerKey
from bot.database.columns import metadata
from bot.database.engine import insert
from bot.messages import Address

A_DAY = timedelta(hours=24)

_FREE = 2  # wrong receipts without a pause
_SLOW = 5  # and with a short one; then a long one
_SHORT, _LONG = timedelta(seconds=30), timedelta(hours=1)
_MOST = 10  # of each that are remembered
_SIZE = 1024  # bytes that every row is filled up to
_PURPOSE = "limits"

_keys = Table(
    "limit_keys",
    metadata,
    Column("day", Date, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
_limits = Table(
    "limits",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class Tried:
    """When a sender showed wrong receipts in the last hour, and sent tips in the last day."""

    wrong: tuple[datetime, ...] = ()
    sent: tuple[datetime, ...] = ()

    def at(self, now: datetime) -> "Tried":
        """Return what still counts at *now*."""
        return Tried(
            tuple(each for each in self.wrong if now - each <= _LONG)[-_MOST:],
            tuple(each for each in self.sent if now - each <= A_DAY)[-_MOST:],
        )

    def pause(self, now: datetime) -> int:
        """Return how many seconds to wait before another receipt is looked up."""
        count = len(self.wrong)
        if count < _FREE:
            return 0
        span = _SHORT if count < _SLOW else _LONG
        left = (self.wrong[-1] + span - now).total_seconds()
        return max(0, -int(-left // 1))


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Tried)


class Limits:
    """Remember what senders tried; whoever calls holds the row of the sender's conversation."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key
        self._known: dict[date, ServerKey] = {}

    async def of(self, connection: AsyncConnection, sender: Address, *, now: datetime) -> Tried:
        """Return what *sender* tried."""
        today = _day(now)
        days = [today, today - timedelta(days=1)]
        if any(day not in self._known for day in days):
            self._known = await self._read(connection, days)
        named = {_name(key, sender): key for key in self._known.values()}
        if not named:
            return Tried()
        rows = select(_limits.c.name, _limits.c.sealed).where(_limits.c.name.in_(named))
        tried = Tried()
        for name, sealed in (await connection.execute(rows.order_by(_limits.c.day))).all():
            opened = named[name].open(sealed, purpose=_PURPOSE, context=name)
            kept = _decoder.decode(opened)
            tried = Tried(tried.wrong + kept.wrong, tried.sent + kept.sent)
        return tried.at(now)

    async def missed(self, connection: AsyncConnection, sender: Address, *, now: datetime) -> None:
        """Count a receipt that opened nothing."""
        tried = await self.of(connection, sender, now=now)
        await self._keep(
            connection, sender, replace(tried, wrong=(*tried.wrong, now)).at(now), now=now
        )

    async def opened(self, connection: AsyncConnection, sender: Address, *, now: datetime) -> None:
        """Forgive the wrong receipts of who showed a right one."""
        tried = await self.of(connection, sender, now=now)
        if tried.wrong:
            await self._keep(connection, sender, replace(tried, wrong=()), now=now)

    async def sent(self, connection: AsyncConnection, sender: Address, *, now: datetime) -> None:
        """Count a tip that is sent."""
        tried = await self.of(connection, sender, now=now)
        await self._keep(
            connection, sender, replace(tried, sent=(*tried.sent, now)).at(now), now=now
        )

    async def _keep(
        self, connection: AsyncConnection, sender: Address, tried: Tried, *, now: datetime
    ) -> None:
        """Write *tried* under the key of the day, in place of what was written before."""
        today = _day(now)
        key = await self._made(connection, today)
        keys = [key, *(old for day, old in self._known.items() if day != today)]
        names = [_name(each, sender) for each in keys]
        await connection.execute(delete(_limits).where(_limits.c.name.in_(names)))
        sealed = key.seal(_encoder.encode(tried).ljust(_SIZE), purpose=_PURPOSE, context=names[0])
        await connection.execute(_limits.insert().values(name=names[0], day=today, sealed=sealed))

    async def _made(self, connection: AsyncConnection, day: date) -> ServerKey:
        """Return the key of *day*, made by whoever needs it first.

        It is not remembered here: the transaction that made it may be undone.
        """
        sealed = self._key.seal(random(KEY_BYTES), purpose=_PURPOSE, context=f"{day}")
        new = insert(connection, _keys).values(day=day, sealed=sealed)
        await connection.execute(new.on_conflict_do_nothing())
        key = (await self._read(connection, [day]))[day]
        self._known.pop(day, None)
        return key

    async def _read(self, connection: AsyncConnection, days: list[date]) -> dict[date, ServerKey]:
        """Return the keys that there are of *days*."""
        rows = select(_keys.c.day, _keys.c.sealed).where(_keys.c.day.in_(days))
        return {
            day: ServerKey(self._key.open(sealed, purpose=_PURPOSE, context=f"{day}"))
            for day, sealed in await connection.execute(rows)
        }


async def delete_limits(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete the keys of days before that of *before* with what they sealed; return how many."""
    day = _day(before)
    gone = await connection.execute(delete(_limits).where(_limits.c.day < day))
    await connection.execute(delete(_keys).where(_keys.c.day < day))
    return gone.rowcount


def _name(key: ServerKey, sender: Address) -> str:
    """Return what stands for *sender* on the day of *key*."""
    return key.digest(f"{sender.channel}\n{sender.value}", purpose=_PURPOSE)


def _day(now: datetime) -> date:
    """Return the day in UTC."""
    return now.astimezone(UTC).date()
