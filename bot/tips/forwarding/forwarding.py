"""A forwarding: one tip on its way to one target, and where it stands."""

from collections.abc import Sequence
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
class Delivery:
    """A forwarding with the *reference* that its receiver gave it, "" while there is none."""

    forwarding: Forwarding
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A forwarding that this worker sends now; *attempt* tells it from a later claim.

    *lost* counts the workers that died with it, one after the other.
    """

    id: str
    tip: str
    attempt: int
    sealed: bytes
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """How many forwardings a worker claims at once, and how long they are its own."""

    limit: int
    span: timedelta


def at_once(due: Sequence[tuple[Forwarding, Claim]]) -> list[tuple[Forwarding, Claim]]:
    """Return those of *due* that are sent at once: one that a dead worker left, or the others."""
    if due and due[0][0].state is State.SENDING:
        return [due[0]]
    return [each for each in due if each[0].state is not State.SENDING]
