"""Taking a message: claim it, answer it, keep state and replies, all in one transaction."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.engine import Moment, take_turn
from bot.conversation.holding import Hand
from bot.conversation.inquiring import Inquiring
from bot.conversation.linking import Linking
from bot.conversation.scene import Prepared, Scene, Unprepared
from bot.conversation.state import (
    AnswerGiven,
    CopyUnwanted,
    Counted,
    Effect,
    Forgotten,
    QuestionKept,
    SteeringWanted,
    Subscribed,
    Turn,
    Unsubscribed,
)
from bot.conversation.steering import Steering
from bot.conversation.store import ConversationStore, last_claim
from bot.conversation.subscribing import Subscribing
from bot.conversation.telling import Telling
from bot.database.engine import Database
from bot.delivery.sender import Sender
from bot.messages import Address, IncomingMessage, OutgoingMessage
from bot.metrics import Metrics
from bot.questions import feedback
from bot.questions.answering import Answer
from bot.questions.guide import Guide

_CARDS_REMEMBERED = 10_000


class Accepted(StrEnum):
    """What became of an incoming message."""

    ANSWERED = "answered"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A message and the moment it is answered in."""

    message: IncomingMessage
    moment: Moment
    prepared: Prepared = field(default_factory=Prepared)

    @property
    def sender(self) -> Address:
        """Return who sent the message."""
        return self.message.sender

    @property
    def scene(self) -> Scene:
        """Return what a tip's side of the turn has to know."""
        moment = self.moment
        return Scene(self.sender, moment.now, moment.today, self.message.public, self.prepared)


class Inbox:
    """Accept messages of every channel."""

    def __init__(
        self,
        database: Database,
        store: ConversationStore,
        *,
        sender: Sender,
        moment: Callable[[], Moment],
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._store = store
        self._subscribing: Subscribing | None = None
        self._linking: Linking | None = None
        self._inquiring: Inquiring | None = None
        self._steering: Steering | None = None
        self._outbox = sender.outbox
        self._ledger = sender.ledger
        self._sender = sender
        self._moment = moment
        self._metrics = metrics
        self._telling: Telling | None = None
        self._fetch: Callable[[], None] = _nothing
        self._given: set[str] = set()
        self._turns: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    def take_tips(self, telling: Telling, fetch: Callable[[], None]) -> None:
        """Take tips from now on, with what *telling* reaches; *fetch* brings files at once."""
        self._telling = telling
        self._fetch = fetch

    def know_subscribers(self, subscribing: Subscribing) -> None:
        """Tell each turn from now on what its sender hears from us, and keep what it changes."""
        self._subscribing = subscribing

    def link_staff(self, linking: Linking, steering: Steering) -> None:
        """Let staff link their chats from now on, and steer broadcasts from there."""
        self._linking = linking
        self._steering = steering

    def know_askers(self, inquiring: Inquiring) -> None:
        """Keep from now on who wants to be told what staff answer, and tell them."""
        self._inquiring = inquiring

    async def accept(
        self, message: IncomingMessage, *, once_safe: Callable[[], None] | None = None
    ) -> Accepted:
        """Answer *message* and deliver its replies; *once_safe* is called before they go out.

        A message that came before changes nothing. One turn at a time per sender: a lock in this
        process, the locked row among several.
        """
        start = time.perf_counter()
        lock = self._turns.setdefault(message.sender, asyncio.Lock())
        async with lock:
            outcome, replies = await self._take(message)
            self._metrics.message(
                message.sender.channel, outcome, seconds=time.perf_counter() - start
            )
            if once_safe:
                once_safe()
            await self._sender.deliver(replies)
        return outcome

    async def last_taken(self) -> datetime | None:
        """Return when a message last came from anybody, None when that is long ago."""
        async with self._database.reading() as connection:
            return await last_claim(connection)

    async def _take(self, message: IncomingMessage) -> tuple[Accepted, tuple[OutgoingMessage, ...]]:
        """Answer *message* and return the replies to deliver.

        What is slow to derive is derived between two transactions: the first is undone.
        """
        prepared = Prepared()
        while True:
            try:
                return await self._taken(message, prepared)
            except Unprepared as stopped:
                prepared = await self._prepared(prepared, stopped, sender=message.sender)

    async def _prepared(
        self, prepared: Prepared, stopped: Unprepared, *, sender: Address
    ) -> Prepared:
        """Return *prepared* with what *stopped* the turn of *sender*."""
        wanted = stopped.wanted
        if isinstance(wanted, SteeringWanted):
            if self._steering is None:
                raise stopped
            return replace(prepared, steered=await self._steering.bring_about(wanted, sender))
        if self._telling is None:
            raise stopped
        return await self._telling.prepare(prepared, wanted)

    async def _taken(
        self, message: IncomingMessage, prepared: Prepared
    ) -> tuple[Accepted, tuple[OutgoingMessage, ...]]:
        """Answer *message* in one transaction; raises Unprepared with nothing changed."""
        async with self._database.short_transaction() as connection:
            arrival = _Arrival(message, self._moment(), prepared)
            now = arrival.moment.now
            if not await self._store.claim(connection, message, now=now):
                return Accepted.DUPLICATE, ()
            if message.group and not await self._store.claim_group(connection, message, now=now):
                arrival = replace(arrival, message=replace(message, follows=True))
            turn, hand = await self._answer(connection, arrival)
            replies = await self._outbox.post(connection, message, replies=turn.replies, now=now)
        self._remember_given(turn)
        if self._telling:
            self._telling.settle(turn, arrival.scene, hand=hand)
            if message.files and hand and hand.draft:
                self._fetch()
        return Accepted.ANSWERED, replies

    def _remember_given(self, turn: Turn) -> None:
        """Note which cards are safely kept, so that the same one is not written again and again."""
        if len(self._given) > _CARDS_REMEMBERED:
            self._given.clear()
        self._given.update(each.id for each in turn.effects if isinstance(each, AnswerGiven))

    async def _answer(
        self, connection: AsyncConnection, arrival: _Arrival
    ) -> tuple[Turn, Hand | None]:
        """Take the turn, keep what comes of it, and return what it had in hand."""
        sender, scene = arrival.sender, arrival.scene
        conversation = await self._store.load(connection, sender, now=scene.now)
        telling = self._telling
        hand = await telling.hand(connection, conversation, scene) if telling else None
        moment = await self._seen(connection, arrival)
        turn = take_turn(conversation, arrival.message, moment, hand=hand)
        if wanted := next(
            (each for each in turn.effects if isinstance(each, SteeringWanted)), None
        ):
            raise Unprepared(wanted)
        if arrival.message.copy:
            copies, now = [arrival.message.copy], scene.now
            gone = now if CopyUnwanted() in turn.effects else None
            await self._ledger.note(connection, sender, copies=copies, now=now, erase_at=gone)
        if telling:
            turn = await telling.bring_about(connection, turn, scene, hand=hand)
        turn = await self._brought_about(connection, turn, scene, guide=moment.guide)
        if Forgotten() not in turn.effects:
            await self._store.save(connection, sender, turn.conversation)
        elif telling:
            await telling.forget(connection, conversation, scene)
        for effect in turn.effects:
            await self._keep(connection, arrival, effect=effect)
        return turn, hand

    async def _brought_about(
        self, connection: AsyncConnection, turn: Turn, scene: Scene, *, guide: Guide
    ) -> Turn:
        """Bring about what *turn* decides beside tips, and return it with what came of that."""
        if self._linking:
            turn = await self._linking.bring_about(
                connection, turn, sender=scene.sender, guide=guide
            )
        if self._inquiring:
            turn = await self._inquiring.bring_about(connection, turn, scene)
        return turn

    async def _seen(self, connection: AsyncConnection, arrival: _Arrival) -> Moment:
        """Return the moment of *arrival* with what may be done for its sender's chat."""
        message = arrival.message
        moment = replace(arrival.moment, steered=arrival.prepared.steered)
        if self._linking:
            moment = await self._linking.seen(connection, message, moment)
        if self._subscribing:
            moment = await self._subscribing.seen(connection, message, moment)
        return moment

    async def _keep(
        self, connection: AsyncConnection, arrival: _Arrival, *, effect: Effect
    ) -> None:
        """Bring about one effect of a turn."""
        day = arrival.moment.today
        match effect:
            case Counted(kind, subject):
                await feedback.count(connection, kind, subject, day=day)
            case QuestionKept(text):
                await feedback.keep_question(connection, text, day=day)
            case AnswerGiven(name, entry, knowledge, card) if name not in self._given:
                await feedback.remember(connection, Answer(name, entry, knowledge, card), day=day)
            case Subscribed() | Unsubscribed() if self._subscribing:
                now = arrival.moment.now
                await self._subscribing.change(connection, arrival.sender, effect=effect, now=now)
            case Forgotten():
                if self._subscribing:
                    await self._subscribing.forget(connection, arrival.sender)
                if self._linking:
                    await self._linking.forget(connection, arrival.sender)
                await self._store.forget(connection, arrival.sender)
                await self._outbox.forget(connection, arrival.sender)
                await self._ledger.request(connection, arrival.sender, now=arrival.moment.now)


def _nothing() -> None:
    """Fetch nothing, where no tips are taken."""
