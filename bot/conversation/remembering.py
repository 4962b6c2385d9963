"""What only this process remembers of a sender, for minutes: nothing of it is ever written down.

The pair of an opened receipt, the last digits of a fresh one, wrong receipts, tips of the day.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.keypair import KeyPair

OPEN_FOR = timedelta(minutes=10)
A_DAY = timedelta(hours=24)

_MOST = 10_000
_FREE = 2  # wrong receipts without a pause
_SLOW = 5  # and with a short one; then a long one
_SHORT, _LONG = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one sender."""

    pair: KeyPair | None = field(default=None, repr=False)
    opened_at: datetime | None = None
    tail: str = field(default="", repr=False)
    given_at: datetime | None = None
    wrong: tuple[datetime, ...] = ()
    sent: tuple[datetime, ...] = ()

    def at(self, now: datetime) -> "Memory":
        """Return what is still remembered at *now*."""
        opened = self.opened_at is not None and now - self.opened_at <= OPEN_FOR
        given = self.given_at is not None and now - self.given_at <= OPEN_FOR
        return Memory(
            self.pair if opened else None,
            self.opened_at if opened else None,
            self.tail if given else "",
            self.given_at if given else None,
            tuple(each for each in self.wrong if now - each <= _LONG),
            tuple(each for each in self.sent if now - each <= A_DAY),
        )

    def pause(self, now: datetime) -> int:
        """Return how many seconds to wait before another receipt is looked up."""
        count = len(self.wrong)
        if count < _FREE:
            return 0
        span = _SHORT if count < _SLOW else _LONG
        left = (self.wrong[-1] + span - now).total_seconds()
        return max(0, -int(-left // 1))

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing left to remember."""
        return not (self.pair or self.tail or self.wrong or self.sent)


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
        """Remember the *pair* of a receipt that opened a tip; wrong ones are forgiven."""
        self._keep(sender, replace(self.of(sender, now=now), pair=pair, opened_at=now, wrong=()))

    def missed(self, sender: str, *, now: datetime) -> None:
        """Remember that a receipt opened nothing."""
        memory = self.of(sender, now=now)
        self._keep(sender, replace(memory, wrong=(*memory.wrong, now)))

    def sent(self, sender: str, tail: str, *, now: datetime) -> None:
        """Remember that a tip was sent, and the *tail* of its receipt."""
        memory = self.of(sender, now=now)
        self._keep(sender, replace(memory, tail=tail, given_at=now, sent=(*memory.sent, now)))

    def closed(self, sender: str, *, now: datetime) -> None:
        """Forget the pair and the tail of *sender*; what protects from floods stays."""
        memory = self.of(sender, now=now)
        self._keep(sender, replace(memory, pair=None, opened_at=None, tail="", given_at=None))

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
