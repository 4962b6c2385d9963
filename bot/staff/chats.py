"""The chats that are linked with accounts: who writes there, what they may do, and letting go."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.messages import Address
from bot.staff.account import Account, Act
from bot.staff.actor import Actor
from bot.staff.chain import Entry
from bot.staff.refusal import Reason
from bot.staff.room import Room
from bot.staff.session import CONFIRMED_FOR, Kind, Session
from bot.staff.store import links, notices
from bot.staff.store import sessions as store

LASTS = timedelta(minutes=2)  # an act from a chat has a session of its own

_CHAT_PURPOSE = "staff-telegram"


class Chats:
    """Let staff act from the chats that are linked with their links."""

    def __init__(self, room: Room, key: ServerKey) -> None:
        self._room = room
        self._key = key

    @asynccontextmanager
    async def acting(self, chat: Address, act: Act, *, subject: str = "") -> AsyncIterator[Actor]:
        """Yield who writes from *chat*, not yet confirmed; the session ends with what is done.

        Raises Refused, and notes it, when the chat is not linked with an account that may act.
        Never call this inside a transaction.
        """
        async with self._room.database.transaction() as connection:
            sender = self._key.pseudonym(chat)
            account = await links.account_of_sender(connection, sender, locked=True)
            session = None
            if account and not account.disabled:
                session = await self._opened(connection, account)
        if account is None or session is None:
            entry = Entry(account.id if account else "", act, subject)
            raise await self._room.refused(entry, Reason.CHAT)
        try:
            yield Actor(account, session, room=self._room)
        finally:
            async with self._room.database.transaction() as connection:
                await store.end_session(connection, session.id, now=self._room.clock.now())

    async def is_linked(self, connection: AsyncConnection, chat: Address) -> bool:
        """Tell in the caller's transaction whether *chat* is linked with an account."""
        sender = self._key.pseudonym(chat)
        return await links.account_of_sender(connection, sender) is not None

    async def unlink(self, connection: AsyncConnection, chat: Address) -> None:
        """Let go of *chat* in the caller's transaction, if it is linked, and note that."""
        owner = await links.unlink_telegram(connection, self._key.pseudonym(chat))
        if owner:
            await self._room.note(connection, Entry(owner, Act.UNLINK_TELEGRAM, owner))

    async def all(self, connection: AsyncConnection) -> tuple[tuple[Account, Address], ...]:
        """Return who may act and is linked, with where they are reached."""
        found = await links.linked_accounts(connection)
        return tuple(
            (account, opened(self._key, sealed, owner=account.id)) for account, sealed in found
        )

    async def is_news(self, connection: AsyncConnection, subject: str) -> bool:
        """Note in the caller's transaction that staff are told of *subject*, once; else False."""
        return await notices.is_news(connection, subject, now=self._room.clock.now())

    async def _opened(self, connection: AsyncConnection, account: Account) -> Session:
        """Open a session that nobody has the token of."""
        now = self._room.clock.now()
        session = Session(
            secrets.token_hex(4), account.id, Kind.CHAT, now, now + LASTS, now - CONFIRMED_FOR
        )
        token = self._key.digest(secrets.token_urlsafe(32), purpose="staff-session")
        await store.keep_session(connection, token, session)
        return session


def sealed(key: ServerKey, chat: Address, *, owner: str) -> bytes:
    """Return where the account *owner* is reached as the database keeps it."""
    place = msgspec.json.encode((chat.channel, chat.value))
    return key.seal(place, purpose=_CHAT_PURPOSE, context=owner)


def opened(key: ServerKey, place: bytes, *, owner: str) -> Address:
    """Return the chat that was sealed for the account *owner*."""
    told = key.open(place, purpose=_CHAT_PURPOSE, context=owner)
    return Address(*msgspec.json.decode(told, type=tuple[str, str]))
