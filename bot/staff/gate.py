"""Logging in and out, and being asked again before dangerous acts."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.staff.account import Account, Act
from bot.staff.actor import Actor
from bot.staff.authenticator import Authenticator
from bot.staff.chain import Entry, Outcome
from bot.staff.guessing import Guard
from bot.staff.passwords import Passwords, weakness
from bot.staff.refusal import Reason
from bot.staff.room import Room
from bot.staff.session import LASTS, Kind, Session
from bot.staff.store import accounts as accounts_store
from bot.staff.store import sessions as store
from bot.staff.store.accounts import Credentials

_WORTH_WRITING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody says who wants to log in; *device* is what an earlier login here gave."""

    name: str
    password: str
    code: str
    kind: Kind = Kind.TERMINAL
    device: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the client keeps: the *token* of the session, and what makes its device known."""

    token: str
    device: str
    session: Session
    account: Account


class Staff:
    """Let people in and out."""

    def __init__(self, room: Room, key: ServerKey, *, passwords: Passwords) -> None:
        self._room = room
        self._key = key
        self._passwords = passwords
        self._guard = Guard(key)
        self._authenticator = Authenticator(key)

    async def login(self, attempt: Attempt) -> Opened:
        """Open a session.

        Raises Refused, with the same words and after the same time for whatever was wrong.
        """
        # Telephones begin a field with a capital; no account's name has one.
        attempt = replace(attempt, name=attempt.name.strip().lower())
        account, kept = await self._named(attempt.name)
        owner = account.id if account else ""
        buckets = self._guard.buckets(attempt.name, owner=owner, device=attempt.device)
        async with self._room.database.transaction() as connection:
            wait = await self._guard.attempt(connection, buckets, now=self._room.clock.now())
        if wait:
            raise self._room.because(Reason.SLOW, detik=wait)
        right = await self._passwords.matches(kept.password if kept else None, attempt.password)
        async with self._room.database.transaction() as connection:
            now = self._room.clock.now()
            entry = Entry(owner, Act.LOG_IN)
            code = attempt.code
            if right and kept and await self._opens(connection, owner, kept=kept, code=code):
                await self._guard.succeeded(connection, buckets, now=now)
                opened = await self._open(connection, owner, attempt=attempt, now=now)
                await self._room.note(connection, replace(entry, subject=opened.session.id))
                return opened
            refusal = replace(entry, outcome=Outcome.REFUSED, reason=Reason.CREDENTIALS)
            await self._room.note(connection, refusal)
        raise self._room.because(Reason.CREDENTIALS)

    async def acting(self, token: str) -> Actor:
        """Return who has *token*; raises Refused when its session or account is over."""
        async with self._room.database.reading() as connection:
            session = await store.find_session(connection, self._hash(token))
            owner = session.account if session else ""
            account = await accounts_store.account_of(connection, owner)
        if session is None or account is None:
            raise self._room.because(Reason.SESSION)
        if account.disabled or not session.is_open(self._room.clock.now()):
            entry = Entry(account.id, Act.USE_SESSION, session.id)
            raise await self._room.refused(entry, Reason.SESSION)
        return Actor(account, session, room=self._room)

    async def stands(self, token: str, act: Act) -> bool:
        """Tell whether *token* still opens and its account may do *act*; asking is not noted."""
        async with self._room.database.reading() as connection:
            session = await store.find_session(connection, self._hash(token))
            owner = session.account if session else ""
            account = await accounts_store.account_of(connection, owner)
        if session is None or account is None or account.disabled:
            return False
        return session.is_open(self._room.clock.now()) and account.may(act)

    async def stay(self, actor: Actor) -> None:
        """Let the session of *actor* in the console go on, as somebody is at work in it."""
        until = actor.session.lasting(self._room.clock.now())
        if until - actor.session.expires_at >= _WORTH_WRITING:
            async with self._room.database.transaction() as connection:
                await store.prolong_session(connection, actor.session.id, until=until)

    async def owner_of(self, token: str) -> str:
        """Return the account whose session *token* is or was, "" when nobody's."""
        async with self._room.database.reading() as connection:
            session = await store.find_session(connection, self._hash(token))
        return session.account if session else ""

    async def logout(self, actor: Actor) -> None:
        """End the session of *actor*."""
        subject = actor.session.id
        async with actor.doing(Act.LOG_OUT, subject=subject) as connection:
            await store.end_session(connection, subject, now=self._room.clock.now())

    async def confirm(self, actor: Actor, code: str) -> Actor:
        """Return *actor* vouched for by a fresh *code*; raises Refused for a wrong or used one."""
        session = actor.session
        buckets = self._guard.buckets_of(session)
        entry = Entry(actor.account.id, Act.CONFIRM, session.id)
        async with self._room.database.transaction() as connection:
            now = self._room.clock.now()
            wait = await self._guard.attempt(connection, buckets, now=now)
            kept = await accounts_store.credentials_of(connection, session.account, locked=True)
            right = (
                not wait
                and kept
                and await self._authenticator.vouches(
                    connection, session.account, code=code, now=now
                )
            )
            if right:
                await self._guard.succeeded(connection, buckets, now=now)
                await store.confirm_session(connection, session.id, now=now)
                await actor.done(connection, Act.CONFIRM, subject=session.id)
        if wait:
            raise self._room.because(Reason.SLOW, detik=wait)
        if not right:
            raise await self._room.refused(entry, Reason.TOTP)
        return Actor(actor.account, replace(session, confirmed_at=now), room=self._room)

    async def change_password(self, actor: Actor, *, old: str, new: str) -> None:
        """Let *new* open the account from now on, and end its sessions.

        Raises Refused for a weak *new*, and for a wrong *old*, which is slowed down when guessed.
        """
        account = actor.account
        await actor.require(Act.CHANGE_PASSWORD)
        if weak := weakness(new, name=account.name, display_name=account.display_name):
            raise await actor.refused(Act.CHANGE_PASSWORD, weak)
        buckets = self._guard.buckets_of(actor.session)
        async with self._room.database.transaction() as connection:
            wait = await self._guard.attempt(connection, buckets, now=self._room.clock.now())
            kept = await accounts_store.credentials_of(connection, account.id)
        if wait:
            raise self._room.because(Reason.SLOW, detik=wait)
        if not await self._passwords.matches(kept.password if kept else None, old):
            raise await actor.refused(Act.CHANGE_PASSWORD, Reason.CREDENTIALS)
        hashed = await self._passwords.hash(new)
        async with actor.doing(Act.CHANGE_PASSWORD) as connection:
            await accounts_store.change_password(connection, account.id, hashed)
            await store.end_sessions(connection, account.id, now=self._room.clock.now())

    async def _named(self, name: str) -> tuple[Account | None, Credentials | None]:
        """Return the account that logs in as *name* and what opens it, if there is one."""
        async with self._room.database.reading() as connection:
            account = await accounts_store.account_named(connection, name)
            owner = account.id if account else ""
            return account, await accounts_store.credentials_of(connection, owner)

    async def _opens(
        self, connection: AsyncConnection, owner: str, *, kept: Credentials, code: str
    ) -> bool:
        """Tell whether *code* opens the account whose password was compared with *kept*."""
        locked = await accounts_store.credentials_of(connection, owner, locked=True)
        account = await accounts_store.account_of(connection, owner)
        if not locked or locked.password != kept.password or not account or account.disabled:
            return False
        now = self._room.clock.now()
        return await self._authenticator.vouches(connection, owner, code=code, now=now)

    async def _open(
        self, connection: AsyncConnection, owner: str, *, attempt: Attempt, now: datetime
    ) -> Opened:
        """Open a session for the account *owner*; the code just given vouches for it."""
        account = await accounts_store.account_of(connection, owner)
        assert account, "its credentials were just compared"  # noqa: S101
        token = secrets.token_urlsafe(32)
        session = Session(
            secrets.token_hex(4), owner, attempt.kind, now, expires_at=now + LASTS, confirmed_at=now
        )
        await store.keep_session(connection, self._hash(token), session)
        device = self._guard.device(attempt.device, owner=owner)
        return Opened(token, device, session, account)

    def _hash(self, token: str) -> str:
        """Return what stands for *token* in the database."""
        return self._key.digest(token, purpose="staff-session")
