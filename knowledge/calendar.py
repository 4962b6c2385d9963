"""Elections and their phases: which phase a day lies in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.rule import Phase, SanctionPhase

# The strictest first: where elections overlap, it is the strictest that a civil servant must heed.
STRICTNESS = (
    Phase.ELECTION_DAY,
    Phase.QUIET,
    Phase.COUNTING,
    Phase.CAMPAIGN,
    Phase.CANDIDATES_SET,
    Phase.BEFORE_CANDIDATES,
)
_LOCAL = ("kota-", "kabupaten-")


class ElectionKind(StrEnum):
    """What is voted for."""

    GENERAL = "pemilu"
    REGIONAL = "pilkada"
    VILLAGE = "pilkades"


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """The days of one phase, the last one included."""

    phase: Phase
    start: date
    end: date
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Election:
    """An election and its phases; *certain* is False while dates may still move."""

    id: str
    name: str
    kind: ElectionKind
    area: str
    spans: tuple[PhaseSpan, ...]
    certain: bool = True
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What is known of an election that has no dates yet."""

    name: str
    expected: str
    certain: bool = False
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """What a day means: its phase, until when, and the span that begins next."""

    phase: Phase
    election: Election | None = None
    end: date | None = None
    next: PhaseSpan | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The elections that are known; those of other cities than *city* move nothing here."""

    zone: str
    checked: date
    elections: tuple[Election, ...]
    upcoming: tuple[Upcoming, ...] = ()
    city: str = ""

    def phase_on(self, day: date) -> Today:
        """Return what *day* means; where elections overlap the strictest phase wins."""
        running = [each for each in self._spans() if each[1].start <= day <= each[1].end]
        coming = [span for _, span in self._spans() if span.start > day]
        following = min(coming, key=lambda span: (span.start, _rank(span)), default=None)
        if not running:
            return Today(Phase.NONE, next=following)
        election, span = min(running, key=lambda each: _rank(each[1]))
        return Today(span.phase, election, span.end, following)

    def local(self) -> Iterator[Election]:
        """Yield the elections that concern the city."""
        for election in self.elections:
            elsewhere = election.area.startswith(_LOCAL) and election.area != self.city
            if not (elsewhere and self.city):
                yield election

    def _spans(self) -> Iterator[tuple[Election, PhaseSpan]]:
        """Yield the spans of every election that concerns the city."""
        for election in self.local():
            for span in election.spans:
                yield election, span


def _rank(span: PhaseSpan) -> int:
    """Return how strict a phase is, the strictest being 0."""
    return STRICTNESS.index(span.phase)


def sanction_phase(phase: Phase) -> SanctionPhase:
    """Return which sanctions belong to *phase*; outside of all phases both kinds do."""
    if phase in {Phase.ALWAYS, Phase.NONE}:
        return SanctionPhase.ALWAYS
    return SanctionPhase.BEFORE if phase is Phase.BEFORE_CANDIDATES else SanctionPhase.AFTER
