"""The chat in a terminal."""

from collections.abc import Callable, Sequence

from bot.channels.text import numbered, plain
from bot.messages import Address, OutgoingMessage

NAME = "terminal"
ADDRESS = Address(NAME, "local")


class TerminalChannel:
    """Write replies with *write*; choices are numbered."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    async def send(self, message: OutgoingMessage) -> Sequence[str]:
        """Write *message*; nobody keeps a copy."""
        self._write(plain(numbered(message.reply)))
        return ()

    async def erase(self, owner: Address, copy: str) -> None:
        """Do nothing: what is on a screen is not ours to erase."""
