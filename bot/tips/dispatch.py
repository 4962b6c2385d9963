"""What leaves the desk: files to look at, and the redacted tip that is forwarded."""

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import DeskClosed, TargetUnknown, TipUnknown, WrongMove
from bot.staff.account import Act
from bot.tips import words
from bot.tips.acting import Acting, Handle
from bot.tips.case import Case, Event
from bot.tips.previewing import fingerprint, is_decided, marked, package_of
from bot.tips.redaction import leaving
from bot.tips.sealing import opened_originals
from bot.tips.store import keys, papers
from bot.tips.tip import Content, Evidence, Status


class Dispatch:
    """Redact and forward tips, and hand out their files."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    async def case(self, tip_id: str) -> Case:
        """Return a tip with its papers, to decide what leaves of it; it stays at its status."""
        async with self._acting.on(Act.READ_TIPS, tip_id) as handle:
            return await self._acting.case(handle)

    async def redact(
        self, tip_id: str, passages: Sequence[str], *, afresh: bool = False, seen: str = ""
    ) -> Content:
        """Mark *passages* that must not leave, as mark_of and withheld read them; return what will.

        *afresh* takes back what was marked before. Who decides with a fingerprint of what was
        *seen* has decided, whether or not that marks anything. Raises UnknownPassage, and WrongMove
        when something else would leave by now.
        """
        async with self._acting.on(Act.REDACT_TIPS, tip_id) as handle:
            case = await self._acting.case(handle)
            self._refuse_otherwise(case, seen)
            after = marked(case, passages, afresh=afresh)
            if after.casework != case.casework or (seen and not is_decided(case)):
                await self._acting.keep(handle, after.casework)
                await self._acting.write(handle, Event.REDACTED)
            return leaving(after)

    async def forward(self, tip_id: str, target: str, *, reason: str, seen: str = "") -> Content:
        """Hand what is not redacted to the worker, sealed to its key, and return it.

        *seen* is the fingerprint of what somebody looked at before. Raises WrongMove where the
        status does not lead there, a reason is missing or something else would leave by now,
        TargetUnknown for an authority that does not take this on this day, DeskClosed when there is
        no worker to seal to.
        """
        self._refuse_empty(reason)
        forwarded = Status.FORWARDED
        async with self._acting.on(Act.FORWARD_TIPS, tip_id, to=forwarded) as handle:
            worker = await keys.newest(handle.connection, keys.Owner.WORKER)
            if worker is None:
                raise DeskClosed(self._acting.room.say(words.NO_WORKER))
            case = await self._acting.case(handle)
            self._refuse_otherwise(case, seen)
            self._refuse_target(target, case)
            package = package_of(case, target, reason)
            await self._acting.room.enqueue(handle.connection, package, worker.public)
            await self._acting.change(handle, target=target)
            await self._acting.move(handle, forwarded, f"{target}: {reason}")
        self._acting.room.kick()
        return leaving(case)

    async def file(self, tip_id: str, number: int) -> Evidence:
        """Return a file of a tip by its *number* in the list, to look at it."""
        async with self._acting.on(Act.READ_TIPS, tip_id) as handle:
            return self._numbered(await self._acting.case(handle), number)

    async def open_original(self, tip_id: str, number: int, *, reason: str) -> Evidence:
        """Return a file as it came, with its key: it may show who took it, so *reason* is kept.

        Raises TipUnknown when the sender did not leave it.
        """
        self._refuse_empty(reason)
        async with self._acting.on(Act.OPEN_ORIGINALS, tip_id) as handle:
            file = self._numbered(await self._acting.case(handle), number)
            originals = await self._originals(handle)
            if file.id not in originals:
                raise TipUnknown(self._acting.room.say(words.NO_ORIGINAL, nomor=number))
            await self._acting.write(handle, Event.ORIGINAL_OPENED, f"{number}: {reason}")
            return replace(file, original=originals[file.id])

    def _refuse_otherwise(self, case: Case, seen: str) -> None:
        """Raise WrongMove when something else would leave than what was *seen*."""
        if seen and seen != fingerprint(case):
            raise WrongMove(self._acting.room.say(words.OTHERWISE))

    def _refuse_target(self, target: str, case: Case) -> None:
        """Raise TargetUnknown, with those that do, when *target* does not take *case* today."""
        room = self._acting.room
        valid = room.targets(room.clock.today(), case.account.day)
        if target not in valid:
            told = ", ".join(f"{name} ({title})" for name, title in valid.items())
            raise TargetUnknown(room.say(words.UNKNOWN_TARGET, tujuan=target, daftar=told))

    def _numbered(self, case: Case, number: int) -> Evidence:
        """Return a file of *case* by its number, counted from 1; raises TipUnknown."""
        if not 1 <= number <= len(case.evidence):
            count = len(case.evidence)
            told = self._acting.room.say(words.NO_FILE, nomor=number, jumlah=count)
            raise TipUnknown(told)
        return case.evidence[number - 1]

    def _refuse_empty(self, reason: str) -> None:
        """Raise WrongMove when nobody says why."""
        if not reason.strip():
            raise WrongMove(self._acting.room.say(words.NO_REASON))

    async def _originals(self, handle: Handle) -> dict[str, bytes]:
        """Return the keys of all originals of a tip by their files' ids."""
        later = await papers.papers_of(handle.connection, handle.id, papers.PaperKind.EVIDENCE)
        ring, found = self._acting.ring, {}
        for sealed in (handle.found.originals, *(each.originals for each in later)):
            found.update(opened_originals(ring, sealed))
        return found
