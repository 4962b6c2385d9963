"""What a conversation has in hand of a tip, and what a turn wants done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.messages import SentFile
from bot.tips.tip import Draft, Piece, Remark, Tip

WAITING, READY, REFUSED = "waiting", "ready", "refused"


class Found(Protocol):
    """Tell what became of a piece of evidence."""

    @property
    def piece(self) -> Piece:
        """Return which piece this is."""
        ...

    @property
    def state(self) -> str:
        """Return WAITING, READY or REFUSED."""
        ...

    @property
    def refusal(self) -> str | None:
        """Return in a word why it is refused."""
        ...

    @property
    def cleaned(self) -> bool:
        """Tell whether there is a copy without metadata."""
        ...

    @property
    def has_location(self) -> bool:
        """Tell whether the file as it came says where it was made."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """Sixteen fresh digits, and the public half that they stand for."""

    digits: str = field(repr=False)
    public: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A sent tip that its receipt opened."""

    tip: Tip
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """What is in hand of a tip, where tips are taken at all.

    *found* tells of each piece of the *draft*. *fresh* is a receipt for a tip about to be sent,
    *tail* the last four digits of the one just given. *looked_up* is the receipt that *opened* was
    looked for with. *pause* says how many seconds to wait after wrong receipts. *sent* counts the
    tips of this sender in the last day, *crowded* says that too many came from all. *erased*
    counts providers' copies by what became of them.
    """

    draft: Draft | None = None
    found: tuple[Found, ...] = ()
    fresh: Receipt | None = None
    tail: str = field(default="", repr=False)
    looked_up: str = field(default="", repr=False)
    opened: Opened | None = None
    pause: int = 0
    sent: int = 0
    crowded: bool = False
    erased: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftKept:
    """The draft is to be kept as it is now, with *files* as new pieces and without *dropped*."""

    draft: Draft
    files: tuple[SentFile, ...] = ()
    dropped: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftDropped:
    """The draft and its files are to be deleted."""


@dataclass(frozen=True, slots=True)
class ReceiptWanted:
    """The turn cannot be taken without a fresh receipt."""


@dataclass(frozen=True, slots=True)
class LookUpWanted:
    """The turn cannot be taken before the tip of a receipt is looked up."""

    receipt: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TipSent:
    """The *draft* is a tip from now on; its receipt is in the reply."""

    draft: Draft
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class TipAnswered:
    """The sender of the opened tip writes to staff."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """The pieces of the *draft* belong to the opened tip from now on."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class TipWithdrawn:
    """The sender takes the opened tip back."""


TipEffect = (
    DraftKept
    | DraftDropped
    | ReceiptWanted
    | LookUpWanted
    | TipSent
    | TipAnswered
    | EvidenceAdded
    | TipWithdrawn
)
