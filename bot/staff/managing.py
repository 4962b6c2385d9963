"""Managing accounts: roles, leave to act, sessions, and the person's chat on Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.messages import Address
from bot.staff.account import Account, Act, Invitation, Role
from bot.staff.actor import Actor
from bot.staff.audit import last_done
from bot.staff.chain import Entry
from bot.staff.chats import opened, sealed
from bot.staff.codes import hash_code, new_code
from bot.staff.guessing import OVERALL, Guard
from bot.staff.refusal import Reason
from bot.staff.room import Room
from bot.staff.session import Session
from bot.staff.store import accounts, codes, links
from bot.staff.store import sessions as store

LINK_EXPIRES = timedelta(minutes=15)

_PURPOSE = "staff-link"
_BUCKET = {"links": OVERALL}


@dataclass(frozen=True, slots=True)
class Overview:
    """Who is here, and who is invited until when."""

    accounts: tuple[Account, ...]
    invited: tuple[tuple[Invitation, datetime], ...]


async def is_unstaffed(database: Database) -> bool:
    """Tell whether there is no account yet."""
    async with database.reading() as connection:
        return not await accounts.count_accounts(connection)


class Management:
    """Change accounts; whatever is changed ends the account's sessions."""

    def __init__(self, room: Room, key: ServerKey) -> None:
        self._room = room
        self._key = key
        self._guard = Guard(key)

    async def overview(self, actor: Actor) -> Overview:
        """Return every account and every open invitation."""
        await actor.require(Act.MANAGE_STAFF)
        async with self._room.database.reading() as connection:
            now = self._room.clock.now()
            invited = await codes.open_invitations(connection, now=now)
            return Overview(await accounts.accounts(connection), invited)

    async def display_names(self) -> dict[str, str]:
        """Return how each account is called, by its id, to tell staff who did something."""
        async with self._room.database.reading() as connection:
            found = await accounts.accounts(connection)
        return {each.id: each.display_name for each in found}

    async def count_administrators(self) -> int:
        """Return how many accounts may manage the others now."""
        async with self._room.database.reading() as connection:
            found = await accounts.accounts(connection)
        return sum(not each.disabled and each.may(Act.MANAGE_STAFF) for each in found)

    async def last_logins(self, actor: Actor) -> dict[str, datetime]:
        """Return when each account, by its id, last logged in."""
        await actor.require(Act.MANAGE_STAFF)
        async with self._room.database.reading() as connection:
            return await last_done(connection, Act.LOG_IN)

    async def change(
        self, actor: Actor, name: str, *, roles: frozenset[Role], offices: frozenset[str]
    ) -> None:
        """Give *name* other roles and offices; raises Refused if no administrator would be left."""
        if not roles:
            raise self._room.because(Reason.ROLES_MISSING)
        async with self._changing(actor, name) as (connection, account):
            changed = replace(account, roles=roles, offices=offices)
            await self._keep(connection, changed)

    async def disable(self, actor: Actor, name: str) -> None:
        """Let *name* do nothing any more, from now on."""
        async with self._changing(actor, name) as (connection, account):
            await codes.delete_invitations_of(connection, name)
            await self._keep(connection, replace(account, disabled=True))

    async def enable(self, actor: Actor, name: str) -> None:
        """Let *name* act again."""
        async with self._changing(actor, name) as (connection, account):
            await self._keep(connection, replace(account, disabled=False))

    async def sessions(self, actor: Actor) -> tuple[tuple[Session, str], ...]:
        """Return open sessions with the names they are for; of others only to administrators."""
        async with self._room.database.reading() as connection:
            found = await store.open_sessions(connection, now=self._room.clock.now())
            names = {each.id: each.name for each in await accounts.accounts(connection)}
        all_of_them = actor.may(Act.MANAGE_STAFF)
        return tuple(
            (each, names.get(each.account, ""))
            for each in found
            if all_of_them or each.account == actor.account.id
        )

    async def end_session(self, actor: Actor, session_id: str) -> None:
        """End a session: one's own, or as an administrator anybody's."""
        mine = {each.id for each, _ in await self.sessions(actor)}
        if session_id not in mine:
            raise self._room.because(Reason.SESSION_UNKNOWN)
        async with actor.doing(Act.LOG_OUT, subject=session_id) as connection:
            await store.end_session(connection, session_id, now=self._room.clock.now())

    async def link_code(self, actor: Actor) -> str:
        """Return a code that shows for LINK_EXPIRES that who writes it to the bot is *actor*."""
        code = new_code(groups=2)
        until = self._room.clock.now() + LINK_EXPIRES
        async with actor.doing(Act.LINK_TELEGRAM, subject=actor.account.id) as connection:
            await codes.keep_link_code(
                connection, self._hash(code), actor.account.id, expires_at=until
            )
        return code

    async def link(
        self, connection: AsyncConnection, code: str, *, chat: Address
    ) -> Account | None:
        """Return the account that *code* links to *chat*, None for a wrong one, which costs time.

        Works in the caller's transaction.
        """
        now = self._room.clock.now()
        if await self._guard.attempt(connection, _BUCKET, now=now):
            return None
        owner = await codes.take_link_code(connection, self._hash(code), now=now)
        everybody = await accounts.accounts(connection, locked=True)
        account = next((each for each in everybody if each.id == owner), None)
        if account is None or account.disabled:
            return None
        await self._guard.succeeded(connection, _BUCKET, now=now)
        sender = self._key.pseudonym(chat)
        place = sealed(self._key, chat, owner=account.id)
        await links.change_telegram(connection, account.id, sender=sender, address=place)
        await self._room.note(connection, Entry(account.id, Act.LINK_TELEGRAM, account.id))
        return account

    async def linked(self, chat: Address) -> Account | None:
        """Return the account whose person writes from *chat*, None when there is none to act."""
        sender = self._key.pseudonym(chat)
        async with self._room.database.reading() as connection:
            account = await links.account_of_sender(connection, sender)
        return account if account and not account.disabled else None

    async def chat_of(self, actor: Actor) -> Address | None:
        """Return the chat where *actor* is reached, None when none is linked."""
        owner = actor.account.id
        async with self._room.database.reading() as connection:
            place = await links.telegram_of(connection, owner)
        return opened(self._key, place, owner=owner) if place else None

    @asynccontextmanager
    async def _changing(
        self, actor: Actor, name: str
    ) -> AsyncIterator[tuple[AsyncConnection, Account]]:
        """Yield the account *name* to be changed; afterwards its sessions are over.

        Raises Refused where there is none, or no administrator would be left.
        """
        async with actor.doing(Act.MANAGE_STAFF, subject=name) as connection:
            everybody = await accounts.accounts(connection, locked=True)
            account = next((each for each in everybody if each.name == name), None)
            if account is None:
                raise self._room.because(Reason.ACCOUNT_UNKNOWN, nama=name)
            yield connection, account
            left = await accounts.accounts(connection)
            if not any(each.governs for each in left):
                raise self._room.because(Reason.LAST_ADMIN)
            await store.end_sessions(connection, account.id, now=self._room.clock.now())

    async def _keep(self, connection: AsyncConnection, account: Account) -> None:
        """Keep *account* as it is now."""
        await accounts.change_account(connection, account)

    def _hash(self, code: str) -> str:
        """Return what stands for *code* in the database."""
        return hash_code(self._key, code, purpose=_PURPOSE)
