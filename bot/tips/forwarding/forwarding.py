"""A forwarding: one tip on its way to one target, and where it stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a forwarding stands; the last three are left alone by the job."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    GIVEN_UP = "given-up"


# What staff may decide, and from where: nothing that is being sent is touched.
RETRIED = frozenset({State.UNKNOWN, State.DEAD})
GIVEN_UP = frozenset({State.WAITING, State.UNKNOWN, State.DEAD})
SETTLED = frozenset({State.UNKNOWN, State.DEAD})


@dataclass(frozen=True, slots=True)
class Forwarding:
    """One row as staff see it; *due_at* is None where no attempt is planned."""

    id: str
    tip: str
    target: str
    day: date
    state: State
    backend: str
    attempts: int
    reason: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A forwarding that this worker sends now; *attempt* tells it from a later claim."""

    id: str
    tip: str
    attempt: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Lease:
    """How many forwardings a worker claims at once, and how long they are its own."""

    limit: int
    span: timedelta
