"""Passwords: long rather than complicated, kept as Argon2id.

What is asked of a password follows NIST SP 800-63B: length, and nothing that is tried first.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from nacl.exceptions import InvalidkeyError
from nacl.pwhash import argon2id

from bot.staff.refusal import Reason

SHORTEST = 12
LONGEST = 256
_AT_ONCE = 2
_FEWEST_LETTERS = 5

# What is tried first, also when letters are put before or after it.
_COMMON = (
    "password",
    "passw0rd",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "1q2w3e",
    "letmein",
    "welcome",
    "admin",
    "administrator",
    "rahasia",
    "sandi",
    "katasandi",
    "bismillah",
    "indonesia",
    "merdeka",
    "pancasila",
    "sayang",
    "iloveyou",
    "akucinta",
    "depok",
    "bawaslu",
    "pemilu",
    "pilkada",
    "netral",
    "netralitas",
    "jaganetral",
    "123456",
    "654321",
    "abcdef",
    "112233",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess is: rounds, and bytes of memory."""

    rounds: int
    memory: int


MODERATE = Cost(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)


class Passwords:
    """Hash and compare in threads, a few at once: each takes a quarter of a gigabyte."""

    def __init__(self, cost: Cost = MODERATE) -> None:
        self._cost = cost
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        """Return the hash of *password* with its salt and cost; call it outside transactions."""
        async with self._turns:
            return await asyncio.to_thread(self._hash, password)

    async def matches(self, kept: str | None, password: str) -> bool:
        """Tell whether *kept* is the hash of *password*.

        None, for an account that does not exist, takes as long. Call it outside transactions.
        """
        async with self._turns:
            return await asyncio.to_thread(self._matches, kept, password)

    def _hash(self, password: str) -> str:
        """Return the hash of *password*."""
        hashed = argon2id.str(
            _bytes(password), opslimit=self._cost.rounds, memlimit=self._cost.memory
        )
        return hashed.decode("ascii")

    def _matches(self, kept: str | None, password: str) -> bool:
        """Compare *password* with *kept*, or with a hash that nothing matches."""
        if not self._nobodys:  # made on the first call, whoever it is for: time tells nothing
            self._nobodys = self._hash("nobody has this password")
        try:
            argon2id.verify((kept or self._nobodys).encode("ascii"), _bytes(password))
        except InvalidkeyError:
            return False
        return kept is not None


def weakness(password: str, *, name: str, display_name: str = "") -> Reason | None:
    """Return why *password* is no good for the account *name*, or None."""
    if len(password) < SHORTEST:
        return Reason.PASSWORD_SHORT
    if len(password) > LONGEST:
        return Reason.PASSWORD_LONG
    if _repeats(password):
        return Reason.PASSWORD_REPEATS
    own = [word for word in (name, *display_name.split()) if len(word) > 2]  # noqa: PLR2004
    if _is_mostly(password, [each.lower() for each in own]):
        return Reason.PASSWORD_NAMES
    return Reason.PASSWORD_COMMON if _is_mostly(password, list(_COMMON)) else None


def _bytes(password: str) -> bytes:
    """Return *password* as it is hashed: the same from every keyboard, and never very long."""
    return normalize("NFKC", password[:LONGEST]).encode()


def _repeats(password: str) -> bool:
    """Tell whether *password* has few different letters or says one thing again and again."""
    text = password.lower()
    parts = (text[:size] for size in range(1, len(text) // 2 + 1))
    again = any(text == (part * len(text))[: len(text)] for part in parts)
    return again or len(set(text)) < _FEWEST_LETTERS or _climbs(text)


def _climbs(text: str) -> bool:
    """Tell whether most letters of *text* follow the one before, as in abcdefgh or 98765432."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return max(steps.count(1), steps.count(-1)) > len(steps) * 2 // 3


def _is_mostly(password: str, words: list[str]) -> bool:
    """Tell whether little is left of *password* without *words*."""
    rest = "".join(_letters(password))
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace("".join(_letters(word)), "")
    return len(rest) < SHORTEST // 2


def _letters(text: str) -> Iterator[str]:
    """Yield the letters and digits of *text*, small."""
    yield from (each for each in text.lower() if each.isalnum())
