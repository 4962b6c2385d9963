"""Who wants to hear from us, and who no longer does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contacts.contact import Category, Consent, Ended, Subscription
from bot.contacts.opt_ins import Line, OptIn
from bot.contacts.store import ContactStore
from bot.database.engine import Database
from bot.messages import Address

LEFT_BEFORE = "this person left before: only they themselves can come back"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many subscribers share a channel, an audience and a kecamatan."""

    channel: str
    group: str
    district: str
    people: int


class Subscriptions:
    """Change subscriptions in the caller's transaction, or whole lists in their own."""

    def __init__(self, database: Database, store: ContactStore) -> None:
        self._database = database
        self._store = store

    async def heard(
        self, connection: AsyncConnection, address: Address, *, now: datetime
    ) -> Subscription | None:
        """Return what *address*, who just wrote, wants to hear; None when that is nothing."""
        found = await self._store.find(connection, address)
        if found:
            await self._store.heard(connection, address, now=now)
        return found

    async def change(
        self,
        connection: AsyncConnection,
        address: Address,
        *,
        wanted: Subscription,
        consent: Consent,
    ) -> None:
        """Keep what *address* wants; wanting nothing is leaving."""
        if wanted.categories:
            await self._store.keep(connection, address, wanted=wanted, consent=consent)
            await self._store.heard(connection, address, now=consent.at)
        else:
            await self.leave(connection, address, because=Ended.ASKED, now=consent.at)

    async def leave(
        self, connection: AsyncConnection, address: Address, *, because: Ended, now: datetime
    ) -> bool:
        """Send nothing to *address* from now on; return whether anything was sent before."""
        person = self._store.person(address)
        return await self._store.end(connection, person, because=because, now=now)

    async def forget(self, connection: AsyncConnection, address: Address) -> None:
        """Delete everything about *address*."""
        await self._store.forget(connection, address)

    async def take(self, lines: Iterable[Line]) -> list[Line]:
        """Subscribe everybody in *lines*, each in a transaction of its own; return what became.

        Nothing takes away what somebody chose themselves: categories are added.
        """
        return [await self._taken(line) for line in lines]

    async def tallies(self) -> list[Tally]:
        """Return how many subscribers there are; nothing here names one of them."""
        async with self._database.reading() as connection:
            return [Tally(*row) for row in await self._store.overview(connection)]

    async def _taken(self, line: Line) -> Line:
        """Subscribe whoever *line* names, unless they left before."""
        if line.opt_in is None:
            return line
        async with self._database.transaction() as connection:
            if await self._store.ended(connection, line.opt_in.address):
                return Line(line.number, problem=LEFT_BEFORE)
            await self._add(connection, line.opt_in)
        return line

    async def _add(self, connection: AsyncConnection, opt_in: OptIn) -> None:
        """Add what *opt_in* agrees to, and leave what was chosen before."""
        before = await self._store.find(connection, opt_in.address)
        wanted = _together(before, opt_in.wanted) if before else opt_in.wanted
        await self._store.keep(connection, opt_in.address, wanted=wanted, consent=opt_in.consent)


def _together(chosen: Subscription, added: Subscription) -> Subscription:
    """Return *chosen* with what *added* brings where nothing was chosen."""
    categories: frozenset[Category] = chosen.categories | added.categories
    return Subscription(
        categories,
        chosen.role or added.role,
        chosen.district or added.district,
        chosen.office or added.office,
    )
