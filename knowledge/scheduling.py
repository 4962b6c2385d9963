"""The words of the calendar that say when a broadcast goes out, and the moments they stand for."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from knowledge.calendar import Election, PhaseSpan
from knowledge.rule import Phase
from knowledge.suggesting import did_you_mean

_LOCAL = "waktu setempat"
_WORDS = re.compile(
    r"(?P<anchor>[A-Za-z]+(?:-[a-z]+)*)(?P<days>[+-]\d{1,3})? (?P<time>\d{2}:\d{2})"
    rf"(?P<local> {_LOCAL})?"
)
_FORM = f"write for example 'H-1 16:00 {_LOCAL}' or 'mulai-kampanye 08:00'"


class Zone(StrEnum):
    """The three official times of Indonesia."""

    WIB = "Asia/Jakarta"
    WITA = "Asia/Makassar"
    WIT = "Asia/Jayapura"


class Anchor(StrEnum):
    """A day of an election that a schedule counts from."""

    ELECTION_DAY = "H"
    BEFORE_CANDIDATES = "mulai-pra-penetapan"
    CANDIDATES_SET = "mulai-penetapan"
    CAMPAIGN = "mulai-kampanye"
    CAMPAIGN_END = "selesai-kampanye"
    QUIET = "mulai-masa-tenang"
    COUNTING = "mulai-rekapitulasi"
    COUNTING_END = "selesai-rekapitulasi"


_PHASES = {
    Anchor.ELECTION_DAY: Phase.ELECTION_DAY,
    Anchor.BEFORE_CANDIDATES: Phase.BEFORE_CANDIDATES,
    Anchor.CANDIDATES_SET: Phase.CANDIDATES_SET,
    Anchor.CAMPAIGN: Phase.CAMPAIGN,
    Anchor.CAMPAIGN_END: Phase.CAMPAIGN,
    Anchor.QUIET: Phase.QUIET,
    Anchor.COUNTING: Phase.COUNTING,
    Anchor.COUNTING_END: Phase.COUNTING,
}
_ENDS = {Anchor.CAMPAIGN_END, Anchor.COUNTING_END}


class UndatedError(ValueError):
    """Tell that an election lacks the phase that a schedule counts from."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time of day, *days* after an anchor; *local* counts by the clock of each reader.

    >>> str(Schedule(Anchor.ELECTION_DAY, time(16, 0), days=-1, local=True))
    'H-1 16:00 waktu setempat'
    """

    anchor: Anchor
    time: time
    days: int = 0
    local: bool = False

    def __str__(self) -> str:
        days = f"{self.days:+d}" if self.days else ""
        return f"{self.anchor}{days} {self.time:%H:%M}" + (f" {_LOCAL}" if self.local else "")

    def moment(self, election: Election, zone: Zone, *, home: Zone = Zone.WIB) -> datetime:
        """Return the moment, in UTC, for readers in *zone*; raises UndatedError.

        A schedule that is not local happens everywhere at once, by the clock of *home*.
        """
        day = _day(election, self.anchor) + timedelta(days=self.days)
        clock = ZoneInfo(zone if self.local else home)
        return datetime.combine(day, self.time, clock).astimezone(UTC)


def schedule(words: str) -> Schedule:
    """Return the schedule that *words* name; raises ValueError with what to write instead.

    >>> schedule("H-1 16:00 waktu setempat").days
    -1
    """
    found = _WORDS.fullmatch(" ".join(words.split()))
    if found is None:
        raise ValueError(f"'{words}' is no schedule: {_FORM}")
    return Schedule(
        _anchor(found["anchor"]),
        _time(found["time"]),
        days=int(found["days"] or 0),
        local=found["local"] is not None,
    )


def dates(election: Election) -> dict[Anchor, date]:
    """Return the days of *election* that schedules may count from."""
    phases = {span.phase for span in election.spans}
    return {each: _day(election, each) for each in Anchor if _PHASES[each] in phases}


def _anchor(word: str) -> Anchor:
    """Return the anchor that is called *word*; raises ValueError with the known ones."""
    try:
        return Anchor(word)
    except ValueError:
        advice = did_you_mean(word, Anchor) or f": write one of {', '.join(Anchor)}"
        raise ValueError(f"'{word}' is no day of the calendar{advice}") from None


def _time(clock: str) -> time:
    """Return the time that *clock* shows; raises ValueError with what to write instead."""
    try:
        return time.fromisoformat(clock)
    except ValueError:
        raise ValueError(f"'{clock}' is no time: write 00:00 to 23:59") from None


def _day(election: Election, anchor: Anchor) -> date:
    """Return the day of *anchor* in *election*; raises UndatedError."""
    span = _span(election, anchor)
    return span.end if anchor in _ENDS else span.start


def _span(election: Election, anchor: Anchor) -> PhaseSpan:
    """Return the phase of *election* that *anchor* belongs to; raises UndatedError."""
    phase = _PHASES[anchor]
    for span in election.spans:
        if span.phase is phase:
            return span
    advice = f"add it to its tahapan in calendar.yaml, or count from another day than {anchor}"
    raise UndatedError(f"{election.id} has no days for {phase}: {advice}")
