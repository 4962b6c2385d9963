"""The chat in a terminal."""

from collections.abc import Callable

from bot.channels.text import numbered, plain
from bot.messages import Address, OutgoingMessage

NAME = "terminal"
ADDRESS = Address(NAME, "local")


class TerminalChannel:
    """Write replies with *write*; choices are numbered."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    async def send(self, message: OutgoingMessage) -> None:
        """Write *message*."""
        self._write(plain(numbered(message.reply)))
