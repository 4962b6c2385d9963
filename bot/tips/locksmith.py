"""Making the desk's key, changing its passphrase, and letting everybody seal to it."""

import asyncio
from pathlib import Path

from bot.clock import Clock
from bot.errors import KeyFileError
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.tips.keys import (
    Cost,
    KeyRing,
    Lock,
    change_passphrase,
    key_files,
    new_desk_key,
    open_desk_key,
    refuse_weak,
)
from bot.tips.store import keys


def open_ring(path: Path, passphrase: str) -> tuple[KeyRing, list[Path]]:
    """Return the keys that *passphrase* opens, and the older files that stay shut.

    Dear by design, call it in a thread. Raises KeyFileError, WrongPassphrase for the key in *path*.
    """
    pairs, shut = [open_desk_key(path, passphrase)], []
    for older in key_files(path)[1:]:
        try:
            pairs.append(open_desk_key(older, passphrase))
        except KeyFileError:
            shut.append(older)
    return KeyRing.of(pairs), shut


class Locksmith:
    """Work on keys in the name of an account that may."""

    def __init__(self, path: Path, *, clock: Clock, cost: Cost | None = None) -> None:
        self._path = path
        self._clock = clock
        self._cost = cost or Cost()

    async def make(self, actor: Actor, passphrase: str) -> Lock:
        """Write a fresh desk key, let senders seal to it from now on, and return its public half.

        Raises Refused, and KeyFileError for a weak passphrase.
        """
        refuse_weak(passphrase)
        await actor.require(Act.MANAGE_DESK_KEY)
        lock = await asyncio.to_thread(new_desk_key, self._path, passphrase, cost=self._cost)
        async with actor.doing(Act.MANAGE_DESK_KEY, subject=lock.id) as connection:
            await keys.publish(connection, keys.Owner.DESK, lock, day=self._clock.today())
        return lock

    async def change(self, actor: Actor, old: str, new: str) -> None:
        """Seal the desk key with another passphrase; raises Refused and KeyFileError."""
        async with actor.doing(Act.MANAGE_DESK_KEY):
            await asyncio.to_thread(change_passphrase, self._path, old, new, cost=self._cost)
