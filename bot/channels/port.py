"""What a channel is to the rest of the house."""

from collections.abc import Sequence
from typing import Protocol

from bot.messages import Address, Announcement, OutgoingMessage

BLOCKED = "diblokir"
OPTED_OUT = "berhenti-di-penyedia"
NO_TEMPLATE = "tanpa-templat"
TOO_LATE = "di-luar-24-jam"
TIER = "batas-harian"


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
