"""Deriving key pairs from receipts: in threads, two at once at most, some of them in advance."""

import asyncio
from collections import deque

from bot.conversation.holding import Receipt
from bot.keypair import KeyPair
from bot.tips.receipt import key_pair, new_receipt

_AT_ONCE = 2  # each takes 64 MB and a core for a good tenth of a second
_READY = 2


class Receipts:
    """Hand out fresh receipts, and the pairs of those that senders show."""

    def __init__(self) -> None:
        self._ready: deque[Receipt] = deque()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._filling: asyncio.Task[None] | None = None

    async def pair_of(self, receipt: str) -> KeyPair:
        """Return the pair of *receipt*; who comes third waits."""
        async with self._turns:
            return await asyncio.to_thread(key_pair, receipt)

    async def fresh(self) -> Receipt:
        """Return a receipt that nobody has, at once if one is ready."""
        return self._ready.popleft() if self._ready else await self._made()

    def prepare(self) -> None:
        """Begin to have some ready, as somebody is writing a tip."""
        idle = self._filling is None or self._filling.done()
        if idle and len(self._ready) < _READY:
            self._filling = asyncio.create_task(self._fill())

    async def _fill(self) -> None:
        """Make receipts until enough are ready."""
        while len(self._ready) < _READY:
            self._ready.append(await self._made())

    async def _made(self) -> Receipt:
        """Return a fresh receipt, derived now."""
        digits = new_receipt()
        return Receipt(digits, (await self.pair_of(digits)).public)
