"""What a broadcast is, and what becomes of it for each of its recipients."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

import msgspec

from bot.channels import port
from bot.contacts.contact import Audience
from bot.messages import Choice, Template


class State(StrEnum):
    """Where a broadcast stands; staff see it, so the words are Indonesian."""

    DRAFT = "draf"
    SUBMITTED = "diajukan"
    APPROVED = "disetujui"
    RUNNING = "berjalan"
    PAUSED = "dijeda"
    DONE = "selesai"
    CANCELLED = "dibatalkan"


MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.DRAFT: frozenset({State.SUBMITTED, State.CANCELLED}),
        State.SUBMITTED: frozenset({State.DRAFT, State.APPROVED, State.CANCELLED}),
        State.APPROVED: frozenset({State.DRAFT, State.RUNNING, State.CANCELLED}),
        State.RUNNING: frozenset({State.PAUSED, State.DONE, State.CANCELLED}),
        State.PAUSED: frozenset({State.RUNNING, State.CANCELLED, State.DONE}),
        State.DONE: frozenset(),
        State.CANCELLED: frozenset(),
    }
)


class Outcome(StrEnum):
    """What became of a broadcast for one recipient.

    CLAIMED is written before anything is sent; where a crash leaves it without another word, it
    becomes UNKNOWN, and nobody is written to a second time for it.
    """

    WAITING = "menunggu"
    CLAIMED = "diambil"
    SENT = "terkirim"
    DELIVERED = "sampai"
    READ = "dibaca"
    NOT_SENT = "tidak-terkirim"
    UNKNOWN = "tidak-diketahui"


class Reason(StrEnum):
    """Why something was not sent."""

    LEFT = "sudah-berhenti"
    BLOCKED = port.BLOCKED
    OPTED_OUT = port.OPTED_OUT
    TOO_LATE = port.TOO_LATE
    NO_TEMPLATE = port.NO_TEMPLATE
    REFUSED = "ditolak-penyedia"
    NO_CHANNEL = "saluran-mati"
    LATE = "lewat-waktu"
    CANCELLED = "dibatalkan"
    BUSY = "penyedia-sibuk"
    TIER = port.TIER
    HELD = port.HELD


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture that goes with a text: its media type, its *size* and the SHA-256 of its bytes.

    *alt* says what is to be seen on it.
    """

    digest: str
    kind: str
    size: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent: *text* where one may write freely, *template* where only that is allowed.

    *reminder* is what it was made from in knowledge/broadcasts, *urgent* why it may come at night.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    template: Template | None = None
    reminder: str = ""
    urgent: str = ""
    illustration: Illustration | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A reminder with its audience and time; from *ends_at* on it is of no use to anybody."""

    id: str
    title: str
    content: Content
    audience: Audience
    starts_at: datetime
    ends_at: datetime
    state: State = State.DRAFT
    author: str = ""
    approver: str = ""
    approved: str = ""

    @property
    def fingerprint(self) -> str:
        """Return what an approval is for: the SHA-256 of text, picture, audience and time."""
        audience = self.audience
        content = msgspec.to_builtins(self.content)
        # Pictures had no description once: what was approved then stays approved.
        if self.content.illustration and not self.content.illustration.alt:
            del content["illustration"]["alt"]
        exact = (
            content,
            str(audience.category),
            sorted(audience.groups),
            sorted(audience.districts),
            sorted(audience.offices),
            sorted(audience.channels),
            self.starts_at.timestamp(),
            self.ends_at.timestamp(),
        )
        return hashlib.sha256(msgspec.json.encode(exact)).hexdigest()

    @property
    def version(self) -> str:
        """Return what tells whether this is still as somebody saw it, words and state."""
        exact = f"{self.fingerprint} {self.state} {self.title}"
        return hashlib.sha256(exact.encode()).hexdigest()[:16]

    @property
    def is_approved(self) -> bool:
        """Tell whether somebody else approved exactly this."""
        others = bool(self.approver) and self.approver != self.author
        return others and self.approved == self.fingerprint


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one recipient; *copy* is what stands for the provider's id of the message."""

    person: str
    outcome: Outcome
    reason: str = ""
    copy: str = ""
    due_at: datetime | None = None
