"""What only this process remembers of a sender, for minutes: nothing of it is ever written down.

The pair of an opened receipt, and the last digits of a fresh one.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.keypair import KeyPair

OPEN_FOR = timedelta(minutes=10)

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one sender."""

    pair: KeyPair | None = field(default=None, repr=False)
    opened_at: datetime | None = None
    tail: str = field(default="", repr=False)
    given_at: datetime | None = None

    def at(self, now: datetime) -> "Memory":
        """Return what is still remembered at *now*."""
        opened = self.opened_at is not None and now - self.opened_at <= OPEN_FOR
        given = self.given_at is not None and now - self.given_at <= OPEN_FOR
        return Memory(
            self.pair if opened else None,
            self.opened_at if opened else None,
            self.tail if given else "",
            self.given_at if given else None,
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing left to remember."""
        return not (self.pair or self.tail)


class Memories:
    """Remember senders by their pseudonyms; of too many, those not seen for the longest go."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Memory] = OrderedDict()

    def of(self, sender: str, *, now: datetime) -> Memory:
        """Return what is remembered of *sender*."""
        memory = self._kept.get(sender, Memory()).at(now)
        self._keep(sender, memory)
        return memory

    def opened(self, sender: str, pair: KeyPair, *, now: datetime) -> None:
        """Remember the *pair* of a receipt that opened a tip."""
        self._keep(sender, replace(self.of(sender, now=now), pair=pair, opened_at=now))

    def sent(self, sender: str, tail: str, *, now: datetime) -> None:
        """Remember the *tail* of the receipt of a tip that was sent."""
        memory = self.of(sender, now=now)
        self._keep(sender, replace(memory, tail=tail, given_at=now))

    def closed(self, sender: str) -> None:
        """Forget *sender*."""
        self._keep(sender, Memory())

    def clear(self, *, now: datetime) -> None:
        """Forget what is too old of everybody."""
        for sender in list(self._kept):
            self.of(sender, now=now)

    def _keep(self, sender: str, memory: Memory) -> None:
        """Keep what there is of *sender*."""
        self._kept.pop(sender, None)
        if not memory.is_empty:
            self._kept[sender] = memory
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
