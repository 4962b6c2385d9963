"""Taking a message: claim it, answer it, keep state and replies, all in one transaction."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.engine import Moment, take_turn
from bot.conversation.state import (
    AnswerGiven,
    Counted,
    Effect,
    Forgotten,
    QuestionKept,
    Subscribed,
    Turn,
    Unsubscribed,
)
from bot.conversation.store import ConversationStore
from bot.conversation.subscribing import Subscribing
from bot.database.engine import Database
from bot.delivery.sender import Sender
from bot.messages import Address, IncomingMessage, OutgoingMessage
from bot.metrics import Metrics
from bot.questions import feedback
from bot.questions.answering import Answer

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

    @property
    def sender(self) -> Address:
        """Return who sent the message."""
        return self.message.sender


@dataclass(frozen=True, slots=True)
class Rooms:
    """Where a turn finds and keeps what concerns its sender."""

    conversations: ConversationStore
    subscribing: Subscribing


class Inbox:
    """Accept messages of every channel."""

    def __init__(
        self,
        database: Database,
        rooms: Rooms,
        *,
        sender: Sender,
        moment: Callable[[], Moment],
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._store = rooms.conversations
        self._subscribing = rooms.subscribing
        self._outbox = sender.outbox
        self._ledger = sender.ledger
        self._sender = sender
        self._moment = moment
        self._metrics = metrics
        self._given: set[str] = set()
        self._turns: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

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

    async def _take(self, message: IncomingMessage) -> tuple[Accepted, tuple[OutgoingMessage, ...]]:
        """Answer *message* in one transaction and return the replies to deliver."""
        async with self._database.transaction() as connection:
            arrival = _Arrival(message, self._moment())
            now = arrival.moment.now
            if not await self._store.claim(connection, message, now=now):
                return Accepted.DUPLICATE, ()
            turn = await self._answer(connection, arrival)
            replies = await self._outbox.post(connection, message, replies=turn.replies, now=now)
        self._remember_given(turn)
        return Accepted.ANSWERED, replies

    def _remember_given(self, turn: Turn) -> None:
        """Note which cards are safely kept, so that the same one is not written again and again."""
        if len(self._given) > _CARDS_REMEMBERED:
            self._given.clear()
        self._given.update(each.id for each in turn.effects if isinstance(each, AnswerGiven))

    async def _answer(self, connection: AsyncConnection, arrival: _Arrival) -> Turn:
        """Take the turn and keep what comes of it."""
        sender = arrival.sender
        conversation = await self._store.load(connection, sender, now=arrival.moment.now)
        moment = await self._subscribing.seen(connection, arrival.message, arrival.moment)
        turn = take_turn(conversation, arrival.message, moment)
        if Forgotten() not in turn.effects:
            await self._store.save(connection, sender, turn.conversation)
        if arrival.message.copy:
            copies = [arrival.message.copy]
            await self._ledger.note(connection, sender, copies=copies, now=arrival.moment.now)
        for effect in turn.effects:
            await self._keep(connection, arrival, effect=effect)
        return turn

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
            case Subscribed() | Unsubscribed():
                now = arrival.moment.now
                await self._subscribing.change(connection, arrival.sender, effect=effect, now=now)
            case Forgotten():
                await self._subscribing.forget(connection, arrival.sender)
                await self._store.forget(connection, arrival.sender)
                await self._outbox.forget(connection, arrival.sender)
                await self._ledger.request(connection, arrival.sender, now=arrival.moment.now)
