"""The tables of conversations: sealed state, and which messages were already taken."""

import logging
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import (
    Column,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import DATED, Conversation, week_of
from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.database.engine import insert
from bot.errors import UnsealError
from bot.messages import Address, IncomingMessage

_claims = Table(
    "message_claims",
    metadata,
    Column("message", String(32), primary_key=True),
    Column("claimed_at", UtcTime, nullable=False, index=True),
)
_conversations = Table(
    "conversations",
    metadata,
    Column("sender", String(32), primary_key=True),
    Column("state", LargeBinary),
    Column("touched_at", UtcTime, nullable=False, index=True),
)
log = logging.getLogger(__name__)

_PURPOSE = "conversation"
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Conversation)
# All conversations but those with the longest lists are of one size, which so tells nothing.
_SMALLEST = 4096
# Beyond the start of a week: of the talk more is kept than may stay. It tells no more than that
# somebody wrote within two days, whatever it was.
_DATED = timedelta(microseconds=1)
# Who writes waits for this lock before looking, so that no row is missed while it lies nowhere.
_LOCK = text("LOCK TABLE conversations IN EXCLUSIVE MODE")
_AGAIN = {
    "postgresql": text(
        "WITH taken AS (DELETE FROM conversations WHERE touched_at >= :since RETURNING *) "
        "INSERT INTO conversations SELECT * FROM taken ORDER BY random()"
    ),
    "sqlite": text(
        "UPDATE conversations SET rowid = random() & 9223372036854775807 WHERE touched_at >= :since"
    ).bindparams(bindparam("since", type_=UtcTime)),
}


class ConversationStore:
    """Keep conversations under their sender's pseudonym."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key

    async def claim(
        self, connection: AsyncConnection, message: IncomingMessage, *, now: datetime
    ) -> bool:
        """Return whether *message* comes for the first time; the claim stands with the commit."""
        return await self._claim(connection, message.sender, message.id, now=now)

    async def claim_group(
        self, connection: AsyncConnection, message: IncomingMessage, *, now: datetime
    ) -> bool:
        """Return whether *message* is the first of its group."""
        return await self._claim(connection, message.sender, message.group, now=now)

    async def _claim(
        self, connection: AsyncConnection, sender: Address, given: str, *, now: datetime
    ) -> bool:
        """Return whether the id *given* by a provider comes from *sender* for the first time."""
        name = f"{sender.channel}\n{sender.value}\n{given}"
        statement = (
            insert(connection, _claims)
            .values(message=self._key.digest(name, purpose="message"), claimed_at=now)
            .on_conflict_do_nothing()
            .returning(_claims.c.message)
        )
        return await connection.scalar(statement) is not None

    async def load(
        self, connection: AsyncConnection, sender: Address, *, now: datetime
    ) -> Conversation:
        """Return the conversation with *sender*, locked until the transaction ends."""
        name = self._key.pseudonym(sender)
        if connection.dialect.name == "postgresql":
            # A row that is not there cannot be locked; SQLite has one writer at a time anyway.
            new = insert(connection, _conversations).values(sender=name, touched_at=week_of(now))
            await connection.execute(new.on_conflict_do_nothing())
        row = select(_conversations.c.state).where(_conversations.c.sender == name)
        sealed: bytes | None = await connection.scalar(row.with_for_update())
        return self._opened(name, sealed) if sealed else Conversation()

    async def save(
        self, connection: AsyncConnection, sender: Address, conversation: Conversation
    ) -> None:
        """Keep *conversation*, sealed, as the one with *sender*."""
        name = self._key.pseudonym(sender)
        touched = week_of(conversation.touched) + _DATED if conversation.touched else None
        kept = {"state": self._sealed(name, conversation), "touched_at": touched}
        await connection.execute(
            insert(connection, _conversations)
            .values(sender=name, **kept)
            .on_conflict_do_update(index_elements=["sender"], set_=kept)
        )

    async def forget(self, connection: AsyncConnection, sender: Address) -> None:
        """Delete the conversation with *sender*."""
        name = self._key.pseudonym(sender)
        await connection.execute(delete(_conversations).where(_conversations.c.sender == name))

    async def quiet(
        self, connection: AsyncConnection, *, now: datetime, everything: bool = False
    ) -> int:
        """Take from talks that are over what may not stay of them; return how many were changed.

        A talk that goes on meanwhile keeps what it is then. With *everything* all rows are looked
        at: what another release wrote, and what came before a long stop.
        """
        rows = select(_conversations.c.sender, _conversations.c.state)
        if not everything:
            weeks = (week_of(now), week_of(now - DATED))
            rows = rows.where(_conversations.c.touched_at.in_([each + _DATED for each in weeks]))
        changed = 0
        for name, sealed in (await connection.execute(rows)).all():
            talk = self._opened(name, sealed) if sealed else Conversation()
            left = talk.quiet(now)
            if left == talk:
                continue
            touched = week_of(left.touched or now)
            if talk.touched and now - talk.touched < DATED:
                touched += _DATED
            same = (_conversations.c.sender == name) & (_conversations.c.state == sealed)
            kept = {"state": self._sealed(name, left), "touched_at": touched}
            await connection.execute(update(_conversations).where(same).values(kept))
            changed += 1
        return changed

    def _sealed(self, name: str, conversation: Conversation) -> bytes:
        """Return *conversation* sealed for the row *name*."""
        bare = _encoder.encode(conversation)
        padded = bare.ljust(max(_SMALLEST, 1 << (len(bare) - 1).bit_length()))
        return self._key.seal(padded, purpose=_PURPOSE, context=name)

    def _opened(self, name: str, sealed: bytes) -> Conversation:
        """Return what is sealed in the row *name*; a new conversation where it does not open."""
        try:
            return _decoder.decode(self._key.open(sealed, purpose=_PURPOSE, context=name))
        except (UnsealError, msgspec.DecodeError) as error:
            # Of another key or another release: who writes now shall be answered all the same.
            log.warning("a conversation begins anew: %s", type(error).__name__)
            return Conversation()


async def mix(connection: AsyncConnection, *, since: datetime) -> None:
    """Lay the conversations of the weeks from *since* on in random order.

    PostgreSQL keeps which transaction wrote a row, and SQLite numbers rows as they come: both would
    tell the day of a talk, and which chat wrote last when a tip was counted.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK)
    await connection.execute(_AGAIN[connection.dialect.name], {"since": week_of(since)})


async def delete_claims(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete claims older than *before* and return how many."""
    return (await connection.execute(delete(_claims).where(_claims.c.claimed_at < before))).rowcount


async def delete_conversations(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete conversations of weeks that began before *before* and return how many."""
    old = _conversations.c.touched_at < before
    return (await connection.execute(delete(_conversations).where(old))).rowcount


async def last_claim(connection: AsyncConnection) -> datetime | None:
    """Return when a message was last taken, None when that is longer ago than claims are kept."""
    last: datetime | None = await connection.scalar(select(func.max(_claims.c.claimed_at)))
    return last
