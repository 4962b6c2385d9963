"""How far a broadcast has come, how fast it goes, and how long that leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.reporting import Progress

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Course:
    """The *progress* now, and what was done when somebody began to look, in seconds of the epoch.

    The page carries the beginning along in its address, so that the server keeps nothing.
    """

    progress: Progress
    since: int
    then: int
    now: int

    @property
    def done(self) -> int:
        """Return how many recipients wait no longer."""
        return self.progress.people - self.progress.left

    @property
    def share(self) -> int:
        """Return how much of a hundred is done, 100 only when all is."""
        return 100 * self.done // self.progress.people if self.progress.people else 0

    @property
    def rate(self) -> float:
        """Return the messages a second since somebody began to look, 0 when that is not known."""
        seconds = self.now - self.since
        return max(0, self.done - self.then) / seconds if seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float:
        """Return how long the rest takes at this rate, 0 when that is not known."""
        return self.progress.left / self.rate if self.rate else 0.0

    @property
    def unknown(self) -> int:
        """Return how many are in doubt."""
        return self.progress.of(Outcome.UNKNOWN)

    @property
    def reached(self) -> int:
        """Return to how many a message went out."""
        outcomes = (Outcome.SENT, Outcome.DELIVERED, Outcome.READ)
        return sum(self.progress.of(each) for each in outcomes)

    @property
    def not_sent(self) -> int:
        """Return how many are not written to."""
        return self.progress.of(Outcome.NOT_SENT)

    @property
    def goes_on(self) -> bool:
        """Tell whether it may look different in a moment."""
        return self.progress.state in (State.RUNNING, State.PAUSED)

    @property
    def doubtful_channels(self) -> list[str]:
        """Return the channels on which recipients are in doubt."""
        counts = self.progress.counts
        return sorted({each.channel for each in counts if each.outcome is Outcome.UNKNOWN})


def follow(progress: Progress, address: Mapping[str, str], *, now: datetime) -> Course:
    """Return the course of *progress*, seen since what *address* carries, else from now on."""
    moment = int(now.timestamp())
    done = progress.people - progress.left
    since, then = _number(address.get("sejak", "")), _number(address.get("sudah", ""))
    if since is None or then is None or since > moment or then > done:
        since, then = moment, done
    return Course(progress, since, then, moment)


def _number(text: str) -> int | None:
    """Return the number in *text*, None when there is none of sensible length."""
    fits = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if fits else None
