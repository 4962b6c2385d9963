"""Somebody who acts: the one gate that every verb of staff goes through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Refused
from bot.staff.account import CONFIRMED, Account, Act
from bot.staff.chain import Entry
from bot.staff.refusal import Reason
from bot.staff.room import Room
from bot.staff.session import Session
from bot.staff.store import sessions as store
from bot.staff.words import ACT_NAMES


class Actor:
    """An account with an open session; what it does and is refused goes into the trail."""

    def __init__(self, account: Account, session: Session, *, room: Room) -> None:
        self.account = account
        self.session = session
        self._room = room

    def may(self, act: Act) -> bool:
        """Tell whether this account's roles let it do *act*, to show or hide what leads there."""
        return self.account.may(act)

    def must_confirm(self, act: Act) -> bool:
        """Tell whether a fresh code of the authenticator is needed before *act*."""
        return act in CONFIRMED and not self.session.is_confirmed(self._room.clock.now())

    async def require(self, act: Act, *, subject: str = "") -> None:
        """Return when this account may do *act* now.

        Raises Refused, and notes it in a transaction of its own: never call this inside another.
        """
        await self.require_role(act, subject=subject)
        if self.must_confirm(act):
            raise await self.refused(act, Reason.CONFIRMATION, subject=subject)

    async def require_role(self, act: Act, *, subject: str = "") -> None:
        """Return when a role of this account allows *act*, else raise Refused like require."""
        if not self.may(act):
            name = self._room.say(ACT_NAMES[act])
            entry = self._entry(act, subject)
            raise await self._room.refused(entry, Reason.ROLE, tindakan=name)

    async def refused(self, act: Act, reason: Reason, *, subject: str = "") -> Refused:
        """Note that *act* is refused for *reason* and return the error to raise.

        For rules that are the caller's, such as one's own office; call it outside transactions.
        """
        return await self._room.refused(self._entry(act, subject), reason)

    async def note_refusal(self, act: Act, reason: str, *, subject: str = "") -> None:
        """Note that *act* was refused, for a rule that is the caller's; outside transactions."""
        await self._room.note_refusal(self._entry(act, subject), reason)

    @asynccontextmanager
    async def doing(self, act: Act, *, subject: str = "") -> AsyncIterator[AsyncConnection]:
        """Yield a transaction in which *act* is done, and which notes it at its end.

        What is raised undoes everything; a Refused is noted apart. Never call this inside another.
        """
        await self.require(act, subject=subject)
        try:
            async with self._room.database.transaction() as connection:
                await self._still_here(connection)
                yield connection
                # Not looked at again: an act may end the session that it is done in.
                await self._room.note(connection, self._entry(act, subject))
        except Refused as error:
            await self._room.note_refusal(self._entry(act, subject), error.reason)
            raise

    async def done(self, connection: AsyncConnection, act: Act, *, subject: str = "") -> None:
        """Note in the caller's transaction, as its last step, that *act* was done.

        Raises Refused when the session was ended meanwhile, as by disabling the account.
        """
        await self._still_here(connection)
        await self._room.note(connection, self._entry(act, subject))

    async def _still_here(self, connection: AsyncConnection) -> None:
        """Raise Refused when the session is over."""
        session = await store.session_of(connection, self.session.id)
        if session is None or not session.is_open(self._room.clock.now()):
            raise self._room.because(Reason.SESSION)

    def _entry(self, act: Act, subject: str) -> Entry:
        """Return what the trail says about *act*."""
        return Entry(self.account.id, act, subject)
