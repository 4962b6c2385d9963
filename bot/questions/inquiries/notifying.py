"""Telling askers what staff answered, each exactly once."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.delivery.outbox import Outbox
from bot.errors import UnsealError
from bot.messages import Address, Reply
from bot.questions.guide import Guide
from bot.questions.inquiries import store
from bot.questions.inquiries.reach import Asker, Reach
from bot.questions.inquiries.store import Row
from bot.questions.inquiries.waiting import Waiting
from bot.questions.reviewing import scrubbed

_ASKER, _ANSWER = "inquiry", "inquiry-answer"
_SIZE = 256  # of every sealed asker, so that its length does not tell the channel
_RECENT = timedelta(days=2)  # longer than any window

log = logging.getLogger(__name__)

_encoder = msgspec.json.Encoder()
_asker_decoder = msgspec.json.Decoder(Asker)
_reply_decoder = msgspec.json.Decoder(Reply)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many askers are written to now, and for how many the answer waits until they come."""

    told: int = 0
    waiting: int = 0


class Inquiries:
    """Keep who wants to be told, tell them, and forget them."""

    def __init__(self, key: ServerKey, outbox: Outbox, *, reach: Reach) -> None:
        self._key = key
        self._outbox = outbox
        self._reach = reach

    async def keep(
        self,
        connection: AsyncConnection,
        sender: Address,
        question: str,
        *,
        now: datetime,
        day: date,
    ) -> None:
        """Keep that *sender* wants to hear what staff say to a scrubbed *question*, once."""
        owner = self._owner(sender)
        name = self._key.digest(f"{owner}\n{question}", purpose="inquiry-id")
        asker = self._sealed(name, self._reach.asker(sender, now=now))
        await store.keep(connection, Row(name, owner, day, question, asker))

    async def arrived(
        self, connection: AsyncConnection, sender: Address, *, now: datetime
    ) -> tuple[Reply, ...]:
        """Take out and return the answers that waited for *sender*, who comes again.

        What they still wait for can be sent to them for a while from now on.
        """
        if not self._reach.waits(sender.channel):
            return ()
        owner = self._owner(sender)
        waiting = [each for each in await store.those_of(connection, owner) if not each.answer]
        if sender.channel in self._reach.windows:
            for row in waiting:
                fresh = self._sealed(row.id, self._reach.asker(sender, now=now))
                await store.reseal(connection, row, fresh)
        taken = await store.claim_answered(connection, owner)
        return tuple(reply for each in taken if (reply := self._answer(each)))

    async def hand_over(self, database: Database, sender: Address, *, now: datetime) -> None:
        """Let the client of *sender*, who looks for replies, find the answers that waited."""
        async with database.reading() as connection:
            mine = await store.those_of(connection, self._owner(sender))
        if any(each.answer for each in mine):
            async with database.transaction() as connection:
                replies = await self.arrived(connection, sender, now=now)
                await self._outbox.leave(connection, sender, replies=replies, now=now)

    async def send(
        self,
        connection: AsyncConnection,
        questions: Collection[str],
        *,
        said: Callable[[str], Reply],
        now: datetime,
    ) -> Sent:
        """Tell who waits for one of *questions*, as they were kept, what is *said* to it.

        Who asked several of them is told once. The rows are erased in the same transaction, but
        those of people who cannot be written to now: there the answer waits.
        """
        sent, seen = Sent(), set[str]()
        for row in await store.claim(connection, sorted(questions)):
            asker = self._asker(row)
            if asker is None or row.owner in seen:
                continue
            seen.add(row.owner)
            reply = said(row.question)
            if self._reach.is_open(asker, now=now):
                await self._outbox.leave(connection, asker.to, replies=[reply], now=now)
                sent = replace(sent, told=sent.told + 1)
            else:
                answer = self._key.seal(_encoder.encode(reply), purpose=_ANSWER, context=row.id)
                await store.keep(connection, replace(row, answer=answer))
                sent = replace(sent, waiting=sent.waiting + 1)
        return sent

    async def asked(
        self, connection: AsyncConnection, seen: Collection[str], *, guide: Guide
    ) -> set[str]:
        """Return the questions, as they were kept, that staff have *seen* in groups."""
        wanted = set(seen)
        kept = {each.question for each in await store.every(connection) if not each.answer}
        return {each for each in kept if scrubbed(each, guide) in wanted}

    async def waiting(self, database: Database, guide: Guide) -> Waiting:
        """Return who waits for what, as staff see questions."""
        async with database.reading() as connection:
            rows = await store.every(connection)
        return Waiting.of_rows([replace(e, question=scrubbed(e.question, guide)) for e in rows])

    async def drop(
        self, connection: AsyncConnection, seen: Collection[str], *, guide: Guide
    ) -> int:
        """Erase who waits for questions that staff have *seen* and dismiss; return how many."""
        questions = await self.asked(connection, seen, guide=guide)
        return len(await store.claim(connection, sorted(questions)))

    async def forget(self, connection: AsyncConnection, sender: Address) -> None:
        """Delete everything that *sender* wants to be told."""
        await store.forget(connection, self._owner(sender))

    async def quiet(self, connection: AsyncConnection, *, now: datetime) -> None:
        """Take out of what is sealed until when one may write, where that is over."""
        for row in await store.since(connection, (now - _RECENT).date()):
            asker = self._asker(row)
            if asker and asker.until and asker.until <= now:
                past = self._sealed(row.id, replace(asker, until=None))
                await store.reseal(connection, row, past)

    def _owner(self, sender: Address) -> str:
        """Return what stands for *sender* here, and in no other table."""
        return self._key.digest(f"{sender.channel}\n{sender.value}", purpose=_ASKER)

    def _sealed(self, name: str, asker: Asker) -> bytes:
        """Return *asker* sealed for the row *name*."""
        return self._key.seal(_encoder.encode(asker).ljust(_SIZE), purpose=_ASKER, context=name)

    def _asker(self, row: Row) -> Asker | None:
        """Return who asked, None when this server's key does not open it."""
        try:
            opened = self._key.open(row.asker, purpose=_ASKER, context=row.id)
            return _asker_decoder.decode(opened)
        except (UnsealError, msgspec.DecodeError) as error:
            log.warning("an inquiry cannot be read: %s", type(error).__name__)
            return None

    def _answer(self, row: Row) -> Reply | None:
        """Return the answer that waits in *row*, None when this server's key does not open it."""
        try:
            opened = self._key.open(row.answer or b"", purpose=_ANSWER, context=row.id)
            return _reply_decoder.decode(opened)
        except (UnsealError, msgspec.DecodeError) as error:
            log.warning("an answer cannot be read: %s", type(error).__name__)
            return None
