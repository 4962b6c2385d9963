"""Moving parcels to the desk: hourly, in random order, each in a transaction of its own."""

import logging
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.errors import JagaNetralError
from bot.tips.case import Event, Note, Upkeep
from bot.tips.progress import SENDER, Progress, write_history
from bot.tips.sealing import opened_upkeep, sealed_upkeep
from bot.tips.store import papers, parcels, tips
from bot.tips.store.papers import Paper
from bot.tips.store.parcels import Parcel, ParcelKind
from bot.tips.store.scattering import scatter
from bot.tips.store.tips import SealedTip
from bot.tips.tip import Status, Tip, may_vanish
from bot.tips.withdrawing import Drop, erase

# Tells staff, without content, how many parcels came by kind and kecamatan.
Notify = Callable[[AsyncConnection, Counter[tuple[str, str]]], Awaitable[None]]

_SCATTERED = timedelta(days=2)

log = logging.getLogger(__name__)


class Mover:
    """Bring what senders handed over to where the desk reads it."""

    def __init__(
        self, database: Database, key: ServerKey, *, clock: Clock, drop: Drop, notify: Notify
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._progress = Progress(key, clock=clock)
        self._drop = drop
        self._notify = notify

    async def move_parcels(self) -> int:
        """Move all that waits and return how many went; run it hourly at the most.

        Tips go first, so that what belongs to one finds it. A parcel that fails stays for the next
        hour and keeps no other. Staff are told at the end, in a transaction that knows no parcel.
        """
        async with self._database.reading() as connection:
            waiting = list(await parcels.parcel_ids(connection))
        secrets.SystemRandom().shuffle(waiting)
        waiting.sort(key=lambda each: each[1] != ParcelKind.TIP)
        moved: Counter[tuple[str, str]] = Counter()
        for name, _ in waiting:
            if parcel := await self._moved(name):
                moved[parcel.kind, parcel.district] += 1
        if moved:
            async with self._database.transaction() as connection:
                await self._notify(connection, moved)
        async with self._database.transaction() as connection:
            await scatter(connection, since=self._clock.today() - _SCATTERED)
        await self._database.clear_away()
        return moved.total()

    async def _moved(self, parcel_id: str) -> Parcel | None:
        """Move one parcel and return it; None when it is gone or has to stay."""
        try:
            async with self._database.transaction() as connection:
                parcel = await parcels.take_parcel(connection, parcel_id)
                if parcel:
                    await self._put(connection, parcel)
        except JagaNetralError as error:
            log.warning("a parcel stays for the next hour: %s", type(error).__name__)
            return None
        return parcel

    async def _put(self, connection: AsyncConnection, parcel: Parcel) -> None:
        """Put what *parcel* holds in its place."""
        if parcel.kind == ParcelKind.TIP:
            await tips.add_tip(connection, _tip(parcel))
            return
        tip = await tips.tip_of(connection, parcel.receipt)
        found = tip and await tips.find_tip(connection, tip.id, locked=True)
        if not found:
            await self._drop(self._files(parcel.receipt, parcel.upkeep))
        elif parcel.kind == ParcelKind.WITHDRAWAL:
            await self._withdraw(connection, found, parcel)
        else:
            await self._add(connection, found, parcel)

    async def _add(self, connection: AsyncConnection, found: SealedTip, parcel: Parcel) -> None:
        """Lay an answer or more evidence beside its tip."""
        if parcel.upkeep:
            upkeep = self._opened(parcel.receipt, found.upkeep)
            files = upkeep.files + self._files(parcel.receipt, parcel.upkeep)
            sealed = sealed_upkeep(self._key, parcel.receipt, replace(upkeep, files=files))
            await tips.change_tip(connection, found.tip.id, {"upkeep": sealed})
        paper = Paper(found.tip.id, parcel.day, parcel.kind, parcel.sealed, parcel.shown)
        await papers.add_paper(connection, replace(paper, originals=parcel.originals))
        if found.tip.status is Status.NEEDS_INFO:
            await self._progress.move(connection, found.tip.id, Status.READ, author=SENDER)

    async def _withdraw(
        self, connection: AsyncConnection, found: SealedTip, parcel: Parcel
    ) -> None:
        """Let a tip vanish; one that others have, or that is held, gets a line of history."""
        upkeep = self._opened(parcel.receipt, found.upkeep)
        if upkeep.held or not may_vanish(found.tip.status):
            note = Note(parcel.day, SENDER, event=Event.WITHDRAWN)
            await write_history(connection, found.tip.id, note)
            return
        await erase(
            connection, found.tip.id, receipt=parcel.receipt, files=upkeep.files, drop=self._drop
        )

    def _opened(self, receipt: bytes, sealed: bytes) -> Upkeep:
        """Return an upkeep, an empty one where nothing is sealed."""
        return opened_upkeep(self._key, receipt, sealed) if sealed else Upkeep()

    def _files(self, receipt: bytes, sealed: bytes) -> tuple[str, ...]:
        """Return the ids of the files in an upkeep."""
        return self._opened(receipt, sealed).files


def _tip(parcel: Parcel) -> SealedTip:
    """Return the tip in *parcel*, under an id that nobody has seen."""
    tip = Tip(
        secrets.token_hex(8),
        parcel.day,
        Status.NEW,
        parcel.district,
        parcel.office,
        target="",
        receipt=parcel.receipt,
    )
    return SealedTip(tip, parcel.sealed, parcel.originals, parcel.upkeep)
