"""A tip as the desk reads it: opened, with its papers and how far staff have come with it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.tips.tip import Account, Content, Evidence, Remark, Tip


class Event(StrEnum):
    """What happened with a tip beside its moves; the history says it in these words."""

    WITHDRAWN = "ditarik"
    ASSIGNED = "ditugaskan"
    TAKEN_BACK = "petugas-dilepas"
    OFFICE_MARKED = "perangkat-ditandai"
    OFFICE_UNMARKED = "perangkat-dilepas"
    NOT_SERIOUS = "tidak-serius"
    SERIOUS = "serius"
    REDACTED = "disamarkan"
    ORIGINAL_OPENED = "asli-dibuka"
    HELD = "ditahan"
    RELEASED = "dilepas"


@dataclass(frozen=True, slots=True)
class Note:
    """What an account wrote for its colleagues on a day, or with an *event* a line of history.

    *event* is an Event, or the Status that a tip came to; *text* is what was said with it.
    """

    day: date
    author: str
    text: str = field(default="", repr=False)
    event: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that must not leave: letters from *start* up to *end* of a *field* of the account.

    *end* is None for the rest of it.
    """

    field: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Casework:
    """Where staff are with a tip; sealed to the desk.

    *assigned* is the name of an account, *offices* are codes that the reader marked, *withheld* are
    the ids of evidence that must not leave, *serious* is False for a prank.
    """

    assigned: str = ""
    offices: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    withheld: frozenset[str] = frozenset()
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What retention has to know of a tip, sealed by the server: its *files* and when it ended."""

    files: tuple[str, ...] = ()
    closed: date | None = None
    held: bool = False


def version_of(status: str, papers: int) -> str:
    """Return what a tip is at, from its status and how many papers it has beside notes."""
    return f"{status}-{papers}"


@dataclass(frozen=True, slots=True)
class Case:
    """A tip with everything about it that the desk's key opens.

    *held* and the day it was *closed* are for retention. Whoever changes a tip leaves a paper, so
    *version* tells whether it is still as it was read; notes of colleagues do not count.
    """

    tip: Tip
    content: Content
    casework: Casework = field(default_factory=Casework)
    remarks: tuple[Remark, ...] = ()
    notes: tuple[Note, ...] = ()
    history: tuple[Note, ...] = ()
    held: bool = False
    closed: date | None = None
    version: str = ""

    @property
    def account(self) -> Account:
        """Return what the sender told."""
        return self.content.account

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return the files."""
        return self.content.evidence

    @property
    def offices(self) -> frozenset[str]:
        """Return the codes of the offices that must not see this tip."""
        return self.casework.offices | ({self.tip.office} - {""})
