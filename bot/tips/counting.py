"""How many tips stand where, and for how long they have been here; nothing of them is opened."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.database.engine import Database
from bot.tips.completeness import DEADLINE
from bot.tips.store import tips
from bot.tips.tip import CLOSED, Status

_WAITING = frozenset({Status.NEW, Status.READ, Status.NEEDS_INFO})
_PRESSING_DAYS = 4  # since it came; what happened before that leaves fewer of the seven days


@dataclass(frozen=True, slots=True)
class Standing:
    """How many open tips are at each status, and how long those not forwarded have been here.

    The days to report an event count from a day that only the desk's key opens; those since a tip
    came are never more, so *overdue* is late for certain and *fresh* may be.
    """

    by_status: Mapping[Status, int]
    fresh: int
    pressing: int
    overdue: int

    @property
    def waiting(self) -> int:
        """Return how many tips wait for somebody here."""
        return self.fresh + self.pressing + self.overdue


async def standing(
    database: Database, *, today: date, but: Collection[str] = frozenset()
) -> Standing:
    """Return how tips stand, without those about the offices of *but*."""
    async with database.reading() as connection:
        found = await tips.counts(connection, but=but)
    by_status: Counter[Status] = Counter()
    ages: Counter[str] = Counter()
    for status, day, count in found:
        by_status[status] += count
        if status in _WAITING:
            ages[_age((today - day).days)] += count
    open_ = {status: by_status[status] for status in Status if status not in CLOSED}
    return Standing(open_, ages["fresh"], ages["pressing"], ages["overdue"])


def _age(days: int) -> str:
    """Return what being here for *days* means for the deadline."""
    if days > DEADLINE.days:
        return "overdue"
    return "pressing" if days >= _PRESSING_DAYS else "fresh"
