"""How far a broadcast has come, as lines and as a bar that grows."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.broadcasts import terminal_words as words
from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.reporting import Progress
from bot.broadcasts.words import Say

_WIDTH = 30


@dataclass
class Meter:
    """Remember what was left and when, to tell the rate."""

    say: Say
    first: tuple[float, int] | None = field(default=None)

    def bar(self, progress: Progress, *, now: float | None = None) -> str:
        """Return the bar, the rate since the first look, the time left and the failures."""
        moment = time.monotonic() if now is None else now
        done = progress.people - progress.left
        self.first = self.first or (moment, done)
        seconds = moment - self.first[0]
        rate = (done - self.first[1]) / seconds if seconds > 0 else 0.0
        over = progress.state is State.DONE  # without anybody, too
        share = done / progress.people if progress.people else float(over)
        filled = int(share * _WIDTH)
        parts = [f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {100 * share:5.1f} %"]
        parts.append(f"{done}/{progress.people}")
        if rate:
            pace = f"{rate:.1f}".replace(".", ",")
            left = duration(progress.left / rate, say=self.say)
            parts.append(self.say(words.LEFT, laju=pace, lama=left))
        parts += [f"{reason}: {people}" for reason, people in progress.failures.items()]
        if doubt := progress.of(Outcome.UNKNOWN):
            parts.append(f"{Outcome.UNKNOWN}: {doubt}")
        return "  ".join(parts)


def lines(progress: Progress) -> Iterator[str]:
    """Yield how many came to each outcome, by channel and reason."""
    for each in progress.counts:
        reason = f" ({each.reason})" if each.reason else ""
        yield f"  {each.channel:10s} {each.people:9d} {each.outcome}{reason}"


def duration(seconds: float, *, say: Say) -> str:
    """Return *seconds* as people say it."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return say(words.SECONDS, detik=round(seconds))
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return say(words.HOURS, jam=hours, menit=minutes)
    return say(words.MINUTES, menit=minutes)
