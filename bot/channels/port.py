"""What a channel is to the rest of the house."""

from typing import Protocol

from bot.messages import OutgoingMessage


class Channel(Protocol):
    """Carry replies to people who cannot fetch them themselves."""

    async def send(self, message: OutgoingMessage) -> None:
        """Hand *message* to the provider.

        Raises TryLater when another attempt may succeed, NeverAgain when none will.
        """
        ...
