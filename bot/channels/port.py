"""What a channel is to the rest of the house."""

from collections.abc import Sequence
from typing import Protocol

from bot.messages import Address, OutgoingMessage


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
