"""What becomes of a message after Twilio has taken it."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How far a message has come, in Twilio's words."""

    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CANCELED = "canceled"
    FAILED = "failed"
    UNDELIVERED = "undelivered"
    PARTLY_DELIVERED = "partially_delivered"
    DELIVERED = "delivered"
    READ = "read"

    @property
    def rank(self) -> int:
        """Return the place of this state on the way; reports overtake each other, so it counts.

        >>> State.QUEUED.rank < State.SENT.rank < State.FAILED.rank < State.READ.rank
        True
        """
        return _RANKS[self]


_RANKS = {
    State.ACCEPTED: 0,
    State.SCHEDULED: 0,
    State.QUEUED: 1,
    State.SENDING: 2,
    State.SENT: 3,
    State.CANCELED: 4,
    State.FAILED: 4,
    State.UNDELIVERED: 4,
    State.PARTLY_DELIVERED: 4,
    State.DELIVERED: 4,
    State.READ: 5,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What Twilio reports on the message that it calls *sid*; *code* is an error, or 0."""

    sid: str = field(repr=False)
    state: State
    code: int = 0
