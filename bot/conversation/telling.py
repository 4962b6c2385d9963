"""The inbox's side of tips: what a turn has in hand, and bringing about what it decides."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.carrying import Carrier
from bot.conversation.deriving import Receipts
from bot.conversation.drafting.sending import COUNTED
from bot.conversation.holding import (
    DraftDropped,
    DraftKept,
    Hand,
    LookUpWanted,
    Opened,
    ReceiptWanted,
    TipSent,
    TipWithdrawn,
)
from bot.conversation.limiting import Limits
from bot.conversation.ports import Intake, Keeper
from bot.conversation.remembering import OPEN_FOR, Memories
from bot.conversation.scene import Prepared, Scene, Unprepared, Work
from bot.conversation.state import Conversation, Turn
from bot.crypto import ServerKey
from bot.delivery.erasure import ErasureLedger
from bot.delivery.outbox import Outbox
from bot.keypair import KeyPair
from bot.questions import feedback
from bot.tips.drafts import store as drafts
from bot.tips.tip import Draft, DraftKey

KEPT_FOR = timedelta(hours=24)
TAIL = 4

_A_DAY = 500  # tips of all senders
_WANTED = (ReceiptWanted, LookUpWanted)


class Telling:
    """Give turns what they need of tips, and do what they decide."""

    def __init__(
        self,
        intake: Intake,
        keeper: Keeper,
        *,
        key: ServerKey,
        outbox: Outbox,
        ledger: ErasureLedger,
    ) -> None:
        self._intake = intake
        self._keeper = keeper
        self._key = key
        self._ledger = ledger
        self._carrier = Carrier(intake, keeper, outbox=outbox, ledger=ledger)
        self._memories = Memories()
        self._limits = Limits(key)
        self._receipts = Receipts()
        self._is_open = False

    async def prepare(self, prepared: Prepared, wanted: ReceiptWanted | LookUpWanted) -> Prepared:
        """Return *prepared* with what a turn wants, derived outside of any transaction."""
        if isinstance(wanted, ReceiptWanted):
            return replace(prepared, fresh=await self._receipts.fresh())
        pair = await self._receipts.pair_of(wanted.receipt)
        return replace(prepared, receipt=wanted.receipt, pair=pair)

    async def hand(
        self, connection: AsyncConnection, conversation: Conversation, scene: Scene
    ) -> Hand | None:
        """Return what is in hand of a tip; None where tips are not taken, or others read along."""
        if scene.public or not await self._taken(connection):
            return None
        draft = await self._draft(connection, conversation.draft, scene.now)
        memory = self._memories.of(self._name(scene), now=scene.now)
        tried = await self._limits.of(connection, scene.sender, now=scene.now)
        pause = tried.pause(scene.now)
        # Another process may have counted since this receipt was derived: then it opens nothing.
        prepared = Prepared() if pause and scene.prepared.pair else scene.prepared
        pair = prepared.pair or memory.pair
        erasing = conversation.at(scene.now).erasing
        return Hand(
            draft=draft,
            found=tuple(await self._keeper.read(connection, draft.pieces)) if draft else (),
            fresh=scene.prepared.fresh,
            tail=memory.tail,
            looked_up=prepared.receipt,
            opened=await self._opened(connection, pair) if pair else None,
            pause=pause,
            sent=len(tried.sent),
            crowded=bool(draft) and await self._is_crowded(connection, scene.today),
            erased=await self._ledger.states_of(connection, erasing) if erasing else {},
        )

    async def bring_about(
        self, connection: AsyncConnection, turn: Turn, scene: Scene, *, hand: Hand | None
    ) -> Turn:
        """Do what *turn* decided on tips, and return it with what its conversation keeps of it.

        Raises Unprepared when it wants something derived first.
        """
        wanted = next((each for each in turn.effects if isinstance(each, _WANTED)), None)
        if wanted:
            raise Unprepared(wanted)
        await self._count(connection, scene, hand)
        work = Work(connection, scene, turn.conversation, hand)
        if hand and hand.draft is None:
            work.conversation = replace(work.conversation, draft=None)
        for effect in turn.effects:
            if isinstance(effect, DraftKept):
                await self._carrier.keep(work, effect)
            elif isinstance(effect, DraftDropped):
                await self._carrier.drop(work)
            elif isinstance(effect, TipSent):
                await self._carrier.send(work, effect)
                await self._limits.sent(connection, scene.sender, now=scene.now)
            elif hand and hand.opened:
                await self._carrier.add(work, effect, hand.opened.tip)
        return replace(turn, conversation=work.conversation)

    async def forget(
        self, connection: AsyncConnection, conversation: Conversation, scene: Scene
    ) -> None:
        """Delete the draft of somebody who wants to be forgotten, and forget them."""
        if conversation.draft:
            draft = await self._draft(connection, conversation.draft, scene.now)
            await self._keeper.drop(connection, draft.pieces if draft else ())
            await drafts.drop(connection, conversation.draft)
        self._memories.closed(self._name(scene))

    def settle(self, turn: Turn, scene: Scene, *, hand: Hand | None) -> None:
        """Remember, once the transaction stands, what only this process may."""
        name, prepared = self._name(scene), scene.prepared
        for effect in turn.effects:
            if isinstance(effect, TipSent):
                tail = effect.receipt.digits[-TAIL:]
                self._memories.sent(name, tail, now=scene.now)
                self._clear_later(scene.now)
            elif isinstance(effect, TipWithdrawn):
                self._memories.closed(name)
            elif isinstance(effect, DraftKept):
                self._receipts.prepare()
        if prepared.pair and hand and hand.looked_up and hand.opened:
            self._memories.opened(name, prepared.pair, now=scene.now)
            self._clear_later(scene.now)

    async def _count(self, connection: AsyncConnection, scene: Scene, hand: Hand | None) -> None:
        """Count a receipt that opened nothing, and forgive them where one opened a tip."""
        if hand and hand.looked_up:
            count = self._limits.opened if hand.opened else self._limits.missed
            await count(connection, scene.sender, now=scene.now)

    def _clear_later(self, now: datetime) -> None:
        """Have what was just remembered leave the memory in time, even when nobody writes."""
        wait = OPEN_FOR.total_seconds() + 1
        then = now + timedelta(seconds=wait)
        asyncio.get_running_loop().call_later(wait, lambda: self._memories.clear(now=then))

    def _name(self, scene: Scene) -> str:
        """Return the pseudonym of who is answered."""
        return self._key.pseudonym(scene.sender)

    async def _is_crowded(self, connection: AsyncConnection, today: date) -> bool:
        """Tell whether more tips came today than anybody can read."""
        return await feedback.counted(connection, COUNTED, day=today) >= _A_DAY

    async def _taken(self, connection: AsyncConnection) -> bool:
        """Tell whether tips are taken; once there is a desk key, there always is one."""
        self._is_open = self._is_open or await self._intake.is_open(connection)
        return self._is_open

    async def _draft(
        self, connection: AsyncConnection, place: DraftKey | None, now: datetime
    ) -> Draft | None:
        """Return the draft at *place*, if it is not too old."""
        return await drafts.load(connection, place, since=now - KEPT_FOR) if place else None

    async def _opened(self, connection: AsyncConnection, pair: KeyPair) -> Opened | None:
        """Return the tip that *pair* opens."""
        tip = await self._intake.look_up(connection, pair.public)
        if tip is None:
            return None
        return Opened(tip, tuple(await self._intake.remarks(connection, tip.id, pair)))
