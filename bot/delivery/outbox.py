"""Replies waiting to reach people, sealed, written in the transaction that made them."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    select,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.errors import UnsealError
from bot.messages import Address, IncomingMessage, OutgoingMessage, Reply

LEASE = timedelta(seconds=30)  # for whoever posted a reply to send it
SWEEP_LEASE = timedelta(minutes=5)  # for a sweep to send what it claimed
WAITING, HELD, FAILED = "waiting", "held", "failed"

log = logging.getLogger(__name__)

_outbox = Table(
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("recipient", String(32), nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, index=True),
    Column("posted_at", UtcTime, nullable=False, index=True),
)
_encoder = msgspec.json.Encoder()
_address_decoder = msgspec.json.Decoder(Address)
_body_decoder = msgspec.json.Decoder(tuple[Reply, str])


class Outbox:
    """Keep replies until they are delivered.

    Replies on a channel of *held* wait until the person's own client fetches them; all others are
    sent at once by whoever posted them, and by the sweep when that did not happen in LEASE.
    """

    def __init__(self, key: ServerKey, *, held: Collection[str] = ()) -> None:
        self._key = key
        self._held = frozenset(held)

    async def post(
        self,
        connection: AsyncConnection,
        asked: IncomingMessage,
        *,
        replies: Sequence[Reply],
        now: datetime,
    ) -> tuple[OutgoingMessage, ...]:
        """Write the *replies* to *asked* in the caller's transaction; return them in order."""
        messages = tuple(_addressed(asked, reply, now) for reply in replies)
        held = asked.sender.channel in self._held
        start = int(now.timestamp() * 1_000_000)
        rows = [
            {
                **self._sealed(message),
                "place": start + number,
                "state": HELD if held else WAITING,
                "attempts": 0,
                "due_at": None if held else now + LEASE,
                "posted_at": now,
            }
            for number, message in enumerate(messages)
        ]
        if rows:
            await connection.execute(_outbox.insert(), rows)
        return messages

    async def held_for(self, connection: AsyncConnection, to: Address) -> list[OutgoingMessage]:
        """Return what waits for the client of *to*, oldest first."""
        recipient = self._key.pseudonym(to)
        rows = await connection.execute(
            select(_outbox)
            .where(_outbox.c.recipient == recipient, _outbox.c.state == HELD)
            .order_by(_outbox.c.place)
        )
        return [each for row in rows.mappings() if (each := self._readable(row))]

    async def claim_due(
        self, connection: AsyncConnection, *, now: datetime, limit: int
    ) -> list[OutgoingMessage]:
        """Return at most *limit* overdue messages, oldest first, and lease them to the caller.

        What this server's key does not open is marked as failed, so that it stops nothing else.
        """
        due = (
            select(_outbox)
            .where(_outbox.c.due_at <= now)
            .order_by(_outbox.c.place)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await connection.execute(due)).mappings().all()
        messages = {row["id"]: self._readable(row) for row in rows}
        await connection.execute(
            update(_outbox).where(_outbox.c.id.in_(messages)).values(due_at=now + SWEEP_LEASE)
        )
        for name, message in messages.items():
            if message is None:
                await self.give_up(connection, name)
        return [each for each in messages.values() if each]

    async def settle(
        self, connection: AsyncConnection, ids: Collection[str], *, to: Address | None = None
    ) -> None:
        """Delete delivered messages; with *to*, only those that are its own."""
        done = delete(_outbox).where(_outbox.c.id.in_(ids))
        if to:
            done = done.where(_outbox.c.recipient == self._key.pseudonym(to))
        await connection.execute(done)

    async def postpone(
        self, connection: AsyncConnection, message_id: str, *, until: Callable[[int], datetime]
    ) -> int:
        """Count a failed attempt, set the next one by their number, and return that number."""
        row = _outbox.c.id == message_id
        attempts: int = 1 + (await connection.scalar(select(_outbox.c.attempts).where(row)) or 0)
        await connection.execute(
            update(_outbox).where(row).values(due_at=until(attempts), attempts=attempts)
        )
        return attempts

    async def give_up(self, connection: AsyncConnection, message_id: str) -> None:
        """Mark a message as failed for good and empty it."""
        await connection.execute(
            update(_outbox)
            .where(_outbox.c.id == message_id)
            .values(state=FAILED, due_at=None, body=b"", address=b"")
        )

    async def forget(self, connection: AsyncConnection, to: Address) -> None:
        """Delete everything that is on its way to *to*."""
        await connection.execute(
            delete(_outbox).where(_outbox.c.recipient == self._key.pseudonym(to))
        )

    def _sealed(self, message: OutgoingMessage) -> dict[str, str | bytes]:
        """Return the columns that say what goes where."""
        recipient = self._key.pseudonym(message.to)
        seal = self._key.seal
        body = (message.reply, message.replaces)
        return {
            "id": message.id,
            "recipient": recipient,
            "address": seal(_encoder.encode(message.to), purpose="address", context=message.id),
            "body": seal(_encoder.encode(body), purpose="outbox", context=message.id),
        }

    def _readable(self, row: RowMapping) -> OutgoingMessage | None:
        """Return the message of *row*, None when this server's key does not open it."""
        try:
            return self._opened(row)
        except (UnsealError, msgspec.DecodeError) as error:
            log.warning("message %s cannot be read: %s", row["id"], type(error).__name__)
            return None

    def _opened(self, row: RowMapping) -> OutgoingMessage:
        """Return the message of *row*."""
        name: str = row["id"]
        address = self._key.open(row["address"], purpose="address", context=name)
        body = self._key.open(row["body"], purpose="outbox", context=name)
        reply, replaces = _body_decoder.decode(body)
        to = _address_decoder.decode(address)
        return OutgoingMessage(name, to, reply, replaces, row["posted_at"])


def _addressed(asked: IncomingMessage, reply: Reply, now: datetime) -> OutgoingMessage:
    """Return *reply* on its way to whoever *asked*."""
    replaces = asked.tapped if reply.in_place else ""
    return OutgoingMessage(str(uuid4()), asked.sender, reply, replaces, now)


async def delete_posted(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete every message posted before *before*, whatever became of it; return how many."""
    return (await connection.execute(delete(_outbox).where(_outbox.c.posted_at < before))).rowcount
