"""What staff are told without having asked: new tips in their group, and what wants a decision.

A group reads numbers and kecamatan, or that there is something to look at; never any content.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.broadcasts.watching import Watch
from bot.clock import Clock
from bot.database.engine import Database, Transaction
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Sender
from bot.messages import Address, Choice, IncomingMessage, OutgoingMessage, Reply
from bot.questions.guide import LiveGuide
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.chats import Chats
from bot.staff.finding import Finding, Kind
from bot.staff.refusal import Say
from bot.tips.forwarding.settling import Settling
from bot.tips.words import NOTICES, NOWHERE
from knowledge.phrasebook import Phrase

STOPPED = Phrase("steering.kabar.penerusan-gagal", ("nomor", "alasan"))
TRIAL = Phrase("steering.kabar.uji", ("nama",))
IN_GROUP = {kind: Phrase(f"steering.grup.{kind}") for kind in Kind}
WHERE = Phrase("steering.grup.di-mana")
TO_DETAIL = Phrase("steering.pilihan.keadaan")

CIVIL_FROM, CIVIL_UNTIL = time(7), time(20)  # by the city's clock, for what can wait until then


class Notices:
    """Post notices to where staff read them; to nobody when there is no such place."""

    def __init__(
        self, outbox: Outbox, to: Address | None, *, guide: LiveGuide, clock: Clock
    ) -> None:
        self._outbox = outbox
        self._to = to
        self._guide = guide
        self._clock = clock

    async def post(self, connection: Transaction, moved: Counter[tuple[str, str]]) -> None:
        """Say in one message how many parcels came, by kind and kecamatan."""
        if self._to is None:
            return
        say = self._guide.current.phrases.say
        lines = [
            say(NOTICES[kind], jumlah=count, kecamatan=district or say(NOWHERE))
            for (kind, district), count in sorted(moved.items())
        ]
        await self._outbox.post(
            connection,
            IncomingMessage("", self._to),
            replies=[Reply("\n".join(lines))],
            now=self._clock.now(),
        )


@dataclass(frozen=True, slots=True)
class Looking:
    """Where findings come from: broadcasts, and forwardings that stopped."""

    watch: Watch
    settling: Settling
    say: Say

    async def findings(self) -> list[Finding]:
        """Return what wants a decision of staff now, told before or not."""
        stopped = [
            Finding(
                Kind.STOPPED,
                f"{each.id}:{each.attempts}",
                self.say(STOPPED, nomor=each.id[:8], alasan=each.reason or each.state),
            )
            for each in await self.settling.stopped()
        ]
        return [*await self.watch.findings(), *stopped]


class Bell:
    """Tell staff once of each finding: in linked chats, and in the group that there is one."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        *,
        looking: Looking,
        chats: Chats,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sender = sender
        self.looking = looking
        self._chats = chats
        self._clock = clock
        self.group: Address | None = None
        self.zone: ZoneInfo | None = None  # where people sleep; None where nobody does

    async def run(self) -> int:
        """Tell what is new and return how many messages went out.

        What nobody can be told yet, or not at this hour, stays news.
        """
        civil = self._is_civil(self._clock.now())
        findings = [each for each in await self.looking.findings() if civil or each.urgent]
        if not findings:
            return 0
        async with self._database.transaction() as connection:
            posted = await self._posted(connection, findings)
        return await self._sender.deliver(posted)

    async def try_out(self, actor: Actor, chat: Address) -> bool:
        """Send a message to the linked *chat* of *actor*; tell whether the provider took it."""
        reply = Reply(self.looking.say(TRIAL, nama=actor.account.display_name))
        await actor.require(Act.MANAGE_CHANNELS)
        async with self._database.transaction() as connection:
            posted = await self._post(connection, chat, reply)
            await actor.done(connection, Act.MANAGE_CHANNELS, subject="try-out")
        return bool(await self._sender.deliver(posted))

    async def _posted(
        self, connection: Transaction, findings: Iterable[Finding]
    ) -> list[OutgoingMessage]:
        """Write to everybody whom something new concerns, and to the group what kind it is."""
        linked = await self._chats.all(connection)
        posted: list[OutgoingMessage] = []
        kinds: list[Kind] = []
        for each in findings:
            chats = [chat for account, chat in linked if each.concerns(account)]
            told = bool(chats or self.group)
            if not told or not await self._chats.is_news(connection, each.subject):
                continue
            kinds.append(each.kind)
            for chat in chats:
                posted += await self._post(connection, chat, self._reply(each))
        if self.group and kinds:
            posted += await self._post(connection, self.group, self._in_group(kinds))
        return posted

    async def _post(
        self, connection: Transaction, to: Address, reply: Reply
    ) -> Sequence[OutgoingMessage]:
        """Write one message to *to*."""
        asked, now = IncomingMessage("", to), self._clock.now()
        return await self._sender.outbox.post(connection, asked, replies=[reply], now=now)

    def _reply(self, finding: Finding) -> Reply:
        """Return what is told in a linked chat, and the way to do something about it."""
        label = self.looking.say(TO_DETAIL)
        choices = (Choice(f"steer:show:{finding.broadcast}", label),) if finding.broadcast else ()
        return Reply(finding.text, choices)

    def _in_group(self, kinds: Iterable[Kind]) -> Reply:
        """Return that there is something of *kinds*, and where to read it."""
        say = self.looking.say
        return Reply(
            "\n".join([*(say(IN_GROUP[each]) for each in dict.fromkeys(kinds)), say(WHERE)])
        )

    def _is_civil(self, moment: datetime) -> bool:
        """Tell whether people may be told now of what can wait."""
        if self.zone is None:
            return True
        return CIVIL_FROM <= moment.astimezone(self.zone).time() < CIVIL_UNTIL
