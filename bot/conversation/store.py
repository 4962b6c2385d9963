"""The tables of conversations: sealed state, and which messages were already taken."""

import logging
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Column, LargeBinary, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import Conversation
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
        if sealed is None:
            return Conversation()
        try:
            return _decoder.decode(self._key.open(sealed, purpose=_PURPOSE, context=name))
        except (UnsealError, msgspec.DecodeError) as error:
            # Of another key or another release: who writes now shall be answered all the same.
            log.warning("a conversation begins anew: %s", type(error).__name__)
            return Conversation()

    async def save(
        self, connection: AsyncConnection, sender: Address, conversation: Conversation
    ) -> None:
        """Keep *conversation*, sealed, as the one with *sender*."""
        name = self._key.pseudonym(sender)
        text = _encoder.encode(conversation)
        padded = text.ljust(max(_SMALLEST, 1 << (len(text) - 1).bit_length()))
        sealed = self._key.seal(padded, purpose=_PURPOSE, context=name)
        touched = week_of(conversation.touched) if conversation.touched else None
        kept = {"state": sealed, "touched_at": touched}
        await connection.execute(
            insert(connection, _conversations)
            .values(sender=name, **kept)
            .on_conflict_do_update(index_elements=["sender"], set_=kept)
        )

    async def forget(self, connection: AsyncConnection, sender: Address) -> None:
        """Delete the conversation with *sender*."""
        name = self._key.pseudonym(sender)
        await connection.execute(delete(_conversations).where(_conversations.c.sender == name))


def week_of(moment: datetime) -> datetime:
    """Return the start of the week of *moment*: all that a row tells of when somebody wrote."""
    midnight = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday())


async def delete_claims(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete claims older than *before* and return how many."""
    return (await connection.execute(delete(_claims).where(_claims.c.claimed_at < before))).rowcount


async def delete_conversations(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete conversations of weeks that began before *before* and return how many."""
    old = _conversations.c.touched_at < before
    return (await connection.execute(delete(_conversations).where(old))).rowcount
