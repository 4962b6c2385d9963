"""Taking tips: what a sender hands over is sealed to the desk and waits as a parcel.

Nothing that a sender does touches a tip's own rows: an hourly job moves the parcels, in random
order and each in a transaction of its own, so that no row lies beside that of a conversation.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.keypair import KeyPair
from bot.tips.case import Upkeep
from bot.tips.keys import Lock
from bot.tips.progress import desk_lock
from bot.tips.sealing import (
    opened_upkeep,
    sealed_content,
    sealed_evidence,
    sealed_remark,
    sealed_upkeep,
    shown_remark,
)
from bot.tips.store import keys, papers, parcels, tips
from bot.tips.store.papers import PaperKind
from bot.tips.store.parcels import Parcel, ParcelKind
from bot.tips.tip import Content, Evidence, Remark, Status, Tip, Voice, may_vanish
from bot.tips.withdrawing import Drop


class Intake:
    """Take tips and what senders add to them; every verb works in the caller's transaction."""

    def __init__(self, key: ServerKey, *, drop: Drop) -> None:
        self._key = key
        self._drop = drop
        self._lock: Lock | None = None

    async def is_open(self, connection: AsyncConnection) -> bool:
        """Tell whether tips can be taken: there is a desk key to seal them to."""
        return await keys.newest(connection, keys.Owner.DESK) is not None

    async def submit(
        self, connection: AsyncConnection, content: Content, *, receipt: bytes, day: date
    ) -> None:
        """Seal *content* to the desk; *receipt* is the public half of its receipt.

        Raises DeskClosed when there is no desk key.
        """
        account = content.account
        upkeep = self._upkeep(receipt, content.evidence)
        parcel = Parcel(
            ParcelKind.TIP, day, receipt, account.district, account.office, upkeep=upkeep
        )

        def sealed(lock: Lock) -> Parcel:
            closed, originals = sealed_content(lock, content)
            return replace(parcel, sealed=closed, originals=originals)

        await self._keep(connection, sealed)

    async def look_up(self, connection: AsyncConnection, receipt_public: bytes) -> Tip | None:
        """Return the tip of a receipt, also one that still waits, or None."""
        waiting = {each.kind: each for each in await parcels.parcels_of(connection, receipt_public)}
        tip = await tips.tip_of(connection, receipt_public)
        if tip and ParcelKind.WITHDRAWAL in waiting and may_vanish(tip.status):
            return None
        if tip is None and (parcel := waiting.get(ParcelKind.TIP)):
            return _waiting_tip(parcel)
        return tip

    async def remarks(
        self, connection: AsyncConnection, tip_id: str, pair: KeyPair
    ) -> list[Remark]:
        """Return questions and answers, the first one first, opened with the receipt's *pair*."""
        kinds = (PaperKind.QUESTION, PaperKind.ANSWER)
        kept = await papers.papers_of(connection, tip_id, *kinds)
        waiting = await parcels.parcels_of(connection, pair.public)
        shown = [each.shown for each in kept] + [each.shown for each in waiting if each.shown]
        return [shown_remark(pair, each) for each in shown]

    async def answer(self, connection: AsyncConnection, tip: Tip, text: str, *, day: date) -> None:
        """Hand over what the sender of *tip* writes to the desk."""
        remark = Remark(day, Voice.SENDER, text)
        parcel = _about(tip, ParcelKind.ANSWER, day)

        def sealed(lock: Lock) -> Parcel:
            closed, shown = sealed_remark(lock, tip.receipt, remark)
            return replace(parcel, sealed=closed, shown=shown)

        await self._keep(connection, sealed)

    async def add_evidence(
        self, connection: AsyncConnection, tip: Tip, evidence: tuple[Evidence, ...], *, day: date
    ) -> None:
        """Hand over more files for *tip*."""
        upkeep = self._upkeep(tip.receipt, evidence)
        parcel = replace(_about(tip, ParcelKind.EVIDENCE, day), upkeep=upkeep)

        def sealed(lock: Lock) -> Parcel:
            closed, originals = sealed_evidence(lock, evidence)
            return replace(parcel, sealed=closed, originals=originals)

        await self._keep(connection, sealed)

    async def withdraw(self, connection: AsyncConnection, tip: Tip, *, day: date) -> None:
        """Take *tip* back: at once while it waits, else with the next hour's parcels.

        What was forwarded or is on hold stays, and the desk reads that it was withdrawn.
        """
        waiting = await parcels.parcels_of(connection, tip.receipt)
        await parcels.drop_parcels(connection, tip.receipt)
        await self._drop(self._files(waiting))
        if not any(each.kind == ParcelKind.TIP for each in waiting):
            await parcels.keep_parcel(connection, _about(tip, ParcelKind.WITHDRAWAL, day))

    async def waiting(self, connection: AsyncConnection) -> int:
        """Return how many parcels wait, for the limits on floods."""
        return await parcels.count_parcels(connection)

    async def _keep(self, connection: AsyncConnection, sealed: Callable[[Lock], Parcel]) -> None:
        """Keep what is *sealed* to the desk's lock; raises DeskClosed when there is none.

        The lock of the last parcel is tried first: the database refuses one that was replaced.
        """
        lock = self._lock or await desk_lock(connection)
        while not await parcels.keep_sealed(connection, sealed(lock), lock):
            lock = await desk_lock(connection)
        self._lock = lock

    def _upkeep(self, receipt: bytes, evidence: Iterable[Evidence]) -> bytes:
        """Return what retention has to know of *evidence*."""
        files = tuple(each.id for each in evidence)
        return sealed_upkeep(self._key, receipt, Upkeep(files))

    def _files(self, waiting: Iterable[Parcel]) -> list[str]:
        """Return the ids of files that wait."""
        kept = [
            opened_upkeep(self._key, each.receipt, each.upkeep) for each in waiting if each.upkeep
        ]
        return [file for upkeep in kept for file in upkeep.files]


def _about(tip: Tip, kind: ParcelKind, day: date) -> Parcel:
    """Return an empty parcel for *tip*."""
    return Parcel(kind, day, tip.receipt, district=tip.district, office=tip.office)


def _waiting_tip(parcel: Parcel) -> Tip:
    """Return a tip that waits as its sender sees it."""
    return Tip(
        parcel.id, parcel.day, Status.NEW, parcel.district, parcel.office, "", parcel.receipt
    )
