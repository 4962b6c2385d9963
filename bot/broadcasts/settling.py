"""Finding out what became of those in doubt, where a provider lets one look; nothing is sent."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from bot.broadcasts import results, store
from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.reference import reference
from bot.broadcasts.reports import Reports
from bot.broadcasts.words import Rule, Say, refused
from bot.channels.port import Tracer
from bot.contacts.contact import Recipient
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.messages import Announcement, Reply
from bot.staff.account import Act
from bot.staff.actor import Actor

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Doubts:
    """What looking came to: *found* are settled; all others stay in doubt.

    Those *absent* are not at the provider, of those *unheld* no address is kept any more.
    """

    found: int = 0
    absent: int = 0
    unheld: int = 0

    def and_one(self, recipient: Recipient | None, *, found: bool) -> "Doubts":
        """Return these and one more."""
        if recipient is None:
            return Doubts(self.found, self.absent, self.unheld + 1)
        return Doubts(self.found + found, self.absent + (not found), self.unheld)


class Settling:
    """Look messages up that were claimed and never heard of again."""

    def __init__(
        self, database: Database, contacts: ContactStore, *, reports: Reports, key: ServerKey
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._reports = reports
        self._key = key

    async def look_up(
        self, actor: Actor, name: str, *, tracers: Mapping[str, Tracer], say: Say
    ) -> Doubts:
        """Ask the providers that can be asked about everybody in doubt, and keep what they say.

        Raises Refused when there is no such broadcast, TryLater when a provider does not answer;
        what was found until then is kept.
        """
        async with actor.doing(Act.SETTLE_BROADCASTS, subject=name) as connection:
            broadcast = await store.find(connection, name)
            if broadcast is None:
                raise refused(say, Rule.UNKNOWN, nomor=name)
        doubts = Doubts()
        for channel, tracer in tracers.items():
            async for person, recipient in self._doubtful(broadcast, channel):
                found = bool(recipient) and await self._found(
                    broadcast, person, recipient=recipient, tracer=tracer
                )
                doubts = doubts.and_one(recipient, found=found)
        return doubts

    async def _doubtful(
        self, broadcast: Broadcast, channel: str
    ) -> AsyncIterator[tuple[str, Recipient | None]]:
        """Yield everybody in doubt on *channel*, None for who has left."""
        after = ""
        while True:
            async with self._database.reading() as connection:
                people = await results.unknown(
                    connection, broadcast.id, channel=channel, after=after, limit=_AT_ONCE
                )
                held = await self._contacts.still_in(connection, broadcast.audience, people)
            for person in people:
                yield person, held.get(person)
            if not people:
                return
            after = people[-1]

    async def _found(
        self, broadcast: Broadcast, person: str, *, recipient: Recipient | None, tracer: Tracer
    ) -> bool:
        """Tell whether the provider has a message that the ledger lacks, and keep its outcome."""
        if recipient is None:
            return False
        content = broadcast.content
        reply = Reply(content.text, content.choices)
        sought = Announcement(recipient.to, reply, broadcast.ends_at, None, content.template)
        trace = await tracer.trace(sought, since=broadcast.starts_at)
        if trace is None:
            return False
        return await self._reports.note(
            trace.copy,
            trace.state,
            reason=trace.reason,
            reference=reference(self._key, broadcast.id, person),
        )
