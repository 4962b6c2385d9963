"""What staff do with tips; each act is allowed by a role, and noted in the audit trail.

A tip is hidden from accounts of an office that it is about: the sender names one, or a reader
marks it. Nothing of a tip's text goes into the trail.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import WrongMove
from bot.staff.account import Account, Act
from bot.staff.refusal import Reason, refused
from bot.staff.store import accounts
from bot.tips.acting import Acting
from bot.tips.case import Case, Event
from bot.tips.completeness import days_left
from bot.tips.listing import Line, Wanted, as_csv
from bot.tips.progress import desk_lock
from bot.tips.reading import answers
from bot.tips.sealing import (
    opened_upkeep,
    sealed_note,
    sealed_remark,
    sealed_upkeep,
)
from bot.tips.search import Index
from bot.tips.shelf import Shelf
from bot.tips.store import papers, tips
from bot.tips.store.papers import Paper, PaperKind
from bot.tips.tip import BY_HAND, CLOSED, Remark, Status, Voice

EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as staff read it, with the days *left* to report it and tips that tell the same."""

    case: Case
    left: int | None
    similar: tuple[Line, ...] = ()


class Desk:
    """Read tips, write about them, ask their senders, and close them."""

    def __init__(self, acting: Acting, index: Index, *, shelf: Shelf | None = None) -> None:
        self._acting = acting
        self._shelf = shelf or Shelf(index)

    async def listed(self, wanted: Wanted = EVERYTHING) -> list[Line]:
        """Return the tips that are *wanted* and not hidden from who acts, the oldest day first."""
        await self._look(Act.READ_TIPS)
        return [each for each in self._shelf.lines if wanted.takes(each)]

    async def in_order(self, key: Callable[[Line], Any]) -> Sequence[Line]:
        """Return the tips that are not hidden from who acts, as *key* puts them."""
        await self._look(Act.READ_TIPS)
        return self._shelf.in_order(key)

    async def search(self, text: str, *, district: str = "") -> list[Line]:
        """Return the tips with words of *text*, the best first."""
        await self._look(Act.READ_TIPS, words=True)
        return list(self._shelf.of(self._shelf.index.find(text, district=district)))

    async def open(self, tip_id: str) -> Opened:
        """Read a tip; who opens it first brings it from new to read."""
        acting, index = self._acting, self._shelf.index
        async with acting.on(Act.READ_TIPS, tip_id) as handle:
            if handle.found.tip.status is Status.NEW:
                await acting.move(handle, Status.READ)
            found = await tips.find_tip(handle.connection, handle.id)
            case = await acting.case(replace(handle, found=found or handle.found))
        await self._shelf.catch_up(acting, words=True)
        index.add(handle.id, case.account, more=answers(case))
        left = days_left(case.account, acting.room.clock.today())
        return Opened(case, left, tuple(self._shelf.of(index.similar(handle.id))))

    async def colleagues(self, case: Case) -> list[Account]:
        """Return the accounts that *case* may be given to: readers of none of its offices."""
        async with self._acting.room.database.reading() as connection:
            found = await accounts.accounts(connection)
        return [
            each
            for each in found
            if each.may(Act.READ_TIPS) and each.offices.isdisjoint(case.offices)
        ]

    async def note(self, tip_id: str, text: str) -> None:
        """Write *text* for colleagues; the sender never reads it."""
        async with self._acting.on(Act.NOTE_TIPS, tip_id) as handle:
            note = self._acting.note(text=text)
            sealed = sealed_note(await desk_lock(handle.connection), note)
            paper = Paper(handle.id, note.day, PaperKind.NOTE, sealed)
            await papers.add_paper(handle.connection, paper)

    async def ask(self, tip_id: str, question: str) -> None:
        """Ask the sender, who reads it with the receipt.

        Raises WrongMove for a tip that is with others or closed.
        """
        async with self._acting.on(Act.ASK_TIPS, tip_id) as handle:
            tip, today = handle.found.tip, self._acting.room.clock.today()
            if tip.status is Status.NEW:
                await self._acting.move(handle, Status.READ)
            if tip.status is not Status.NEEDS_INFO:
                await self._acting.move(handle, Status.NEEDS_INFO)
            lock = await desk_lock(handle.connection)
            remark = Remark(today, Voice.STAFF, question)
            sealed, shown = sealed_remark(lock, tip.receipt, remark)
            paper = Paper(handle.id, today, PaperKind.QUESTION, sealed, shown)
            await papers.add_paper(handle.connection, paper)

    async def assign(self, tip_id: str, to: str) -> None:
        """Give a tip to the colleague who logs in as *to*.

        Raises Refused when there is none, it may not read tips, or the tip is hidden from it.
        """
        say = self._acting.room.say
        async with self._acting.on(Act.ASSIGN_TIPS, tip_id) as handle:
            account = await accounts.account_named(handle.connection, to)
            if account is None or not account.may(Act.READ_TIPS):
                raise refused(say, Reason.ACCOUNT_UNKNOWN, nama=to)
            if self._acting.reader.hides(handle.found, account.offices):
                raise refused(say, Reason.OFFICE)
            casework = self._acting.reader.casework(handle.found)
            await self._acting.keep(handle, replace(casework, assigned=account.name))
            await self._acting.write(handle, Event.ASSIGNED, account.name)

    async def take_back(self, tip_id: str) -> None:
        """Let a tip be nobody's again."""
        async with self._acting.on(Act.ASSIGN_TIPS, tip_id) as handle:
            casework = self._acting.reader.casework(handle.found)
            if casework.assigned:
                await self._acting.keep(handle, replace(casework, assigned=""))
                await self._acting.write(handle, Event.TAKEN_BACK, casework.assigned)

    async def mark_office(self, tip_id: str, code: str) -> None:
        """Hide a tip from accounts of the office *code*, which it is about."""
        async with self._acting.on(Act.NOTE_TIPS, tip_id) as handle:
            casework = self._acting.reader.casework(handle.found)
            offices = casework.offices | {code}
            await self._acting.keep(handle, replace(casework, offices=offices))
            await self._acting.write(handle, Event.OFFICE_MARKED, code)

    async def unmark_office(self, tip_id: str, code: str) -> None:
        """Take back that a tip is hidden from the office *code*; what its sender named stays."""
        async with self._acting.on(Act.NOTE_TIPS, tip_id) as handle:
            casework = self._acting.reader.casework(handle.found)
            if code in casework.offices:
                offices = casework.offices - {code}
                await self._acting.keep(handle, replace(casework, offices=offices))
                await self._acting.write(handle, Event.OFFICE_UNMARKED, code)

    async def mark_serious(self, tip_id: str, *, serious: bool) -> None:
        """Say whether a tip is meant in earnest; a prank stays where it is and is told apart."""
        async with self._acting.on(Act.NOTE_TIPS, tip_id) as handle:
            casework = self._acting.reader.casework(handle.found)
            await self._acting.keep(handle, replace(casework, serious=serious))
            event = Event.SERIOUS if serious else Event.NOT_SERIOUS
            await self._acting.write(handle, event)

    async def step(self, tip_id: str, status: Status, *, reason: str) -> None:
        """Write down that a tip came to *status* by what no program told, such as a letter.

        Raises WrongMove where staff may not bring it there by hand.
        """
        async with self._acting.on(Act.NOTE_TIPS, tip_id) as handle:
            if status not in BY_HAND.get(handle.found.tip.status, ()):
                self._acting.refuse_step(handle.found)
            await self._acting.move(handle, status, reason)

    async def close(self, tip_id: str, status: Status, *, reason: str) -> None:
        """End a tip as done or rejected; raises WrongMove where its status does not lead there."""
        if status not in CLOSED:
            raise WrongMove(f"A tip is closed as {' or '.join(sorted(CLOSED))}")
        async with self._acting.on(Act.CLOSE_TIPS, tip_id) as handle:
            await self._acting.move(handle, status, reason)

    async def hold(self, tip_id: str, *, held: bool) -> None:
        """Keep a tip from retention, or let it go again."""
        async with self._acting.on(Act.CLOSE_TIPS, tip_id) as handle:
            key, receipt = self._acting.room.key, handle.found.tip.receipt
            upkeep = replace(opened_upkeep(key, receipt, handle.found.upkeep), held=held)
            await self._acting.change(handle, upkeep=sealed_upkeep(key, receipt, upkeep))
            await self._acting.write(handle, Event.HELD if held else Event.RELEASED)

    async def export(self, wanted: Wanted = EVERYTHING) -> str:
        """Return the list as CSV: no story, no file."""
        await self._look(Act.EXPORT_REGISTER)
        return as_csv(each for each in self._shelf.lines if wanted.takes(each))

    async def _look(self, act: Act, *, words: bool = False) -> None:
        """Have *act* noted, and the shelf up to date."""
        async with self._acting.actor.doing(act):
            pass
        await self._shelf.catch_up(self._acting, words=words)
