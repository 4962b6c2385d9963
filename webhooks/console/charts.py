"""Counts as pictures: columns of an SVG that needs neither a script nor a style."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.questions.counting import FEW

HEIGHT, WIDTH = 60, 10  # of the picture, and of one day in it
_FULL = 10  # the least that the highest column stands for: small counts all look the same


@dataclass(frozen=True, slots=True)
class Column:
    """One day of a picture: from *top* down, *height* high, drawn hollow when it is *few*."""

    day: date
    count: int
    left: int
    top: float
    height: float

    @property
    def few(self) -> bool:
        """Tell whether the count is too small to be shown."""
        return 0 < self.count < FEW


def columns(days: Sequence[tuple[date, int]]) -> Iterator[Column]:
    """Yield a column for each of *days*; all that stand for a hidden count are equally high."""
    full = max([_FULL, *(count for _, count in days)])
    for number, (day, count) in enumerate(days):
        drawn = FEW / 2 if 0 < count < FEW else count
        height = round(HEIGHT * drawn / full, 2)
        yield Column(day, count, number * WIDTH, HEIGHT - height, height)


def share_of(part: int, whole: int) -> int:
    """Return how much of a hundred *part* is of *whole*, 0 of nothing.

    >>> share_of(1, 3), share_of(0, 0)
    (33, 0)
    """
    return 100 * part // whole if whole else 0
