"""The port that every reporting backend implements, and why a submission can fail."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.tips.tip import Evidence, Package, Status

# What a backend can say of a report.
TOLD = (Status.RECEIVED, Status.IN_PROGRESS, Status.DONE, Status.REJECTED)

_REFERENCE = re.compile(r"[\w.:/#-]{1,100}", re.ASCII)


class Reason(StrEnum):
    """Why a forwarding waits, stopped, or is in doubt; all that is ever kept of an error."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    BUSY = "busy"
    BACKEND_FAULT = "backend-fault"
    NOT_ADMITTED = "not-admitted"
    REDIRECTED = "redirected"
    UNREADABLE_ANSWER = "unreadable-answer"
    REFUSED = "refused"
    TOO_LARGE = "too-large"
    LOST_ANSWER = "lost-answer"
    OTHER_BACKEND = "other-backend"
    NO_DESK_KEY = "no-desk-key"
    EVIDENCE_MISSING = "evidence-missing"
    UNREADABLE_PACKAGE = "unreadable-package"
    WORKER_LOST = "worker-lost"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class File:
    """A piece of evidence to hand over: *name* is ours, *chunks* opens it anew each time."""

    name: str
    evidence: Evidence
    chunks: Callable[[], Iterator[bytes]]


class ReportingBackend(Protocol):
    """Hand reports to whoever acts on them."""

    @property
    def name(self) -> str:
        """Return what the settings call this backend."""
        ...

    @property
    def repeatable(self) -> bool:
        """Tell whether a submission may be repeated under its key without a second report."""
        ...

    @property
    def accepted(self) -> Status:
        """Return how far a tip has come once its submission is acknowledged."""
        ...

    async def submit(self, package: Package, files: Sequence[File], *, key: str) -> str:
        """Hand *package* over under the idempotency *key* and return the backend's reference.

        Raises TryLater, NeverAgain, or Unknown where it may have arrived and must not repeat.
        """
        ...

    async def status(self, reference: str) -> Status | None:
        """Return how far the report has come, None where the backend does not tell.

        Raises TryLater.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


def is_reference(text: object) -> bool:
    """Tell whether *text* can be a backend's reference: a case number, never a sentence.

    >>> is_reference("BWS/2026/0012"), is_reference("Lurah membagikan kaus")
    (True, False)
    """
    return isinstance(text, str) and bool(_REFERENCE.fullmatch(text))
