"""Reading the trail: each look is noted, and whoever exports it gets text, never formulas."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.audit import Verdict, Wanted, listed, newest
from bot.staff.chain import Head, Row
from bot.staff.refusal import Say
from bot.staff.room import Room
from bot.staff.store import accounts
from bot.staff.words import ACT_NAMES, NOBODY

PAGE = 50

_GUARDED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Page:
    """Some *rows*, the newest first, with the *names* of accounts; *older* is where to go on."""

    rows: tuple[Row, ...]
    names: Mapping[str, str]
    older: int = 0


class Review:
    """Let auditors look at the trail."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def verify(self, actor: Actor, *, head: Head | None = None) -> Verdict:
        """Look over every row; raises Refused for whoever may not."""
        await note(actor, "verify")
        async with self._room.database.reading() as connection:
            return await self._room.trail.verify(connection, head=head)

    async def page(self, actor: Actor, wanted: Wanted, *, below: int = 0) -> Page:
        """Return the newest rows under the number *below*, 0 for the end of the trail."""
        await note(actor, "list")
        async with self._room.database.reading() as connection:
            found = await newest(connection, wanted, below=below, most=PAGE + 1)
            everybody = await accounts.accounts(connection)
        names = {each.id: each.name for each in everybody}
        older = found[PAGE - 1].number if len(found) > PAGE else 0
        return Page(tuple(found[:PAGE]), names, older)

    async def rows(self, wanted: Wanted) -> AsyncIterator[Row]:
        """Yield the rows that are wanted, once the reading is noted."""
        async with self._room.database.reading() as connection:
            async for row in listed(connection, wanted):
                yield row


async def note(actor: Actor, reading: str) -> None:
    """Note that *actor* reads the trail; raises Refused when they may not."""
    async with actor.doing(Act.READ_AUDIT, subject=reading):
        pass


def cells(row: Row, say: Say, *, zone: ZoneInfo) -> tuple[str, str, str, str, str, str, str]:
    """Return *row* as a person reads it."""
    entry = row.entry
    when = row.noted_at.astimezone(zone)
    known = entry.act in set(Act)
    return (
        str(row.number),
        f"{when:%Y-%m-%d %H:%M:%S}",
        entry.account or say(NOBODY),
        say(ACT_NAMES[Act(entry.act)]) if known else entry.act,
        entry.subject,
        entry.outcome,
        entry.reason,
    )


def guarded(cell: str) -> str:
    """Return *cell* so that a spreadsheet takes it for text.

    >>> guarded("=1+1"), guarded("siti")
    ("'=1+1", 'siti')
    """
    return f"'{cell}" if cell.startswith(_GUARDED) else cell
