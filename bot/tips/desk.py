"""What staff do with tips; each act is allowed by a role, and noted in the audit trail.

A tip is hidden from accounts of an office that it is about: the sender names one, or a reader
marks it. Nothing of a tip's text goes into the trail.
"""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import WrongMove
from bot.staff.account import Act
from bot.staff.refusal import Reason, refused
from bot.staff.store.accounts import account_named
from bot.tips.acting import Acting
from bot.tips.case import Case, Event
from bot.tips.completeness import days_left
from bot.tips.listing import Line, Wanted, as_csv
from bot.tips.progress import desk_lock
from bot.tips.reading import answers
from bot.tips.sealing import (
    opened_content,
    opened_upkeep,
    sealed_note,
    sealed_remark,
    sealed_upkeep,
)
from bot.tips.search import Index
from bot.tips.store import papers, tips
from bot.tips.store.papers import Paper, PaperKind
from bot.tips.store.tips import SealedTip
from bot.tips.tip import CLOSED, Remark, Status, Voice

EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as staff read it, with the days *left* to report it and tips that tell the same."""

    case: Case
    left: int | None
    similar: tuple[str, ...] = ()


class Desk:
    """Read tips, write about them, ask their senders, and close them."""

    def __init__(self, acting: Acting, index: Index) -> None:
        self._acting = acting
        self._index = index

    async def listed(self, wanted: Wanted = EVERYTHING) -> list[Line]:
        """Return the tips that are *wanted* and not hidden from who acts, the oldest day first."""
        async with self._acting.actor.doing(Act.READ_TIPS) as connection:
            lines = await self._lines(connection, await self._visible(connection))
        return [each for each in lines if wanted.takes(each)]

    async def search(self, text: str, *, district: str = "") -> list[Line]:
        """Return the tips with words of *text*, the best first."""
        async with self._acting.actor.doing(Act.READ_TIPS) as connection:
            visible = await self._visible(connection)
            self._take_up(visible)
            lines = {each.tip.id: each for each in await self._lines(connection, visible)}
        found = self._index.find(text, district=district)
        return [lines[each] for each in found if each in lines]

    async def open(self, tip_id: str) -> Opened:
        """Read a tip; who opens it first brings it from new to read."""
        acting = self._acting
        async with acting.on(Act.READ_TIPS, tip_id) as handle:
            if handle.found.tip.status is Status.NEW:
                await self._acting.move(handle, Status.READ)
            found = await tips.find_tip(handle.connection, handle.id)
            case = await acting.case(replace(handle, found=found or handle.found))
            visible = await self._visible(handle.connection)
            self._take_up(visible)
        self._index.add(handle.id, case.account, more=answers(case))
        seen = {each.tip.id for each in visible}
        similar = tuple(each for each in self._index.similar(handle.id) if each in seen)
        return Opened(case, days_left(case.account, acting.room.clock.today()), similar)

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
            account = await account_named(handle.connection, to)
            if account is None or not account.may(Act.READ_TIPS):
                raise refused(say, Reason.ACCOUNT_UNKNOWN, nama=to)
            if self._acting.reader.hides(handle.found, account.offices):
                raise refused(say, Reason.OFFICE)
            casework = self._acting.reader.casework(handle.found)
            await self._acting.keep(handle, replace(casework, assigned=account.name))
            await self._acting.write(handle, Event.ASSIGNED, account.name)

    async def mark_office(self, tip_id: str, code: str) -> None:
        """Hide a tip from accounts of the office *code*, which it is about."""
        async with self._acting.on(Act.NOTE_TIPS, tip_id) as handle:
            casework = self._acting.reader.casework(handle.found)
            offices = casework.offices | {code}
            await self._acting.keep(handle, replace(casework, offices=offices))
            await self._acting.write(handle, Event.OFFICE_MARKED, code)

    async def mark_serious(self, tip_id: str, *, serious: bool) -> None:
        """Say whether a tip is meant in earnest; a prank stays where it is and is told apart."""
        async with self._acting.on(Act.NOTE_TIPS, tip_id) as handle:
            casework = self._acting.reader.casework(handle.found)
            await self._acting.keep(handle, replace(casework, serious=serious))
            event = Event.SERIOUS if serious else Event.NOT_SERIOUS
            await self._acting.write(handle, event)

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
        async with self._acting.actor.doing(Act.EXPORT_REGISTER) as connection:
            lines = await self._lines(connection, await self._visible(connection))
        return as_csv(each for each in lines if wanted.takes(each))

    async def _visible(self, connection: AsyncConnection) -> list[SealedTip]:
        """Return the tips that are not hidden from who acts."""
        return [each for each in await tips.all_tips(connection) if not self._acting.hides(each)]

    async def _lines(self, connection: AsyncConnection, found: list[SealedTip]) -> list[Line]:
        """Return *found* as the list shows them."""
        answered = await papers.answered(connection)
        today, reader = self._acting.room.clock.today(), self._acting.reader
        return [reader.line(each, answered=each.tip.id in answered, today=today) for each in found]

    def _take_up(self, visible: list[SealedTip]) -> None:
        """Bring the index up to date with what who acts may see and the keys at hand open."""
        self._index.keep_only(each.tip.id for each in visible)
        for each in visible:
            if each.tip.id not in self._index and self._acting.ring.opens(each.sealed):
                content = opened_content(self._acting.ring, each.sealed)
                self._index.add(each.tip.id, content.account)
