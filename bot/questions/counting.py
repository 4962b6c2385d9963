"""How many questions came, what they came to and what they were about; nobody can be guessed.

A count is exact from FEW on and hidden below it. What adds up to a sum is never shown beside that
sum: shares are rounded, and the sum of days leaves the hidden ones out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.database.engine import Database
from bot.questions import store
from bot.questions.outcome import ASKED, Outcome

DAYS = 30
FEW = 5
_CARDS, _WRONG = "jawaban", "kurang-tepat"
_TOPICS = 8
# From how many on shares are told, and how roughly: a hidden part is always below one step.
_STEPS = ((100, 5), (50, 10))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a hundred, rounded to *step*; a part smaller than that is told as such."""

    percent: int
    step: int

    @property
    def is_small(self) -> bool:
        """Tell whether the part is smaller than a step, but there."""
        return self.percent == 0


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of the last DAYS days: how many each day, and what became of them."""

    days: tuple[tuple[date, int], ...]
    outcomes: Mapping[Outcome, int]
    topics: tuple[tuple[str, int], ...]
    cards: int
    wrong: int

    @property
    def at_least(self) -> int:
        """Return how many there were on the days whose count may be shown."""
        return sum(count for _, count in self.days if count >= FEW)

    @property
    def any(self) -> bool:
        """Tell whether somebody asked at all."""
        return any(count for _, count in self.days)

    @property
    def most(self) -> int:
        """Return the count of the busiest day."""
        return max((count for _, count in self.days), default=0)

    @property
    def shares(self) -> Mapping[Outcome, Share | None]:
        """Return the share of each outcome, nothing while there are too few to tell."""
        whole = sum(self.outcomes.values())
        if not _step(whole):
            return {}
        return {each: share(self.outcomes[each], whole) for each in Outcome}

    @property
    def wrong_share(self) -> Share | None:
        """Return the share of cards that people called wrong, None while too few were shown."""
        return share(self.wrong, self.cards)


def share(part: int, whole: int) -> Share | None:
    """Return *part* of *whole* as it may be told, None where that could point to somebody.

    >>> share(31, 60), share(4, 60), share(4, 8)
    (Share(percent=50, step=10), Share(percent=0, step=10), None)
    """
    step = _step(whole)
    if not step:
        return None
    exact = 100 * part / whole
    rounded = 0 if exact < step else round(exact / step) * step
    return Share(rounded, step)


async def asked(database: Database, *, today: date) -> Asked:
    """Return what was asked in the DAYS days that end with *today*."""
    first = today - timedelta(days=DAYS - 1)
    async with database.reading() as connection:
        rows = await store.counted_since(connection, (ASKED, _CARDS, _WRONG), since=first)
    by_day: Counter[date] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for kind, subject, day, count in rows:
        sums[kind, subject] += count
        by_day[day] += count if kind == ASKED else 0
    days = (first + timedelta(days=number) for number in range(DAYS))
    return Asked(
        tuple((day, by_day[day]) for day in days),
        {each: sums[ASKED, each] for each in Outcome},
        _topics(sums),
        _total(sums, _CARDS),
        _total(sums, _WRONG),
    )


def _topics(sums: Mapping[tuple[str, str], int]) -> tuple[tuple[str, int], ...]:
    """Return the entries that were shown most; those shown to few are not told."""
    shown = [
        (entry, count) for (kind, entry), count in sums.items() if kind == _CARDS and count >= FEW
    ]
    return tuple(sorted(shown, key=lambda each: (-each[1], each[0]))[:_TOPICS])


def _total(sums: Mapping[tuple[str, str], int], kind: str) -> int:
    """Return the sum over all subjects of *kind*."""
    return sum(count for (each, _), count in sums.items() if each == kind)


def _step(whole: int) -> int:
    """Return how roughly shares of *whole* are told, 0 for not at all."""
    return next((step for least, step in _STEPS if whole >= least), 0)
