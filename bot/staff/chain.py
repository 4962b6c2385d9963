"""The audit trail as a chain: what a row is, and how it holds on to the row before it.

The MAC of each row covers the MAC of the row before it, so that nobody who has the database alone
can change, move or take out a row unseen. Rows at the end are missed by comparing with a head that
was written down elsewhere, such as in the log. A checkpoint stands for the rows that retention took
away: it has the MAC of the last of them, and the chain goes on from there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hmac import compare_digest

import msgspec

from bot.staff.account import Act

Mac = Callable[[bytes], bytes]


class Outcome(StrEnum):
    """How an act ended; a checkpoint stands for the rows that retention took away."""

    DONE = "done"
    REFUSED = "refused"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is noted: who did what with what, and how it ended; never content."""

    account: str
    act: str
    subject: str = ""
    outcome: str = Outcome.DONE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its place in the chain."""

    number: int
    noted_at: datetime
    entry: Entry
    mac: str = ""

    @property
    def is_checkpoint(self) -> bool:
        """Tell whether this row stands for rows that retention took away."""
        return self.entry.outcome == Outcome.CHECKPOINT

    @property
    def link(self) -> str:
        """Return what the next row's MAC covers."""
        return self.entry.subject if self.is_checkpoint else self.mac


@dataclass(frozen=True, slots=True)
class Head:
    """The last row's number and MAC, as the log has it."""

    number: int
    mac: str


class Flaw(StrEnum):
    """How a chain can be broken, or cannot be compared with a head."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT_OFF = "cut-off"
    OTHER_HEAD = "other-head"
    TOO_OLD = "too-old"


class Chain:
    """Forge rows and look them over; *mac* is a keyed hash whose key is not in the database."""

    def __init__(self, mac: Mac) -> None:
        self._mac = mac

    def forged(self, entry: Entry, *, after: Row | None, now: datetime) -> Row:
        """Return the row that notes *entry* behind the row *after*."""
        row = Row(after.number + 1 if after else 1, _second(now), entry)
        return self._signed(row, link=after.link if after else "")

    def checkpoint(self, last: Row, *, now: datetime) -> Row:
        """Return what stands for *last* and every row before it."""
        entry = Entry("", Act.RUN_RETENTION, last.link, Outcome.CHECKPOINT)
        return self._signed(Row(last.number, _second(now), entry), link="")

    def flaw(self, row: Row, *, after: Row | None) -> tuple[Flaw, int] | None:
        """Return what is wrong with *row* behind the row *after*, and at which number."""
        wanted, link = (after.number + 1, after.link) if after else (1, "")
        if row.is_checkpoint and after is None:
            wanted = row.number
        if row.number != wanted:
            return Flaw.MISSING, wanted
        if not compare_digest(row.mac.encode(), self._signed(row, link=link).mac.encode()):
            return Flaw.CHANGED, row.number
        return None

    def _signed(self, row: Row, *, link: str) -> Row:
        """Return *row* with its MAC behind a row that ends in *link*."""
        each = row.entry
        told = [row.number, row.noted_at, each.account, each.act, each.subject, each.outcome]
        text = link.encode() + msgspec.json.encode([*told, each.reason])
        return replace(row, mac=self._mac(text).hex())


def _second(moment: datetime) -> datetime:
    """Return *moment* as every database gives it back."""
    return moment.astimezone(UTC).replace(microsecond=0)
