"""The scene of a turn as tips see it: who is answered when, and what was prepared for it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.holding import Hand, LookUpWanted, Receipt, ReceiptWanted
from bot.conversation.state import Conversation, Steered, SteeringWanted
from bot.keypair import KeyPair
from bot.messages import Address


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was derived, or done for staff, outside of the transaction."""

    fresh: Receipt | None = None
    receipt: str = field(default="", repr=False)
    pair: KeyPair | None = field(default=None, repr=False)
    steered: Steered | None = None


class Unprepared(Exception):
    """Stop a turn that needs what only outside of its transaction can be derived or done."""

    def __init__(self, wanted: ReceiptWanted | LookUpWanted | SteeringWanted) -> None:
        super().__init__("A receipt is to be derived, or an act of staff to be done, first")
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is answered, when, and what was prepared for it."""

    sender: Address
    now: datetime
    today: date
    public: bool = False
    prepared: Prepared = field(default_factory=Prepared)


@dataclass(slots=True)
class Work:
    """A turn being brought about: its *conversation* changes on the way."""

    connection: AsyncConnection
    scene: Scene
    conversation: Conversation
    hand: Hand | None
