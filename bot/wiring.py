"""Build the program from its settings: the only place that names concrete classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import httpx

import knowledge
from bot.channels import web
from bot.channels.port import Channel
from bot.channels.telegram import place as telegram
from bot.channels.telegram import profile
from bot.channels.telegram.account import Account
from bot.channels.telegram.files import LIMIT, TelegramFiles
from bot.channels.telegram.outbound import TelegramChannel
from bot.channels.whatsapp import forms, inbound
from bot.channels.whatsapp.files import TwilioFiles
from bot.channels.whatsapp.inbound import Signatures
from bot.channels.whatsapp.outbound import Line, WhatsAppChannel
from bot.channels.whatsapp.provider import Transport, Twilio
from bot.channels.whatsapp.store import DeliveryStore, TemplateStore
from bot.channels.whatsapp.templates import Templates
from bot.clock import Clock, SystemClock
from bot.conversation import engine, entries, roles
from bot.conversation.engine import Moment
from bot.conversation.inbox import Inbox
from bot.conversation.router import COMMANDS, HANDLERS
from bot.conversation.store import ConversationStore
from bot.crypto import ServerKey, server_key
from bot.database.engine import Database, open_database
from bot.delivery.erasure import Eraser, ErasureLedger
from bot.delivery.mailbox import Mailbox
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Sender
from bot.jobs import schedule
from bot.jobs.engine import Job, JobEngine
from bot.jobs.pacing import Limit, Pacer
from bot.metrics import Metrics
from bot.questions import card, words
from bot.questions.guide import LiveGuide
from bot.questions.learned import Learned
from bot.retention import Retention
from bot.settings import Settings
from bot.tips.evidence.fetching import Fetch, Fetcher
from bot.tips.evidence.files import Store
from bot.tips.evidence.store import EvidenceStore
from bot.tips.evidence.uploads import Uploads
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.phrasebook import Phrase, declared_in

KNOWLEDGE = Path(knowledge.__file__).parent
TWILIO_MESSAGES = "/webhooks/twilio/whatsapp"
TWILIO_REPORTS = "/webhooks/twilio/status"

_WHATSAPP_LIMIT = Limit("whatsapp", per_second=72, burst=8)  # Twilio allows 80
_ERASING_LIMIT = Limit("whatsapp-erasing", per_second=20)  # leaves the most to replies


@dataclass(frozen=True, slots=True)
class WhatsApp:
    """What a program with a WhatsApp sender has."""

    twilio: Twilio
    signatures: Signatures
    templates: Templates
    deliveries: DeliveryStore
    channel: WhatsAppChannel


@dataclass(frozen=True, slots=True)
class EvidenceRoom:
    """What a program needs to take files for tips."""

    store: EvidenceStore
    files: Store
    uploads: Uploads
    fetcher: Fetcher


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a running program has."""

    settings: Settings
    clock: Clock
    key: ServerKey
    database: Database
    guide: LiveGuide
    outbox: Outbox
    sender: Sender
    inbox: Inbox
    mailbox: Mailbox
    evidence: EvidenceRoom
    metrics: Metrics
    job_engine: JobEngine
    jobs: Mapping[str, Job]
    telegram: Account | None = None
    whatsapp: WhatsApp | None = None

    async def close(self) -> None:
        """Let go of the providers and the database."""
        if self.telegram:
            await self.telegram.close()
        if self.whatsapp:
            self.whatsapp.twilio.close()
        await self.database.close()


def phrases() -> tuple[Phrase, ...]:
    """Return every phrase that the program says."""
    return declared_in(*HANDLERS, card, engine, entries, forms, profile, roles, words)


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


def telegram_account(
    settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None
) -> Account | None:
    """Return the bot's account at Telegram, None when there is no token."""
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        return None
    return Account(
        token,
        root=settings.telegram_api_base_url,
        commands=frozenset(COMMANDS),
        transport=transport,
    )


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
    clock = clock or SystemClock(settings.timezone)
    key = server_key(settings.secret_key.get_secret_value(), settings.key_file)
    guide = guide or live_guide(train=Learned(settings.data_dir / "learned", key).matcher)
    database = open_database(settings.database)
    outbox = Outbox(key, held=[web.NAME])
    ledger = ErasureLedger(key, after=settings.erase_after)
    account = telegram_account(settings, transport=transport)
    whatsapp = _whatsapp(settings, database, key=key, guide=guide, clock=clock)
    channels = _sending(channels or {}, account, whatsapp, pacer=Pacer(database), clock=clock)
    sender = Sender(database, outbox, ledger=ledger, channels=channels, clock=clock)
    eraser = Eraser(database, ledger, channels=channels, clock=clock)
    metrics = Metrics()
    job_engine = JobEngine(settings.database, version=version("jaganetral"))
    moment = _moments(settings, guide, clock=clock)
    sources = _sources(account, whatsapp, pacer=Pacer(database))
    evidence = _evidence(settings, database, key=key, clock=clock, sources=sources)
    retention = Retention(
        database, evidence.store, uploads=evidence.uploads, jobs=job_engine, clock=clock
    )
    return Services(
        settings=settings,
        clock=clock,
        key=key,
        database=database,
        guide=guide,
        outbox=outbox,
        sender=sender,
        inbox=Inbox(
            database, ConversationStore(key), sender=sender, moment=moment, metrics=metrics
        ),
        mailbox=Mailbox(database, outbox),
        evidence=evidence,
        metrics=metrics,
        job_engine=job_engine,
        jobs=_jobs(sender, eraser, fetcher=evidence.fetcher, retention=retention),
        telegram=account,
        whatsapp=whatsapp,
    )


def _sending(
    given: Mapping[str, Channel],
    account: Account | None,
    whatsapp: WhatsApp | None,
    *,
    pacer: Pacer,
    clock: Clock,
) -> Mapping[str, Channel]:
    """Return the channels that send: those *given* and those of providers."""
    channels = dict(given)
    if account:
        channels[telegram.NAME] = TelegramChannel(account, pacer=pacer, clock=clock)
    if whatsapp:
        channels.setdefault(inbound.NAME, whatsapp.channel)
    return channels


def _jobs(
    sender: Sender, eraser: Eraser, *, fetcher: Fetcher, retention: Retention
) -> Mapping[str, Job]:
    """Return what runs again and again."""
    return {
        "sweep": Job(schedule.SWEEP, sender.sweep),
        "erasure": Job(schedule.ERASURE, eraser.run),
        "evidence": Job(schedule.EVIDENCE, fetcher.run),
        "retention": Job(schedule.RETENTION, retention.run),
    }


def _evidence(
    settings: Settings,
    database: Database,
    *,
    key: ServerKey,
    clock: Clock,
    sources: Mapping[str, Fetch],
) -> EvidenceRoom:
    """Return what takes files from *sources* and from browsers."""
    store, files = EvidenceStore(key), Store(settings.data_dir / "evidence")
    uploads = Uploads(settings.data_dir / "uploads")
    ways = {**sources, web.NAME: uploads.fetch}
    fetcher = Fetcher(database, store, files=files, sources=ways, clock=clock)
    return EvidenceRoom(store, files, uploads, fetcher)


def _sources(
    account: Account | None, whatsapp: WhatsApp | None, *, pacer: Pacer
) -> Mapping[str, Fetch]:
    """Return how files are fetched from each provider."""
    sources: dict[str, Fetch] = {}
    if account:
        pace = partial(pacer.wait, LIMIT)
        sources[telegram.NAME] = TelegramFiles(account, pace=pace).fetch
    if whatsapp:
        sources[inbound.NAME] = TwilioFiles(whatsapp.twilio).fetch
    return sources


def _moments(settings: Settings, guide: LiveGuide, *, clock: Clock) -> Callable[[], Moment]:
    """Return what tells a turn when it is, and what the bot knows then."""

    def moment() -> Moment:
        return Moment(clock.now(), clock.today(), guide.current, settings.high_risk_url)

    return moment


def _whatsapp(
    settings: Settings, database: Database, *, key: ServerKey, guide: LiveGuide, clock: Clock
) -> WhatsApp | None:
    """Return the WhatsApp sender that *settings* name, if they name one."""
    if not settings.whatsapp:
        return None
    token = settings.twilio_auth_token.get_secret_value()
    transport = Transport(settings.twilio_api_base_url)
    twilio = Twilio(settings.twilio_account_sid, token, transport=transport)
    templates = Templates(twilio, TemplateStore(database))
    pacer = Pacer(database)

    def say(phrase: Phrase, **given: object) -> str:
        return guide.current.phrases.say(phrase, **given)

    line = Line(
        settings.twilio_whatsapp_from,
        f"{settings.public_base_url}{TWILIO_REPORTS}",
        pace=lambda: pacer.wait(_WHATSAPP_LIMIT),
        pace_erasing=lambda: pacer.wait(_ERASING_LIMIT),
    )
    return WhatsApp(
        twilio=twilio,
        signatures=Signatures(token, settings.twilio_shared_key.get_secret_value()),
        templates=templates,
        deliveries=DeliveryStore(database, key),
        channel=WhatsAppChannel(line, twilio, templates=templates, clock=clock, say=say),
    )
