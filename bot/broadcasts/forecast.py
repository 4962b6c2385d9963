"""What sending a broadcast would come to: how many, how long, how much."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import words
from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.timing import evening
from bot.broadcasts.words import Say
from bot.contacts.store import ContactStore

WINDOW = timedelta(hours=24)  # in which WhatsApp lets us answer freely
UNDER_TEMPLATE = "whatsapp"  # the one channel where a template is needed outside of the window


@dataclass(frozen=True, slots=True)
class Means:
    """What the providers allow and ask: messages a second, templates a day, rupiah a message.

    A *daily_tier* of 0 stands for no limit.
    """

    pace: Mapping[str, float]
    daily_tier: int = 0
    template_price: float = 0
    message_price: float = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Who is reached in which way, for how many *seconds*, and what it costs in rupiah.

    The *surplus* are those beyond the daily tier until the broadcast is of no use any more.
    """

    free: Mapping[str, int]
    window: int
    template: int
    unreachable: int
    surplus: int
    seconds: float
    cost: float

    @property
    def people(self) -> int:
        """Return how many are in the audience, reached or not."""
        return sum(self.free.values()) + self.window + self.template + self.unreachable

    def ends_at(self, broadcast: Broadcast) -> datetime:
        """Return when the last message would be out, were there no tier."""
        return broadcast.starts_at + timedelta(seconds=self.seconds)


async def forecast(
    connection: AsyncConnection,
    contacts: ContactStore,
    *,
    broadcast: Broadcast,
    means: Means,
    now: datetime,
) -> Forecast:
    """Count the audience of *broadcast* and split it by how each is reached at its time.

    Who writes later may still open a window: the split is on the safe side.
    """
    since = max(now, broadcast.starts_at) - WINDOW
    counted = await contacts.count(connection, broadcast.audience, heard_since=since)
    total, window = counted.pop(UNDER_TEMPLATE, (0, 0))
    if UNDER_TEMPLATE not in means.pace:
        total, window, lost = 0, 0, total
    else:
        lost = 0
    lost += sum(people for channel, (people, _) in counted.items() if channel not in means.pace)
    free = {channel: people for channel, (people, _) in counted.items() if channel in means.pace}
    template = total - window if broadcast.content.template else 0
    surplus = max(0, template - _most(broadcast, means)) if means.daily_tier else 0
    sending = {**free, UNDER_TEMPLATE: window + template - surplus}
    seconds = (people / means.pace[each] for each, people in sending.items() if people)
    return Forecast(
        free=free,
        window=window,
        template=template,
        unreachable=total - window - template + lost,
        surplus=surplus,
        seconds=max(seconds, default=0.0),
        cost=_cost(window, template - surplus, means),
    )


def warnings(
    seen: Forecast, broadcast: Broadcast, *, means: Means, say: Say, zone: ZoneInfo
) -> Iterator[str]:
    """Yield what whoever approves *broadcast* should know about who is not reached."""
    if seen.surplus:
        yield say(words.SURPLUS, jumlah=seen.surplus, batas=means.daily_tier)
    if not broadcast.content.template and seen.unreachable:
        yield say(words.NO_TEMPLATE, jumlah=seen.unreachable)
    done = seen.ends_at(broadcast)
    if not broadcast.content.urgent and done > evening(broadcast.starts_at, zone):
        yield say(words.INTO_NIGHT, jam=f"{done.astimezone(zone):%d-%m %H:%M}")


def _most(broadcast: Broadcast, means: Means) -> int:
    """Return how many templates the tier lets out while *broadcast* is of use."""
    days = math.ceil((broadcast.ends_at - broadcast.starts_at) / timedelta(days=1))
    return means.daily_tier * max(1, days)


def _cost(window: int, template: int, means: Means) -> float:
    """Return what Twilio and Meta ask, in rupiah."""
    return window * means.message_price + template * (means.message_price + means.template_price)
