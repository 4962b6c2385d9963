"""Replies waiting to reach people, sealed, written in the transaction that made them."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.delivery import queue
from bot.delivery.envelope import Envelope
from bot.delivery.queue import rows
from bot.messages import Address, IncomingMessage, OutgoingMessage, Reply


class Outbox:
    """Keep replies until they are delivered.

    Replies on a channel of *held* wait until the person's own client fetches them; all others are
    sent at once by whoever posted them, and by the sweep when that did not happen in LEASE.
    """

    def __init__(self, key: ServerKey, *, held: Collection[str] = ()) -> None:
        self._key = key
        self._envelope = Envelope(key)
        self._held = frozenset(held)

    async def post(
        self,
        connection: AsyncConnection,
        asked: IncomingMessage,
        *,
        replies: Sequence[Reply],
        now: datetime,
    ) -> tuple[OutgoingMessage, ...]:
        """Write the *replies* to *asked* in the caller's transaction; return what to send now.

        That is all that did not reach the person yet, in order; nothing where that has to wait.
        """
        messages = tuple(_addressed(asked, reply, now) for reply in replies)
        held = asked.sender.channel in self._held
        recipient = self._key.pseudonym(asked.sender)
        late, before = False, list[OutgoingMessage]()
        if messages and not held:
            late, taken = await queue.take_before(connection, recipient, now=now)
            before = await self._read(connection, taken)
        state, due = (queue.HELD, None) if held else (queue.WAITING, now + queue.LEASE)
        state, due = (queue.BEHIND, now) if late else (state, due)
        await self._write(connection, messages, state=state, due=due)
        return () if late else (*before, *messages)

    async def leave(
        self, connection: AsyncConnection, to: Address, *, replies: Sequence[Reply], now: datetime
    ) -> None:
        """Write *replies* that nobody waits for; the sweep sends them after what came before."""
        messages = [OutgoingMessage(str(uuid4()), to, each, posted_at=now) for each in replies]
        held = to.channel in self._held
        state, due = (queue.HELD, None) if held else (queue.BEHIND, now)
        await self._write(connection, messages, state=state, due=due)

    async def _write(
        self,
        connection: AsyncConnection,
        messages: Sequence[OutgoingMessage],
        *,
        state: str,
        due: datetime | None,
    ) -> None:
        """Write *messages* of one moment to the table, in order."""
        posted = [
            {
                **self._envelope.sealed(message),
                "place": int(message.posted_at.timestamp() * 1_000_000) + number,
                "state": state,
                "attempts": 0,
                "due_at": due,
                "posted_at": message.posted_at,
            }
            for number, message in enumerate(messages)
            if message.posted_at
        ]
        if posted:
            await connection.execute(rows.insert(), posted)

    async def held_for(self, connection: AsyncConnection, to: Address) -> list[OutgoingMessage]:
        """Return what waits for the client of *to*, oldest first."""
        recipient = self._key.pseudonym(to)
        found = await connection.execute(
            select(rows)
            .where(rows.c.recipient == recipient, rows.c.state == queue.HELD)
            .order_by(rows.c.place)
        )
        return [each for row in found.mappings() if (each := self._envelope.readable(row))]

    async def claim_due(
        self, connection: AsyncConnection, *, now: datetime, limit: int
    ) -> list[OutgoingMessage]:
        """Return at most *limit* overdue messages, oldest first, and lease them to the caller.

        What this server's key does not open is marked as failed, so that it stops nothing else.
        """
        due = (
            select(rows)
            .where(queue.is_next(now))
            .order_by(rows.c.place)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = (await connection.execute(due)).mappings().all()
        names = [row["id"] for row in found]
        leased = update(rows).where(rows.c.id.in_(names))
        await connection.execute(leased.values(state=queue.SENDING, due_at=now + queue.SWEEP_LEASE))
        return await self._read(connection, found)

    async def release(
        self, connection: AsyncConnection, to: Address, *, now: datetime
    ) -> list[OutgoingMessage]:
        """Return what waited behind a message to *to* that is done, in order, to be sent now."""
        found = await queue.release(connection, self._key.pseudonym(to), now=now)
        return await self._read(connection, found)

    async def settle(
        self, connection: AsyncConnection, ids: Collection[str], *, to: Address | None = None
    ) -> None:
        """Delete delivered messages; with *to*, only those that are its own."""
        done = delete(rows).where(rows.c.id.in_(ids))
        if to:
            done = done.where(rows.c.recipient == self._key.pseudonym(to))
        await connection.execute(done)

    async def postpone(
        self,
        connection: AsyncConnection,
        message_id: str,
        *,
        until: Callable[[int], datetime],
        state: str = queue.WAITING,
    ) -> int:
        """Count a failed attempt, set the next one by their number, and return that number."""
        row = rows.c.id == message_id
        attempts: int = 1 + (await connection.scalar(select(rows.c.attempts).where(row)) or 0)
        await connection.execute(
            update(rows).where(row).values(due_at=until(attempts), attempts=attempts, state=state)
        )
        return attempts

    async def give_up(self, connection: AsyncConnection, message_id: str) -> None:
        """Mark a message as failed for good and empty it."""
        await connection.execute(
            update(rows)
            .where(rows.c.id == message_id)
            .values(state=queue.FAILED, due_at=None, body=b"", address=b"")
        )

    async def forget(self, connection: AsyncConnection, to: Address) -> None:
        """Delete everything that is on its way to *to*."""
        await connection.execute(delete(rows).where(rows.c.recipient == self._key.pseudonym(to)))

    async def _read(
        self, connection: AsyncConnection, found: Sequence[RowMapping]
    ) -> list[OutgoingMessage]:
        """Return the messages of rows that the caller holds; what cannot be read is given up."""
        messages = {row["id"]: self._envelope.readable(row) for row in found}
        for name, message in messages.items():
            if message is None:
                await self.give_up(connection, name)
        return [each for each in messages.values() if each]


def _addressed(asked: IncomingMessage, reply: Reply, now: datetime) -> OutgoingMessage:
    """Return *reply* on its way to whoever *asked*."""
    replaces = asked.tapped if reply.in_place else ""
    return OutgoingMessage(str(uuid4()), asked.sender, reply, replaces, now)


async def delete_posted(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete every message posted before *before*, whatever became of it; return how many."""
    return (await connection.execute(delete(rows).where(rows.c.posted_at < before))).rowcount
