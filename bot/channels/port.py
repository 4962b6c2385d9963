"""What a channel is to the rest of the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.messages import Address, Announcement, OutgoingMessage

BLOCKED = "diblokir"
OPTED_OUT = "berhenti-di-penyedia"
NO_TEMPLATE = "tanpa-templat"
TOO_LATE = "di-luar-24-jam"
TIER = "batas-harian"
HELD = "ditahan-whatsapp"

APPROVED = "approved"
UNSUBMITTED = "unsubmitted"
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text to be approved; {{1}} in *body* is the first of *samples*, *name* is for it alone."""

    name: str
    body: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a text stands with those who approve it, in the provider's words.

    *category* is what they assigned, whatever was asked for; *reason* why they refused.
    """

    name: str
    sid: str
    state: str = UNSUBMITTED
    category: str = ""
    reason: str = ""

    @property
    def is_approved(self) -> bool:
        """Tell whether people may be written to with it."""
        return self.state == APPROVED

    @property
    def is_utility(self) -> bool:
        """Tell whether it was assigned the cheaper category, which is not held back."""
        return self.category == "utility"


class Approving(Protocol):
    """Have texts approved with which people may be written to first."""

    async def standings(self) -> Mapping[str, Standing]:
        """Return what is known of every text by its name."""
        ...

    async def submit(self, wordings: Sequence[Wording]) -> dict[str, bool]:
        """Have *wordings* made and submitted where they are not, and tell of each if it is new."""
        ...


class Channel(Protocol):
    """Carry replies to people who cannot fetch them themselves."""

    async def send(self, message: OutgoingMessage) -> Sequence[str]:
        """Hand *message* to the provider and return the ids of the copies that it now keeps.

        Raises TryLater when another attempt may succeed, NeverAgain when none will.
        """
        ...

    async def erase(self, owner: Address, copy: str) -> None:
        """Have the provider erase one *copy* of what *owner* wrote or was sent.

        Raises TryLater when another attempt may succeed, NeverAgain when it is too late.
        """
        ...


class Announcer(Protocol):
    """Carry what people did not ask for just now, each once; replies to people come first."""

    async def announce(self, announcement: Announcement) -> str:
        """Hand *announcement* over, without ever trying twice; return the provider's id of it.

        Raises TryLater when it was certainly not taken and may be tried again, AnswerLost when it
        may have been taken, NeverAgain when it never will be, Unreachable with one of the words
        above where the person is the reason.
        """
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """What a provider knows of a message: its id there, its state, and one of the words above."""

    copy: str = field(repr=False)
    state: str
    reason: str = ""


class Tracer(Protocol):
    """Find out what became of an announcement, without ever sending anything."""

    async def trace(self, announcement: Announcement, *, since: datetime) -> Trace | None:
        """Return what the provider knows of *announcement*, None when it has no such message.

        Raises TryLater when it does not answer.
        """
        ...
