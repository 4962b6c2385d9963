"""The time of day, so that tests can say what it is."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tell the time."""

    def now(self) -> datetime:
        """Return this moment in UTC."""
        ...

    def today(self) -> date:
        """Return the day that the city has now."""
        ...


class SystemClock:
    """Tell the machine's time, with days of the city's time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day that the city has now."""
        return datetime.now(self._zone).date()
