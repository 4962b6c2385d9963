"""A month with the phases of elections and the broadcasts that lie in it."""

from calendar import Calendar as Weeks
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.broadcasts.broadcast import Broadcast
from knowledge.calendar import Calendar, PhaseSpan
from knowledge.rule import Phase

_FIRST, _LAST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month: its strictest *phase*, and the broadcasts that begin on it."""

    day: date
    phase: Phase
    broadcasts: tuple[Broadcast, ...]
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Some *days* of a week, one after another, in the same *phase*."""

    phase: str
    days: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday on, with the phases of elections by name that touch it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    phases: tuple[tuple[str, PhaseSpan], ...]

    @property
    def before(self) -> str:
        """Return the month before as an address has it, e.g. 2026-11."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """Return the month after as an address has it."""
        return f"{self.first + timedelta(days=31):%Y-%m}"


def bands(week: Sequence[Day]) -> list[Band]:
    """Return the days of *week* gathered by phase; those of other months have none."""
    phases = groupby("" if each.is_outside else str(each.phase) for each in week)
    return [Band(phase, len(list(days))) for phase, days in phases]


def month_of(text: str, *, otherwise: date) -> date:
    """Return the first day of the month that *text* names, of that of *otherwise* for nonsense.

    >>> month_of("2026-12", otherwise=date(2026, 1, 5)), month_of("x", otherwise=date(2026, 1, 5))
    (datetime.date(2026, 12, 1), datetime.date(2026, 1, 1))
    """
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = otherwise
    return found.replace(day=1) if _FIRST < found.year < _LAST else otherwise.replace(day=1)


def month(
    first: date, calendar: Calendar, broadcasts: Sequence[Broadcast], *, zone: ZoneInfo
) -> Month:
    """Return the month that begins on *first*, by the clocks of *zone*."""
    weeks = tuple(
        tuple(_day(each, calendar, broadcasts, zone=zone, within=first) for each in week)
        for week in Weeks().monthdatescalendar(first.year, first.month)
    )
    return Month(first, weeks, tuple(_phases(first, calendar)))


def _day(
    day: date, calendar: Calendar, broadcasts: Sequence[Broadcast], *, zone: ZoneInfo, within: date
) -> Day:
    """Return *day* of the month of *within*."""
    begin = tuple(each for each in broadcasts if each.starts_at.astimezone(zone).date() == day)
    return Day(day, calendar.phase_on(day).phase, begin, day.month != within.month)


def _phases(first: date, calendar: Calendar) -> Iterator[tuple[str, PhaseSpan]]:
    """Yield the phases that touch the month that begins on *first*."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    for election in calendar.local():
        for span in election.spans:
            if span.start <= last and first <= span.end:
                yield election.name, span
