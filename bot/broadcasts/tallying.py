"""Counts of a ledger for those who look: kept for a while where counting takes long."""

import time
from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import results
from bot.broadcasts.broadcast import State
from bot.broadcasts.results import Count

_TIMES = 10  # so that looking takes a tenth of the time at most, however many look
_KEPT = 50  # broadcasts


class Tally:
    """Count a ledger, and give the same counts again for ten times as long as that took.

    A small ledger is so counted each time; one of a million rows every few seconds.
    """

    def __init__(self, *, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._kept: dict[str, tuple[float, State | None, tuple[Count, ...]]] = {}

    async def counts(
        self, connection: AsyncConnection, broadcast: str, state: State | None = None
    ) -> tuple[Count, ...]:
        """Return how many recipients of *broadcast* came to which outcome, a little ago or now.

        In another *state* than before they are counted again: an end is shown as it is.
        """
        until, at, counted = self._kept.get(broadcast, (0.0, None, ()))
        begun = self._now()
        if begun < until and at is state:
            return counted
        counted = tuple(await results.counts(connection, broadcast))
        ended = self._now()
        self._kept.pop(broadcast, None)
        self._kept[broadcast] = (ended + _TIMES * (ended - begun), state, counted)
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return counted

    def forget(self, broadcast: str) -> None:
        """Count again for the next who looks: somebody changed what became of recipients."""
        self._kept.pop(broadcast, None)
