"""What a failure to send means for a recipient, and for the broadcast as a whole."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import results, store
from bot.broadcasts.broadcast import Broadcast, Outcome, Reason, Result, State
from bot.broadcasts.results import Count
from bot.errors import AnswerLost, NeverAgain, TierReached, TryLater, Unreachable

_PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = 5.0
_AN_HOUR = 3600.0
_ENOUGH = 20
_TOO_MANY = 0.05

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusals:
    """How many people a provider refused, and on which *channels*."""

    people: int
    channels: tuple[str, ...]

    def is_too_many(self, tried: int) -> bool:
        """Tell whether, of so many *tried*, something is wrong with the broadcast itself."""
        return self.people >= max(_ENOUGH, _TOO_MANY * tried)


def refusals(counted: Iterable[Count]) -> tuple[Refusals, int]:
    """Return what *counted* says was refused, and of how many who were tried."""
    tried = [each for each in counted if each.outcome is not Outcome.WAITING]
    refused = [each for each in tried if each.reason == Reason.REFUSED]
    channels = tuple(sorted({each.channel for each in refused}))
    people = sum(each.people for each in refused)
    return Refusals(people, channels), sum(each.people for each in tried)


async def pause_if_refused(connection: AsyncConnection, broadcast: Broadcast) -> None:
    """Pause *broadcast* when a provider refuses so much of it that something is wrong with it."""
    refused, tried = refusals(await results.counts(connection, broadcast.id))
    if refused.is_too_many(tried):
        await store.move(connection, broadcast.id, to=State.PAUSED)
        log.error("broadcast %s is paused: %d of %d refused", broadcast.id, refused.people, tried)


def failure(person: str, error: Exception, *, now: datetime) -> Result:
    """Return what *error* says became of *person*; what it leaves open is unknown."""
    match error:
        case AnswerLost():
            return Result(person, Outcome.UNKNOWN)
        case TierReached(seconds=seconds):
            later = now + timedelta(seconds=seconds or _AN_HOUR)
            return Result(person, Outcome.WAITING, Reason.TIER, due_at=later)
        case TryLater(seconds=seconds):
            pause = timedelta(seconds=seconds) if seconds else _PAUSE
            return Result(person, Outcome.WAITING, Reason.BUSY, due_at=now + pause)
        case Unreachable(reason=reason):
            return Result(person, Outcome.NOT_SENT, reason)
        case NeverAgain():
            return Result(person, Outcome.NOT_SENT, Reason.REFUSED)
    # A fault of ours: it may have happened before or after the provider took the message.
    log.error("announcing failed: %s", type(error).__name__)
    return Result(person, Outcome.UNKNOWN)


def pause_of(became: Sequence[Result], *, now: datetime) -> float:
    """Return the seconds that the provider asks to wait: others would fare no better.

    Who must wait for the daily tier keeps nobody else waiting.
    """
    held = [each.due_at for each in became if each.due_at and each.reason != Reason.TIER]
    return min(max(((each - now).total_seconds() for each in held), default=0), _LONGEST_PAUSE)
