"""The shelf of an unlocked desk: each tip opened once for the list, in this process's memory only.

What changed is found by two short looks at the database, and only that is opened again. What is
hidden from who acts is not kept at all, and nothing here counts as reading a tip.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tips.acting import Acting
from bot.tips.listing import Line
from bot.tips.sealing import opened_content
from bot.tips.search import Index
from bot.tips.store import papers, tips
from bot.tips.store.tips import SealedTip

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Taken:
    """A tip as the shelf takes it up; *words* is None where they were not asked for."""

    line: Line
    is_hidden: bool
    is_readable: bool
    words: frozenset[str] | None = None


class Shelf:
    """Keep a line for each tip that is not hidden, and its words for searching."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._turn = asyncio.Lock()
        self._offices: frozenset[str] = frozenset()
        self.clear()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the tips, the oldest day first."""
        return self._ordered

    def in_order(self, key: Callable[[Line], Any]) -> tuple[Line, ...]:
        """Return the tips as *key* puts them, worked out once until something changes."""
        if key not in self._sorted:
            self._sorted[key] = tuple(sorted(self._ordered, key=key))
        return self._sorted[key]

    def of(self, tip_ids: Iterable[str]) -> Iterator[Line]:
        """Yield the lines of those of *tip_ids* that are here."""
        return (self._lines[each] for each in tip_ids if each in self._lines)

    def clear(self) -> None:
        """Forget everything."""
        self._lines: dict[str, Line] = {}
        self._ordered: tuple[Line, ...] = ()
        self._sorted: dict[Callable[[Line], Any], tuple[Line, ...]] = {}
        self._wordless: set[str] = set()
        self._marks: Mapping[str, str] = {}
        self._looked = ("", "")
        self._day = date.min
        self.index.clear()

    async def catch_up(self, acting: Acting, *, words: bool = False) -> None:
        """Take up what changed since the last time; with *words* also what can be searched."""
        async with self._turn:
            if self._offices != acting.actor.account.offices:
                self.clear()
                self._offices = acting.actor.account.offices
            async with acting.room.database.reading() as connection:
                looked = (await tips.statuses(connection), await papers.sheets(connection))
                marks = self._marks if looked == self._looked else _marks(*looked)
                stale, gone = _differing(self._marks, marks)
                for each in gone:
                    self._forget(each)
                wanted = sorted(stale | self._wordless if words else stale)
                await self._take_up(connection, wanted, acting=acting, words=words)
            self._marks, self._looked = marks, looked
            self._order(acting.room.clock.today(), changed=bool(gone or wanted))

    async def _take_up(
        self, connection: AsyncConnection, wanted: list[str], *, acting: Acting, words: bool
    ) -> None:
        """Open the tips *wanted*, some at a time and beside the pages of others."""
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            answered = await papers.answered(connection, some)
            found = await tips.tips_of(connection, some)
            for each in await asyncio.to_thread(self._opened, acting, found, words=words):
                self._put(replace(each.line, answered=each.line.tip.id in answered), each)

    def _opened(self, acting: Acting, found: list[SealedTip], *, words: bool) -> list[_Taken]:
        """Return *found* opened; it runs in a thread, and changes nothing here."""
        today, ring = acting.room.clock.today(), acting.ring
        taken = []
        for each in found:
            line = acting.reader.line(each, answered=False, today=today)
            is_hidden, is_readable = acting.hides(each), ring.opens(each.sealed)
            read = None
            if words and is_readable and not is_hidden and each.tip.id not in self.index:
                read = self.index.read(opened_content(ring, each.sealed).account)
            taken.append(_Taken(line, is_hidden, is_readable, read))
        return taken

    def _put(self, line: Line, taken: _Taken) -> None:
        """Keep a tip; one that is hidden is forgotten."""
        name = line.tip.id
        if taken.is_hidden:
            self._forget(name)
            return
        self._lines[name] = line
        if taken.words is not None:
            self.index.put(name, taken.words, district=line.tip.district)
        if name in self.index or not taken.is_readable:
            self._wordless.discard(name)
        else:
            self._wordless.add(name)

    def _forget(self, tip_id: str) -> None:
        """Forget a tip."""
        self._lines.pop(tip_id, None)
        self._wordless.discard(tip_id)
        self.index.remove(tip_id)

    def _order(self, today: date, *, changed: bool) -> None:
        """Put the lines in order, and count the days left from *today*."""
        if today != self._day:
            self._lines = {name: _on(line, today) for name, line in self._lines.items()}
        elif not changed:
            return
        self._day, self._sorted = today, {}
        self._ordered = tuple(
            sorted(self._lines.values(), key=lambda each: (each.tip.day, each.tip.id))
        )


def _on(line: Line, today: date) -> Line:
    """Return *line* as it is on *today*."""
    return replace(line, left=(line.deadline - today).days) if line.deadline else line


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return which tips are not what they were before, and which are gone."""
    if before is now:
        return set(), set()
    return {each for each in now if before.get(each) != now[each]}, before.keys() - now.keys()


def _marks(statuses: str, sheets: str) -> dict[str, str]:
    """Return what each tip is at: whoever changes one writes a paper, or moves its status."""
    counted = dict(each.split(" ") for each in sheets.split("\n") if each)
    found = dict(each.split(" ") for each in statuses.split("\n") if each)
    return {tip: f"{status} {counted.get(tip, '')}" for tip, status in found.items()}
