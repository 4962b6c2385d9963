"""Carrying out what a turn decided on a tip, in the turn's own transaction."""

import secrets
from dataclasses import replace

from bot.conversation.holding import DraftKept, EvidenceAdded, TipAnswered, TipSent, TipWithdrawn
from bot.conversation.ports import Intake, Keeper
from bot.conversation.scene import Work
from bot.delivery.erasure import ErasureLedger
from bot.delivery.outbox import Outbox
from bot.keypair import new_file_key
from bot.tips.drafts import store as drafts
from bot.tips.tip import Content, Draft, Evidence, Piece, Tip

_ERASING_SHOWN = 200


class Carrier:
    """Keep drafts, hand tips to the desk, and have what showed their story go."""

    def __init__(
        self, intake: Intake, keeper: Keeper, *, outbox: Outbox, ledger: ErasureLedger
    ) -> None:
        self._intake = intake
        self._keeper = keeper
        self._outbox = outbox
        self._ledger = ledger

    async def keep(self, work: Work, kept: DraftKept) -> None:
        """Keep a draft, with its new files as pieces."""
        pieces = [Piece(secrets.token_hex(16), new_file_key()) for _ in kept.files]
        for piece, file in zip(pieces, kept.files, strict=True):
            await self._keeper.take(
                work.connection,
                piece,
                source=work.scene.sender.channel,
                reference=file.reference,
                now=work.scene.now,
            )
        if kept.dropped:
            await self._keeper.drop(work.connection, kept.dropped)
        place = work.conversation.draft or drafts.new_key()
        draft = replace(kept.draft, pieces=(*kept.draft.pieces, *pieces))
        await drafts.keep(work.connection, place, draft, now=work.scene.now)
        work.conversation = replace(work.conversation, draft=place)

    async def drop(self, work: Work) -> None:
        """Delete the draft and its files."""
        if work.hand and work.hand.draft:
            await self._keeper.drop(work.connection, work.hand.draft.pieces)
        await self._end(work)

    async def send(self, work: Work, sent: TipSent) -> None:
        """Hand a draft to the desk, and have everything go that showed its story."""
        evidence = await self._evidence(work, sent.draft)
        content = Content(sent.draft.account, evidence)
        await self._intake.submit(
            work.connection, content, receipt=sent.receipt.public, day=work.scene.today
        )
        await self._end(work)
        await self._erase_copies(work)

    async def add(self, work: Work, effect: object, tip: Tip) -> None:
        """Do what the holder of a receipt wants done with *tip*."""
        day = work.scene.today
        if isinstance(effect, TipAnswered):
            await self._intake.answer(work.connection, tip, effect.text, day=day)
        elif isinstance(effect, EvidenceAdded):
            if evidence := await self._evidence(work, effect.draft):
                await self._intake.add_evidence(work.connection, tip, evidence, day=day)
            await self._end(work)
            await self._erase_copies(work)
        elif isinstance(effect, TipWithdrawn):
            await self._intake.withdraw(work.connection, tip, day=day)

    async def _evidence(self, work: Work, draft: Draft) -> tuple[Evidence, ...]:
        """Return the files of *draft* that are ready; the others are dropped."""
        keep = bool(draft.keep_originals)
        return await self._keeper.finish(work.connection, draft.pieces, keep_originals=keep)

    async def _end(self, work: Work) -> None:
        """Delete the row of the draft; with its key gone from the conversation, all of it is."""
        if work.conversation.draft:
            await drafts.drop(work.connection, work.conversation.draft)
        work.conversation = replace(work.conversation, draft=None)

    async def _erase_copies(self, work: Work) -> None:
        """Have providers erase what was said so far, and take back what is still on its way."""
        sender, now = work.scene.sender, work.scene.now
        await self._outbox.forget(work.connection, sender)
        names = await self._ledger.request(work.connection, sender, now=now)
        work.conversation = replace(work.conversation, erasing=tuple(names[-_ERASING_SHOWN:]))
