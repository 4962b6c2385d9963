"""What is known of a piece of evidence on its way into a tip."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.tips.evidence.kinds import Refusal
from bot.tips.tip import Evidence, Piece


class State(StrEnum):
    """How far a file of a draft has come."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Found:
    """What became of *piece*; *evidence* is there when it is ready, *refusal* when it is refused.

    *has_location* tells that the file as it came says where it was made.
    """

    piece: Piece
    state: State
    evidence: Evidence | None = None
    refusal: Refusal | None = None
    has_location: bool = False

    @property
    def cleaned(self) -> bool:
        """Tell whether there is a copy without metadata."""
        return bool(self.evidence and self.evidence.cleaned)


@dataclass(frozen=True, slots=True)
class Errand:
    """A file to be fetched: where it is, and the keys of what will be kept of it."""

    piece: Piece
    source: str
    reference: str = field(repr=False)
    original: bytes = field(repr=False)
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fetching came to, sealed with the piece's key once it is kept."""

    evidence: Evidence | None = None
    refusal: Refusal | None = None
    has_location: bool = False
