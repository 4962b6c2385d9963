"""Making guessers slow, without ever shutting anybody out for good.

Each guess fills a bucket that leaks; past what is free the wait doubles, up to some minutes. A
guess counts before it is checked, so that many at once gain nothing. Whoever logged in before on
the same device has a bucket apart: a stranger who guesses at a name cannot hold up its owner. See
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from math import ceil

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.staff.session import Kind, Session
from bot.staff.store import sessions as store
from bot.staff.store.sessions import Guesses

_MOST_OVER = 12.0


@dataclass(frozen=True, slots=True)
class Limit:
    """How many guesses are free, how long one takes to be forgotten, and the longest wait."""

    free: int
    forgotten_after: timedelta
    longest: timedelta


BY_NAME = Limit(5, timedelta(minutes=10), timedelta(minutes=5))
OVERALL = Limit(20, timedelta(seconds=10), timedelta(seconds=10))
_EVERYBODY = "everybody"


class Guard:
    """Count guesses, and say how long to wait."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key

    def buckets(self, name: str, *, owner: str, device: str) -> Mapping[str, Limit]:
        """Return what a guess at *name* counts for; *owner* is the account's id or ""."""
        if owner and self._is_known(device, owner=owner):
            return {f"device {device}": BY_NAME}
        return {f"name {name}": BY_NAME, _EVERYBODY: OVERALL}

    async def attempt(
        self, connection: AsyncConnection, buckets: Mapping[str, Limit], *, now: datetime
    ) -> int:
        """Count one guess and return 0, or the seconds to wait before one counts."""
        found = {
            name: await store.guesses_at(connection, self._hash(name), now=now) for name in buckets
        }
        wait = max((each.free_at - now).total_seconds() for each in found.values())
        if wait > 0:
            return ceil(wait)
        for name, guesses in found.items():
            full = counted(guesses, buckets[name], now=now)
            await store.keep_guesses(connection, self._hash(name), full)
        return 0

    async def succeeded(
        self, connection: AsyncConnection, buckets: Mapping[str, Limit], *, now: datetime
    ) -> None:
        """Forget the guesses for a name or device, and of those of everybody this one."""
        for name in buckets:
            guesses = await store.guesses_at(connection, self._hash(name), now=now)
            level = max(0.0, guesses.level - 1) if name == _EVERYBODY else 0.0
            await store.keep_guesses(connection, self._hash(name), Guesses(level, now, now))

    def buckets_of(self, session: Session) -> Mapping[str, Limit]:
        """Return what a guess counts for that is made within *session*.

        A chat has a new session for each act: there guesses count for its account.
        """
        if session.kind == Kind.CHAT:
            return {f"chat {session.account}": BY_NAME}
        return {f"session {session.id}": BY_NAME}

    def device(self, device: str, *, owner: str) -> str:
        """Return what shows that *owner* logged in on this device: *device* if it does, or new."""
        if self._is_known(device, owner=owner):
            return device
        nonce = secrets.token_urlsafe(16)
        return f"{nonce}.{self._vouched(nonce, owner)}"

    def _is_known(self, device: str, *, owner: str) -> bool:
        """Tell whether *device* was made for *owner* by this server."""
        nonce, _, proof = device.partition(".")
        return compare_digest(proof.encode(), self._vouched(nonce, owner).encode())

    def _vouched(self, nonce: str, owner: str) -> str:
        """Return the proof that a device belongs to *owner*."""
        return self._key.digest(f"{owner}\n{nonce}", purpose="staff-device")

    def _hash(self, bucket: str) -> str:
        """Return what stands for *bucket* in the database: guessed names are not kept."""
        return self._key.digest(bucket, purpose="staff-guess")


def counted(guesses: Guesses, limit: Limit, *, now: datetime) -> Guesses:
    """Return *guesses* with one more *now*."""
    passed = max(timedelta(), now - guesses.counted_at) / limit.forgotten_after
    level = min(max(0.0, guesses.level - passed) + 1, limit.free + _MOST_OVER)
    over = level - limit.free
    wait = min(timedelta(seconds=2.0**over), limit.longest) if over > 0 else timedelta()
    return Guesses(level, now, now + wait)
