"""What sending a broadcast would come to: how many, how long, how much."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import words
from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.timing import evening
from bot.broadcasts.words import Say
from bot.channels.port import Standing
from bot.contacts.store import ContactStore

WINDOW = timedelta(hours=24)  # in which WhatsApp lets us answer freely
UNDER_TEMPLATE = "whatsapp"  # the one channel where a template is needed outside of the window


@dataclass(frozen=True, slots=True)
class Means:
    """What the providers allow and ask: messages a second, templates a day, rupiah a message.

    A *daily_tier* of 0 stands for no limit, a *utility_price* of 0 for that of other templates.
    *standings* tell by name which templates are approved, and as what.
    """

    pace: Mapping[str, float]
    daily_tier: int = 0
    template_price: float = 0
    message_price: float = 0
    utility_price: float = 0
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def standing(self, broadcast: Broadcast) -> Standing | None:
        """Return how the template of *broadcast* stands, None when it has none that is known."""
        template = broadcast.content.template
        return self.standings.get(template.name) if template else None

    def may_begin(self, broadcast: Broadcast) -> bool:
        """Tell whether people may be written to first with *broadcast*."""
        standing = self.standing(broadcast)
        return standing is not None and standing.is_approved

    def price(self, broadcast: Broadcast) -> float:
        """Return what Meta asks for one template: that of marketing unless it is not."""
        standing = self.standing(broadcast)
        utility = standing is not None and standing.is_utility
        return (self.utility_price if utility else 0) or self.template_price


@dataclass(frozen=True, slots=True)
class Forecast:
    """Who is reached in which way, for how many *seconds*, and what it costs in rupiah.

    Of the *unreachable*, the *closed* are those on WhatsApp for whom a template is wanting. The
    *surplus* are those beyond the daily tier until the broadcast is of no use any more.
    """

    free: Mapping[str, int]
    window: int
    template: int
    unreachable: int
    closed: int
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
    template = total - window if means.may_begin(broadcast) else 0
    surplus = max(0, template - _most(broadcast, means)) if means.daily_tier else 0
    sending = {**free, UNDER_TEMPLATE: window + template - surplus}
    seconds = (people / means.pace[each] for each, people in sending.items() if people)
    return Forecast(
        free=free,
        window=window,
        template=template,
        unreachable=total - window - template + lost,
        closed=total - window - template,
        surplus=surplus,
        seconds=max(seconds, default=0.0),
        cost=(window + template - surplus) * means.message_price
        + (template - surplus) * means.price(broadcast),
    )


def warnings(
    seen: Forecast, broadcast: Broadcast, *, means: Means, say: Say, zone: ZoneInfo
) -> Iterator[str]:
    """Yield what whoever approves *broadcast* should know about who is not reached."""
    if not seen.people:
        yield say(words.NOBODY, nomor=broadcast.id)
    on_whatsapp = seen.window + seen.template
    if broadcast.content.illustration and on_whatsapp:
        yield say(words.NO_PICTURE, jumlah=on_whatsapp)
    if seen.surplus:
        yield say(words.SURPLUS, jumlah=seen.surplus, batas=means.daily_tier)
    yield from _about_template(seen, broadcast, means=means, say=say)
    done = seen.ends_at(broadcast)
    if not broadcast.content.urgent and done > evening(broadcast.starts_at, zone):
        yield say(words.INTO_NIGHT, jam=f"{done.astimezone(zone):%d-%m %H:%M}")


def _about_template(
    seen: Forecast, broadcast: Broadcast, *, means: Means, say: Say
) -> Iterator[str]:
    """Yield why people outside of their window are not reached, or what holds some back."""
    standing, lost = means.standing(broadcast), seen.closed
    if broadcast.content.template is None and lost:
        yield say(words.NO_TEMPLATE, jumlah=lost)
    elif standing is None and lost:
        yield say(words.NOT_SUBMITTED, jumlah=lost, nomor=broadcast.id)
    elif standing and lost:
        state = f"{standing.state}: {standing.reason}" if standing.reason else standing.state
        yield say(words.NOT_APPROVED, jumlah=lost, keadaan=state)
    elif standing and seen.template and not standing.is_utility:
        yield say(words.MARKETING, golongan=standing.category or "?")


def _most(broadcast: Broadcast, means: Means) -> int:
    """Return how many templates the tier lets out while *broadcast* is of use."""
    days = math.ceil((broadcast.ends_at - broadcast.starts_at) / timedelta(days=1))
    return means.daily_tier * max(1, days)
