"""Coming in: who is invited, and how an invitation becomes an account."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.staff import totp
from bot.staff.account import Account, Act, Invitation, Role, is_name
from bot.staff.actor import Actor
from bot.staff.authenticator import Authenticator
from bot.staff.chain import Entry
from bot.staff.codes import hash_code, new_code
from bot.staff.guessing import OVERALL, Guard
from bot.staff.passwords import Passwords, weakness
from bot.staff.refusal import Reason
from bot.staff.room import Room
from bot.staff.store import accounts, recovery, sessions
from bot.staff.store import codes as store
from bot.staff.store.accounts import Credentials

EXPIRES = timedelta(days=7)

_PURPOSE = "staff-invitation"
_BUCKET = {"invitations": OVERALL}


@dataclass(frozen=True, slots=True)
class Entering:
    """What somebody brings who accepts: a password, and a code of the phone that has *secret*."""

    code: str
    password: str
    secret: str
    totp: str


class Invitations:
    """Invite people, and let them in."""

    def __init__(self, room: Room, key: ServerKey, *, passwords: Passwords) -> None:
        self._room = room
        self._key = key
        self._passwords = passwords
        self._guard = Guard(key)
        self._authenticator = Authenticator(key)

    async def first(self, name: str) -> str:
        """Return the code by which the first administrator comes in; an earlier one is void.

        Raises Refused once there is an account.
        """
        entry = Entry("", Act.MANAGE_STAFF, name)
        self._refuse_bad_name(name)
        async with self._room.database.transaction() as connection:
            exists = await accounts.count_accounts(connection)
            if not exists:
                await store.delete_invitations(connection)
                invitation = Invitation(name, name, frozenset({Role.ADMIN}))
                code = await self._kept(connection, invitation)
                await self._room.note(connection, entry)
        if exists:
            raise await self._room.refused(entry, Reason.ACCOUNTS_EXIST)
        return code

    async def invite(self, actor: Actor, invitation: Invitation) -> str:
        """Return the one-time code by which somebody comes in; an earlier one for the name is void.

        Raises Refused for a name that is none or taken, and for nothing to do.
        """
        self._refuse_bad_name(invitation.name)
        if not invitation.roles:
            raise self._room.because(Reason.ROLES_MISSING)
        subject = invitation.name
        async with actor.doing(Act.MANAGE_STAFF, subject=subject) as connection:
            if await accounts.account_named(connection, invitation.name):
                raise self._room.because(Reason.NAME_TAKEN, nama=invitation.name)
            return await self._kept(connection, replace(invitation, account=None))

    async def renew(self, actor: Actor, name: str) -> str:
        """Return a code by which *name* gets a new password and phone; until then the old hold."""
        async with actor.doing(Act.MANAGE_STAFF, subject=name) as connection:
            account = await accounts.account_named(connection, name)
            if account is None:
                raise self._room.because(Reason.ACCOUNT_UNKNOWN, nama=name)
            return await self._kept(connection, _for_again(account))

    async def open(self, code: str) -> Invitation:
        """Return what *code* invites to; raises Refused for one that is wrong, used or too old."""
        now = self._room.clock.now()
        async with self._room.database.transaction() as connection:
            wait = await self._guard.attempt(connection, _BUCKET, now=now)
            found = None
            if not wait:
                found = await store.find_invitation(connection, self._hash(code), now=now)
            if found:
                await self._guard.succeeded(connection, _BUCKET, now=now)
        if wait:
            raise self._room.because(Reason.SLOW, detik=wait)
        if found is None:
            raise await self._room.refused(Entry("", Act.ACCEPT), Reason.CODE)
        return found

    async def accept(self, entering: Entering) -> tuple[Account, tuple[str, ...]]:
        """Return the account that *entering* makes, and its recovery codes; the code is used up.

        Raises Refused for a weak password, a wrong code of the phone, or a code that is no more.
        """
        invited = await self.open(entering.code)
        if weak := weakness(
            entering.password, name=invited.name, display_name=invited.display_name
        ):
            raise self._room.because(weak)
        now = self._room.clock.now()
        step = totp.step_of(entering.secret, entering.totp, now=now, after=0)
        if step is None:
            raise self._room.because(Reason.TOTP)
        hashed = await self._passwords.hash(entering.password)
        owner = invited.account or str(uuid4())
        sealed = self._authenticator.sealed(entering.secret, account=owner)
        return await self._entered(entering, Credentials(hashed, sealed, step), owner=owner)

    async def _entered(
        self, entering: Entering, credentials: Credentials, *, owner: str
    ) -> tuple[Account, tuple[str, ...]]:
        """Use the code up, keep the account, and return it with its recovery codes."""
        now = self._room.clock.now()
        codes = totp.new_recovery_codes()
        async with self._room.database.transaction() as connection:
            # The account before the invitation, as whoever disables it locks them.
            await accounts.credentials_of(connection, owner, locked=True)
            taken = await store.take_invitation(connection, self._hash(entering.code), now=now)
            account = await self._account(connection, taken, credentials, owner=owner)
            if account:
                hashes = self._authenticator.hashes(codes)
                await recovery.change_recovery_codes(connection, owner, hashes)
                await self._room.note(connection, Entry(owner, Act.ACCEPT, owner))
        if account is None:
            raise await self._room.refused(Entry("", Act.ACCEPT), Reason.CODE)
        return account, codes

    async def _account(
        self,
        connection: AsyncConnection,
        taken: Invitation | None,
        credentials: Credentials,
        *,
        owner: str,
    ) -> Account | None:
        """Return the account that *taken* leads to, None when it leads to none any more."""
        if taken is None:
            return None
        if taken.account:
            await accounts.change_credentials(connection, owner, credentials)
            await sessions.end_sessions(connection, owner, now=self._room.clock.now())
            return await accounts.account_of(connection, owner)
        account = Account(owner, taken.name, taken.display_name, taken.roles, taken.offices)
        return account if await accounts.add_account(connection, account, credentials) else None

    async def _kept(self, connection: AsyncConnection, invitation: Invitation) -> str:
        """Keep *invitation* and return its code."""
        code = new_code()
        until = self._room.clock.now() + EXPIRES
        hashed = self._hash(code)
        await store.keep_invitation(connection, hashed, invitation, expires_at=until)
        return code

    def _refuse_bad_name(self, name: str) -> None:
        """Raise Refused for a *name* that nobody can log in with."""
        if not is_name(name):
            raise self._room.because(Reason.NAME)

    def _hash(self, code: str) -> str:
        """Return what stands for *code* in the database."""
        return hash_code(self._key, code, purpose=_PURPOSE)


def _for_again(account: Account) -> Invitation:
    """Return the invitation by which *account* comes in anew."""
    return Invitation(
        account.name, account.display_name, account.roles, account.offices, account.id
    )
