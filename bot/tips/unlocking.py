"""Desks unlocked in a browser: each for one session, in the memory of this process only."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.errors import Refused, WrongPassphrase
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.refusal import Reason, Say, refused
from bot.tips.keys import KeyRing
from bot.tips.locksmith import open_ring
from bot.tips.search import Index
from bot.tips.shelf import Shelf

IDLE = timedelta(minutes=30)
_LONGEST = 10  # doublings of the pause after a wrong passphrase


@dataclass
class OpenDesk:
    """What a session has while its desk is unlocked; nothing of it is written anywhere."""

    ring: KeyRing = field(repr=False)
    shelf: Shelf = field(repr=False)
    until: datetime
    queue: str = field(default="", repr=False)  # what the list was last asked for

    def forget(self) -> None:
        """Let go of what was read, also where a page still has this desk in its hands."""
        self.shelf.clear()
        self.ring.pairs.clear()


class OpenDesks:
    """Keep the desks that are unlocked, by their sessions; what is idle is locked by itself."""

    def __init__(self, path: Path, *, clock: Clock, say: Say, index: Callable[[], Index]) -> None:
        self._path = path
        self._clock = clock
        self._say = say
        self._index = index
        self._open: dict[str, OpenDesk] = {}
        self._wrong: dict[str, tuple[int, datetime]] = {}
        self._turn = asyncio.Lock()  # each try takes a quarter of a gigabyte

    async def unlock(self, actor: Actor, passphrase: str) -> None:
        """Unlock the desk for the session of *actor*; the trail tells of it, and of a wrong try.

        Raises KeyFileError, WrongPassphrase, and Refused for whoever guesses too fast.
        """
        async with self._turn:
            self._refuse_fast(actor.account.id)
            try:
                ring, _ = await asyncio.to_thread(open_ring, self._path, passphrase)
                index = await asyncio.to_thread(self._index)
            except WrongPassphrase:
                self._slow_down(actor.account.id)
                await actor.note_refusal(Act.UNLOCK_DESK, Reason.CREDENTIALS)
                raise
            async with actor.doing(Act.UNLOCK_DESK):
                pass
        self._wrong.pop(actor.account.id, None)
        until = self._clock.now() + IDLE
        self._open[actor.session.id] = OpenDesk(ring, Shelf(index), until)
        asyncio.get_running_loop().call_later(IDLE.total_seconds(), self._sweep)

    def find(self, session: str) -> OpenDesk | None:
        """Return the desk of a session, unlocked for another while; None when it is locked."""
        self._forget_idle()
        if found := self._open.get(session):
            found.until = self._clock.now() + IDLE
        return found

    def lock(self, session: str) -> None:
        """Forget the keys of a session."""
        if found := self._open.pop(session, None):
            found.forget()

    def _refuse_fast(self, account: str) -> None:
        """Raise Refused while *account* has to wait after a wrong passphrase."""
        _, since = self._wrong.get(account, (0, self._clock.now()))
        if (wait := (since - self._clock.now()).total_seconds()) > 0:
            raise self._slow(wait)

    def _slow(self, seconds: float) -> Refused:
        """Return what asks to wait."""
        return refused(self._say, Reason.SLOW, detik=int(seconds) + 1)

    def _slow_down(self, account: str) -> None:
        """Have *account* wait before its next try, each time twice as long."""
        tries, _ = self._wrong.get(account, (0, self._clock.now()))
        pause = timedelta(seconds=2 ** min(tries, _LONGEST))
        self._wrong[account] = (tries + 1, self._clock.now() + pause)

    def _forget_idle(self) -> None:
        """Forget what nobody used for a while."""
        now = self._clock.now()
        for name in [name for name, each in self._open.items() if now >= each.until]:
            self.lock(name)

    def _sweep(self) -> None:
        """Forget what is idle, also when nobody asks any more."""
        self._forget_idle()
        if self._open:
            asyncio.get_running_loop().call_later(IDLE.total_seconds(), self._sweep)
