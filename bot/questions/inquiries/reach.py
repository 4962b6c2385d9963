"""Where an asker is reached, and until when one may write to them first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.messages import Address


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked; where a channel closes, one may write to them *until* then."""

    to: Address
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What channels allow: those *fetched* by people's own clients, and how long others are open.

    A channel that is in neither can be written to at any time.
    """

    fetched: Collection[str] = ()
    windows: Mapping[str, timedelta] = field(default_factory=dict)

    def asker(self, sender: Address, *, now: datetime) -> Asker:
        """Return *sender*, who wrote just *now*."""
        window = self.windows.get(sender.channel)
        return Asker(Address(sender.channel, sender.value), now + window if window else None)

    def is_open(self, asker: Asker, *, now: datetime) -> bool:
        """Tell whether *asker* can be written to before they come again."""
        channel = asker.to.channel
        if channel in self.fetched:
            return False
        return channel not in self.windows or (asker.until is not None and now < asker.until)

    def waits(self, channel: str) -> bool:
        """Tell whether answers may wait for people on *channel*."""
        return channel in self.fetched or channel in self.windows
