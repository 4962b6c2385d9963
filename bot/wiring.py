"""Build the program from its settings: the only place that names concrete classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import httpx

import knowledge
from bot.broadcasts import words as broadcast_words
from bot.broadcasts.fanout import Fanout
from bot.broadcasts.forecast import Means
from bot.broadcasts.reports import Reports
from bot.broadcasts.verbs import Broadcasts, Surroundings
from bot.channels import web
from bot.channels.port import Channel
from bot.channels.telegram import profile
from bot.channels.telegram.account import Account
from bot.channels.whatsapp import forms
from bot.clock import Clock, SystemClock
from bot.contacts.store import ContactStore
from bot.contacts.subscriptions import Subscriptions
from bot.conversation import engine, entries, invitation, roles
from bot.conversation.engine import Moment
from bot.conversation.inbox import Inbox, Rooms
from bot.conversation.router import HANDLERS
from bot.conversation.store import ConversationStore
from bot.conversation.subscribing import Subscribing
from bot.crypto import ServerKey, server_key
from bot.database.engine import Database, open_database
from bot.delivery.erasure import Eraser, ErasureLedger
from bot.delivery.mailbox import Mailbox
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Sender
from bot.jobs import schedule
from bot.jobs.engine import Everywhere, Job, JobEngine
from bot.metrics import Metrics
from bot.providers import Ground, Providers, WhatsApp, connect
from bot.questions import card, words
from bot.questions.guide import LiveGuide
from bot.questions.learned import Learned
from bot.retention import Retention
from bot.settings import Settings
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.phrasebook import Phrase, declared_in

KNOWLEDGE = Path(knowledge.__file__).parent


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a running program has."""

    ground: Ground
    providers: Providers
    outbox: Outbox
    sender: Sender
    inbox: Inbox
    mailbox: Mailbox
    subscriptions: Subscriptions
    reports: Reports
    fanout: Fanout
    broadcasts: Broadcasts
    metrics: Metrics
    job_engine: JobEngine
    jobs: Mapping[str, Job | Everywhere]

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
        await self.providers.close()
        await self.database.close()


def phrases() -> tuple[Phrase, ...]:
    """Return every phrase that the program says."""
    return declared_in(
        *HANDLERS, card, engine, entries, forms, invitation, profile, roles, words, broadcast_words
    )


def live_guide(
    folder: Path = KNOWLEDGE, *, train: Callable[[Library], Matcher] = Matcher.train
) -> LiveGuide:
    """Load the knowledge; raises KnowledgeError with every problem."""
    return LiveGuide(folder, phrases(), train=train)


def asking_guide(settings: Settings) -> LiveGuide:
    """Load the knowledge for one who only asks: what a server has learned is used, none is kept."""
    secret = settings.secret_key.get_secret_value()
    if not secret and not settings.key_file.exists():
        return live_guide()
    key = server_key(secret, settings.key_file)
    return live_guide(train=Learned(settings.data_dir / "learned", key, writes=False).matcher)


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
    ground = _ground(settings, clock, guide)
    clock, key, database = ground.clock, ground.key, ground.database
    providers = connect(ground, channels=channels or {}, transport=transport)
    outbox = Outbox(key, held=[web.NAME])
    ledger = ErasureLedger(key, after=settings.erase_after)
    sender = Sender(database, outbox, ledger=ledger, channels=providers.channels, clock=clock)
    eraser = Eraser(database, ledger, channels=providers.channels, clock=clock)
    contacts = ContactStore(key)
    fanout = _fanout(ground, providers, contacts)
    metrics = Metrics()
    job_engine = JobEngine(settings.database, version=version("jaganetral"))
    retention = Retention(database, jobs=job_engine, clock=clock)
    subscriptions = Subscriptions(database, contacts)
    subscribing = Subscribing(subscriptions, reachable=providers.announcers)
    return Services(
        ground=ground,
        providers=providers,
        outbox=outbox,
        sender=sender,
        inbox=Inbox(
            database,
            Rooms(ConversationStore(key), subscribing),
            sender=sender,
            moment=_moments(ground),
            metrics=metrics,
        ),
        mailbox=Mailbox(database, outbox),
        subscriptions=subscriptions,
        reports=Reports(database, contacts, key=key, clock=clock),
        fanout=fanout,
        broadcasts=_broadcasts(ground, providers, contacts),
        metrics=metrics,
        job_engine=job_engine,
        jobs={
            "sweep": Job(schedule.SWEEP, sender.sweep),
            "erasure": Job(schedule.ERASURE, eraser.run),
            "retention": Job(schedule.RETENTION, retention.run),
            "broadcasts": Everywhere(schedule.BROADCASTS_SECONDS, fanout.run),
        },
    )


def _ground(settings: Settings, clock: Clock | None, guide: LiveGuide | None) -> Ground:
    """Return what everything stands on, given or made from *settings*."""
    key = server_key(settings.secret_key.get_secret_value(), settings.key_file)
    return Ground(
        settings,
        clock or SystemClock(settings.timezone),
        key,
        open_database(settings.database),
        guide or live_guide(train=Learned(settings.data_dir / "learned", key).matcher),
    )


def _moments(ground: Ground) -> Callable[[], Moment]:
    """Return what tells a turn when it is, and what the bot knows then."""
    clock, line = ground.clock, ground.settings.high_risk_url

    def moment() -> Moment:
        return Moment(clock.now(), clock.today(), ground.guide.current, line)

    return moment


def _say(ground: Ground) -> Callable[..., str]:
    """Return what says a phrase in the words that the guide has now."""

    def say(phrase: Phrase, **given: object) -> str:
        return ground.guide.current.phrases.say(phrase, **given)

    return say


def _broadcasts(ground: Ground, providers: Providers, contacts: ContactStore) -> Broadcasts:
    """Return the verbs of staff for broadcasts."""
    settings, whatsapp = ground.settings, providers.whatsapp

    async def sids() -> Mapping[str, str]:
        return await whatsapp.templates.known() if whatsapp else {}

    around = Surroundings(
        ground.clock, settings.timezone, _say(ground), lambda: ground.guide.current.library, sids
    )
    means = Means(
        providers.pace,
        settings.whatsapp_daily_tier,
        settings.whatsapp_template_price,
        settings.whatsapp_message_price,
    )
    return Broadcasts(
        ground.database, contacts, around=around, means=means, announcers=providers.announcers
    )


def _fanout(ground: Ground, providers: Providers, contacts: ContactStore) -> Fanout:
    """Return what sends broadcasts in this process."""
    fanout = Fanout(
        ground.database,
        contacts,
        announcers=providers.announcers,
        key=ground.key,
        clock=ground.clock,
    )
    fanout.zone = ground.settings.timezone
    return fanout
