"""When a broadcast may go out: the words for it, and the hours in which people sleep."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import JagaNetralError
from knowledge.calendar import Election
from knowledge.scheduling import Schedule, Zone, schedule

QUIET_FROM = time(21)
QUIET_UNTIL = time(6)

_ADVICE = "write e.g. '2026-11-26 08:00', or with an election 'H-1 16:00 waktu setempat'"


class NotATime(JagaNetralError):
    """Report words that name no moment."""


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Tell whether people sleep at *moment*: from 21:00 until 06:00 by their clock."""
    clock = moment.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def evening(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when the quiet hours begin next, at *moment* or later."""
    local = moment.astimezone(zone)
    day = local.date() + timedelta(days=local.time() > QUIET_FROM)
    return datetime.combine(day, QUIET_FROM, zone)


def moment_of(words: str, *, zone: ZoneInfo, election: Election | None = None) -> datetime:
    """Return the moment that *words* name: a date and time, or words of the calendar.

    Raises NotATime with what to write instead.
    """
    try:
        return datetime.fromisoformat(words).replace(tzinfo=zone)
    except ValueError:
        pass
    if election is None:
        raise NotATime(f"'{words}' is no time here: {_ADVICE}")
    try:
        return at(schedule(words), election, zone=zone)
    except ValueError as error:  # UndatedError is one too
        raise NotATime(str(error)) from None


def at(planned: Schedule, election: Election, *, zone: ZoneInfo) -> datetime:
    """Return the moment of *planned* where the clocks show *zone*; raises UndatedError."""
    return planned.moment(election, official(zone)).astimezone(zone)


def official(zone: ZoneInfo) -> Zone:
    """Return the official time that *zone* shows, such as WIB in Pontianak."""
    noon = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - each zone reads it as its own
    offset = noon.replace(tzinfo=zone).utcoffset()
    return next(
        (each for each in Zone if noon.replace(tzinfo=ZoneInfo(each)).utcoffset() == offset),
        Zone.WIB,
    )
