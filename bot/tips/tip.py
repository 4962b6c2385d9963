"""What a tip is, from the first word of its draft to its last status.

Nothing here knows who sent it. A tip keeps days, never times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Where a tip stands; senders see it, so the words are Indonesian."""

    NEW = "baru"
    READ = "dibaca"
    NEEDS_INFO = "perlu-info"
    FORWARDED = "diteruskan"
    RECEIVED = "diterima"
    IN_PROGRESS = "ditindaklanjuti"
    DONE = "selesai"
    REJECTED = "ditolak"


MOVES: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.NEW: frozenset({Status.READ, Status.REJECTED}),
        Status.READ: frozenset({Status.NEEDS_INFO, Status.FORWARDED, Status.DONE, Status.REJECTED}),
        Status.NEEDS_INFO: frozenset({Status.READ, Status.FORWARDED, Status.DONE, Status.REJECTED}),
        Status.FORWARDED: frozenset(
            {Status.RECEIVED, Status.IN_PROGRESS, Status.DONE, Status.REJECTED, Status.READ}
        ),
        Status.RECEIVED: frozenset({Status.IN_PROGRESS, Status.DONE, Status.REJECTED}),
        Status.IN_PROGRESS: frozenset({Status.DONE, Status.REJECTED}),
        Status.DONE: frozenset(),
        Status.REJECTED: frozenset(),
    }
)
# What staff write down themselves, as an authority told them by letter, or an answer is no longer
# waited for. The others come by an act of their own, from a backend, or with what is given up.
BY_HAND: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.NEEDS_INFO: frozenset({Status.READ}),
        Status.FORWARDED: frozenset({Status.RECEIVED, Status.IN_PROGRESS}),
        Status.RECEIVED: frozenset({Status.IN_PROGRESS}),
    }
)
CLOSED = frozenset({Status.DONE, Status.REJECTED})
_OURS = frozenset({Status.NEW, Status.READ, Status.NEEDS_INFO})


def may_vanish(status: Status) -> bool:
    """Tell whether a sender can still take a tip back whole: nobody else has it yet."""
    return status in _OURS


class Known(StrEnum):
    """How the sender knows of it."""

    SEEN = "melihat-sendiri"
    TOLD = "diceritakan-orang"
    ONLINE = "media-sosial"
    DOCUMENT = "dokumen"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a draft: its *id* names the encrypted file, *key* opens it and its description."""

    id: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file of a sent tip, as found by its content.

    *kind* is a media type. *sha256* is that of the clean copy, or of the file itself where it could
    not be cleaned. *original* is the key of the file as it came, where the sender wanted it kept;
    it is sealed to the desk once more and apart.
    """

    id: str
    kind: str
    size: int
    sha256: str
    cleaned: bool
    key: bytes = field(repr=False)
    original: bytes = field(default=b"", repr=False)
    original_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What a sender tells: the elements of a report, each "" or None while it is not told.

    *story* is what happened, *who* a name or a position, *when* the sender's words and *day* the
    day meant by them, *where* their words, *district* and *village* those of the city's regions,
    *office* a code of offices.yaml, *links* web addresses of posts.
    """

    story: str = field(default="", repr=False)
    who: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    day: date | None = field(default=None, repr=False)
    where: str = field(default="", repr=False)
    district: str = ""
    village: str = field(default="", repr=False)
    office: str = ""
    known: Known | None = None
    witnesses: str = field(default="", repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Where a draft lies, and the key that opens it; only the conversation has both."""

    id: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """A tip that is not sent yet; a decision of its sender is None before it is taken.

    *keep_originals* is about files as they came, *keep_uncleaned* about those that cannot be
    cleaned. *kept* are passages that may tell who writes and stay all the same. An *addition* is
    no tip of its own: its pieces are meant for one that was sent.
    """

    account: Account = field(default_factory=Account)
    pieces: tuple[Piece, ...] = ()
    keep_originals: bool | None = None
    keep_uncleaned: bool | None = None
    kept: tuple[str, ...] = field(default=(), repr=False)
    addition: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What is sealed to the desk: the account and its evidence."""

    account: Account
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Tip:
    """A sent tip as its row shows it to everybody: nothing of it tells a story or a person."""

    id: str
    day: date
    status: Status
    district: str
    office: str
    target: str
    receipt: bytes = field(repr=False)


class Voice(StrEnum):
    """Who wrote a message about a sent tip."""

    STAFF = "petugas"
    SENDER = "pelapor"


@dataclass(frozen=True, slots=True)
class Remark:
    """A question of staff or an answer of the sender, on a day; both sides can read it."""

    day: date
    voice: Voice
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Package:
    """What leaves the house, re-sealed by the desk to the worker: only what was not redacted.

    *id* is the id of the forwarding and the idempotency key of its submission; *tip* stays inside.
    """

    id: str
    tip: str
    target: str
    day: date
    account: Account
    evidence: tuple[Evidence, ...] = ()
    completeness: tuple[str, ...] = ()
    reason: str = field(default="", repr=False)
