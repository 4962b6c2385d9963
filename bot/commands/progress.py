"""How far a broadcast has come, as lines and as a bar that grows."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.reporting import Progress

_WIDTH = 30


@dataclass
class Meter:
    """Remember what was left and when, to tell the rate."""

    first: tuple[float, int] | None = field(default=None)

    def bar(self, progress: Progress, *, now: float | None = None) -> str:
        """Return the bar, the rate since the first look, the time left and the failures."""
        moment = time.monotonic() if now is None else now
        done = progress.people - progress.left
        self.first = self.first or (moment, done)
        seconds = moment - self.first[0]
        rate = (done - self.first[1]) / seconds if seconds > 0 else 0.0
        share = done / progress.people if progress.people else 0.0
        filled = int(share * _WIDTH)
        parts = [f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {100 * share:5.1f} %"]
        parts.append(f"{done}/{progress.people}")
        if rate:
            parts.append(f"{rate:.1f}/s, {duration(progress.left / rate)} left")
        parts += [f"{reason}: {people}" for reason, people in progress.failures.items()]
        if doubt := progress.of(Outcome.UNKNOWN):
            parts.append(f"{Outcome.UNKNOWN}: {doubt}")
        return "  ".join(parts)


def lines(progress: Progress) -> Iterator[str]:
    """Yield how many came to each outcome, by channel and reason."""
    for each in progress.counts:
        reason = f" ({each.reason})" if each.reason else ""
        yield f"  {each.channel:10s} {each.people:9d} {each.outcome}{reason}"


def duration(seconds: float) -> str:
    """Return *seconds* as people say it.

    >>> duration(42), duration(600), duration(7260)
    ('42 s', '10 min', '2 h 1 min')
    """
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
