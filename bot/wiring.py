"""Build the program from its settings: the only place that names concrete classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx

from bot import guiding
from bot.broadcasting import Broadcasting, broadcasting, ringing
from bot.channels import web
from bot.channels.port import Channel
from bot.channels.telegram import place as telegram
from bot.channels.telegram.account import Account
from bot.clock import Clock, SystemClock
from bot.conversation.engine import Moment
from bot.conversation.inbox import Inbox
from bot.conversation.inquiring import Inquiring
from bot.conversation.store import ConversationStore
from bot.conversation.subscribing import Subscribing
from bot.conversation.telling import Telling
from bot.crypto import ServerKey, server_key
from bot.database.engine import Database, open_database
from bot.delivery.erasing import Eraser
from bot.delivery.erasure import ErasureLedger
from bot.delivery.mailbox import Mailbox
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Sender
from bot.gathering import EvidenceRoom, gathering
from bot.jobs import schedule
from bot.jobs.engine import Everywhere, Job, JobEngine
from bot.metrics import Metrics
from bot.notices import Bell, Looking
from bot.providers import Ground, Providers, WhatsApp, connect
from bot.questions.guide import LiveGuide
from bot.questions.inquiries.notifying import Inquiries
from bot.questions.inquiries.reach import Reach
from bot.questions.learned import Learned
from bot.reporting import forwarding
from bot.retention import Keepers, Retention
from bot.settings import Settings
from bot.staffing import Staffing, in_chats, staffing
from bot.tipping import Tipping, tipping
from bot.tips.forwarding.sending import Forwarder
from bot.tips.forwarding.settling import Settling
from knowledge.phrasebook import Phrase

# Two hours before WhatsApp's window closes it is too late: a provider may be away for an hour.
_REACH = Reach(fetched=[web.NAME], windows={"whatsapp": timedelta(hours=22)})


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a running program has."""

    ground: Ground
    providers: Providers
    outbox: Outbox
    sender: Sender
    eraser: Eraser
    inbox: Inbox
    mailbox: Mailbox
    inquiries: Inquiries
    evidence: EvidenceRoom
    forwarder: Forwarder
    settling: Settling
    tipping: Tipping
    staffing: Staffing
    broadcasting: Broadcasting
    bell: Bell
    retention: Retention
    metrics: Metrics
    job_engine: JobEngine

    @property
    def jobs(self) -> Mapping[str, Job | Everywhere]:
        """Return what runs again and again."""
        orphans = self.evidence.orphans(self.tipping.expiry.files)
        polled = {"templates": self.whatsapp.approvals.poll} if self.whatsapp else {}
        return {
            **{name: Job(schedule.TEMPLATES, poll) for name, poll in polled.items()},
            "sweep": Job(schedule.SWEEP, self.sender.sweep),
            "erasure": Job(schedule.ERASURE, self.eraser.run),
            "retention": Job(schedule.RETENTION, self.retention.run),
            "orphans": Job(schedule.RETENTION, orphans.run),
            "evidence": Job(schedule.EVIDENCE, self.evidence.fetcher.run),
            "forwarding": Job(schedule.FORWARDING, self.forwarder.run),
            "parcels": Job(schedule.PARCELS, self.tipping.mover.move_parcels),
            "polling": Job(schedule.POLLING, self.forwarder.poll),
            "broadcasts": Everywhere(schedule.BROADCASTS_SECONDS, self.broadcasting.fanout.run),
            "notices": Job(schedule.NOTICES, self.bell.run),
            "audit": Job(schedule.AUDIT, self.staffing.room.tell_head),
        }

    @property
    def settings(self) -> Settings:
        """Return what the installation has set."""
        return self.ground.settings

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        return self.ground.clock

    @property
    def key(self) -> ServerKey:
        """Return the server's key."""
        return self.ground.key

    @property
    def database(self) -> Database:
        """Return the database."""
        return self.ground.database

    @property
    def guide(self) -> LiveGuide:
        """Return what the bot knows."""
        return self.ground.guide

    @property
    def telegram(self) -> Account | None:
        """Return the account at Telegram, None without a token."""
        return self.providers.telegram

    @property
    def whatsapp(self) -> WhatsApp | None:
        """Return the WhatsApp sender, None without one."""
        return self.providers.whatsapp

    async def close(self) -> None:
        """Let go of the providers and the database."""
        await self.forwarder.close()
        await self.providers.close()
        await self.evidence.fetcher.close()
        await self.database.close()


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    guide: LiveGuide | None = None,
    channels: Mapping[str, Channel] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Services:
    """Return the program for *settings*; nothing runs or is connected yet.

    *channels* are those that send, beside what the settings bring; *transport* carries calls to
    providers. Raises KeyFileError, KnowledgeError.
    """
    ground = _ground(settings, clock=clock, guide=guide, transport=transport)
    return _assembled(ground, connect(ground, channels or {}))


def _assembled(ground: Ground, providers: Providers) -> Services:
    """Return the program that stands on *ground*."""
    database, key, clock, say = ground.database, ground.key, ground.clock, _speaker(ground.guide)
    settings, channels = ground.settings, providers.channels
    outbox = Outbox(key, held=[web.NAME])
    ledger = ErasureLedger(key, after=settings.erase_after)
    sender = Sender(database, outbox, ledger=ledger, channels=channels, clock=clock)
    metrics, job_engine = Metrics(), JobEngine(settings.database)
    evidence = gathering(ground, providers.sources)
    forwarder, settling = forwarding(ground, evidence.files)
    took = tipping(ground, evidence.files, say=say, outbox=outbox, forwarder=forwarder)
    staffed = staffing(ground, say)
    talks = ConversationStore(key)
    inquiries = Inquiries(key, outbox, reach=_REACH)
    keepers = Keepers(staffed.room.trail, evidence.of_drafts, took.expiry, talks, inquiries)
    retention = Retention(database, keepers, jobs=job_engine, clock=clock)
    inbox = _listening(ground, sender, metrics, tips=took, evidence=evidence)
    sending = broadcasting(ground, providers, say)
    looking = Looking(sending.watch, settling, say)
    inbox.know_subscribers(Subscribing(sending.subscriptions, reachable=providers.announcers))
    inbox.link_staff(*in_chats(staffed, sending.verbs, say, channel=telegram.NAME))
    inbox.know_askers(Inquiring(inquiries))
    return Services(
        ground=ground,
        providers=providers,
        outbox=outbox,
        sender=sender,
        eraser=Eraser(database, ledger, channels=channels, clock=clock),
        inbox=inbox,
        mailbox=Mailbox(database, outbox),
        inquiries=inquiries,
        evidence=evidence,
        forwarder=forwarder,
        settling=settling,
        tipping=took,
        staffing=staffed,
        broadcasting=sending,
        bell=ringing(ground, sender, looking=looking, chats=staffed.chats),
        retention=retention,
        metrics=metrics,
        job_engine=job_engine,
    )


def _listening(
    ground: Ground, sender: Sender, metrics: Metrics, *, tips: Tipping, evidence: EvidenceRoom
) -> Inbox:
    """Return what takes messages in, tips and files among them."""
    store, moment = ConversationStore(ground.key), _moments(ground)
    inbox = Inbox(ground.database, store, sender=sender, moment=moment, metrics=metrics)
    outbox, ledger = sender.outbox, sender.ledger
    telling = Telling(tips.intake, evidence.store, key=ground.key, outbox=outbox, ledger=ledger)
    inbox.take_tips(telling, evidence.fetcher.wake)
    return inbox


def _ground(
    settings: Settings,
    *,
    clock: Clock | None,
    guide: LiveGuide | None,
    transport: httpx.AsyncBaseTransport | None,
) -> Ground:
    """Return what everything stands on, given or made from *settings*."""
    key = server_key(settings.secret_key.get_secret_value(), settings.key_file)
    return Ground(
        settings,
        clock or SystemClock(settings.timezone),
        key,
        open_database(settings.database),
        guide or guiding.live_guide(train=Learned(settings.data_dir / "learned", key).matcher),
        transport,
    )


def _speaker(guide: LiveGuide) -> Callable[..., str]:
    """Return what says phrases in the words of the newest phrasebook."""

    def say(phrase: Phrase, **given: object) -> str:
        return guide.current.phrases.say(phrase, **given)

    return say


def _moments(ground: Ground) -> Callable[[], Moment]:
    """Return what tells a turn when it is, and what the bot knows then."""
    clock, line = ground.clock, ground.settings.high_risk_url

    def moment() -> Moment:
        return Moment(clock.now(), clock.today(), ground.guide.current, line)

    return moment
