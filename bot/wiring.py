"""Build the program from its settings: the only place that names concrete classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import httpx

import knowledge
from bot.channels import web
from bot.channels.port import Channel
from bot.channels.telegram import place as telegram
from bot.channels.telegram import profile
from bot.channels.telegram.account import Account
from bot.channels.telegram.outbound import TelegramChannel
from bot.channels.whatsapp import forms, inbound
from bot.channels.whatsapp.inbound import Signatures
from bot.channels.whatsapp.outbound import Line, WhatsAppChannel
from bot.channels.whatsapp.provider import Transport, Twilio
from bot.channels.whatsapp.store import DeliveryStore, TemplateStore
from bot.channels.whatsapp.templates import Templates
from bot.clock import Clock, SystemClock
from bot.conversation import engine, entries, roles
from bot.conversation.drafting.speech import SPEAKERS
from bot.conversation.engine import Moment
from bot.conversation.inbox import Inbox
from bot.conversation.router import COMMANDS, HANDLERS
from bot.conversation.store import ConversationStore
from bot.conversation.telling import Telling
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
from bot.reporting import Tools, forwarding
from bot.retention import Retention
from bot.settings import Settings
from bot.tipping import Tipping, tipping
from bot.tips import words as tip_words
from bot.tips.backends import words as printing
from bot.tips.evidence.fetching import Fetcher
from bot.tips.evidence.files import Store
from bot.tips.evidence.store import EvidenceStore
from bot.tips.forwarding.sending import Forwarder
from bot.tips.forwarding.settling import Settling
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
    evidence: EvidenceStore
    fetcher: Fetcher
    forwarder: Forwarder
    settling: Settling
    tipping: Tipping
    retention: Retention
    metrics: Metrics
    job_engine: JobEngine
    jobs: Mapping[str, Job]
    telegram: Account | None = None
    whatsapp: WhatsApp | None = None

    async def close(self) -> None:
        """Let go of the providers and the database."""
        await self.forwarder.close()
        if self.telegram:
            await self.telegram.close()
        if self.whatsapp:
            self.whatsapp.twilio.close()
        await self.database.close()


def phrases() -> tuple[Phrase, ...]:
    """Return every phrase that the program says."""
    return declared_in(
        *HANDLERS,
        *SPEAKERS,
        card,
        engine,
        entries,
        forms,
        printing,
        profile,
        roles,
        tip_words,
        words,
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
    return _assembled(Tools(settings, database, key, clock, guide, transport), channels or {})


def _assembled(tools: Tools, given: Mapping[str, Channel]) -> Services:
    """Return the program that is built with *tools*; channels that are *given* come first."""
    settings, database, key, clock = tools.settings, tools.database, tools.key, tools.clock
    account = telegram_account(settings, transport=tools.transport)
    whatsapp = _whatsapp(settings, database, key=key, guide=tools.guide, clock=clock)
    channels = _channels(account, whatsapp, pacer=Pacer(database), clock=clock) | dict(given)
    outbox = Outbox(key, held=[web.NAME])
    ledger = ErasureLedger(key, after=settings.erase_after)
    sender = Sender(database, outbox, ledger=ledger, channels=channels, clock=clock)
    eraser = Eraser(database, ledger, channels=channels, clock=clock)
    metrics = Metrics()
    job_engine = JobEngine(settings.database, version=version("jaganetral"))
    files, evidence = Store(settings.evidence_folder), EvidenceStore(key)
    fetcher = Fetcher(database, evidence, files=files, sources={}, clock=clock)
    forwarder, settling = forwarding(tools, files)
    took = tipping(tools, files, outbox=outbox, enqueue=forwarder.enqueue)
    retention = Retention(database, evidence, expiry=took.expiry, jobs=job_engine, clock=clock)
    moment, store = _moments(settings, tools.guide, clock=clock), ConversationStore(key)
    inbox = Inbox(database, store, sender=sender, moment=moment, metrics=metrics)
    inbox.take_tips(Telling(took.intake, evidence, key=key, outbox=outbox, ledger=ledger))
    return Services(
        settings=settings,
        clock=clock,
        key=key,
        database=database,
        guide=tools.guide,
        outbox=outbox,
        sender=sender,
        inbox=inbox,
        mailbox=Mailbox(database, outbox),
        evidence=evidence,
        fetcher=fetcher,
        forwarder=forwarder,
        settling=settling,
        tipping=took,
        retention=retention,
        metrics=metrics,
        job_engine=job_engine,
        jobs={**_jobs(sender, eraser, retention), **_tip_jobs(fetcher, forwarder, took)},
        telegram=account,
        whatsapp=whatsapp,
    )


def _channels(
    account: Account | None, whatsapp: WhatsApp | None, *, pacer: Pacer, clock: Clock
) -> dict[str, Channel]:
    """Return the channels that the settings bring."""
    channels: dict[str, Channel] = {}
    if account:
        channels[telegram.NAME] = TelegramChannel(account, pacer=pacer, clock=clock)
    if whatsapp:
        channels[inbound.NAME] = whatsapp.channel
    return channels


def _tip_jobs(fetcher: Fetcher, forwarder: Forwarder, took: Tipping) -> Mapping[str, Job]:
    """Return what runs again and again for tips."""
    return {
        "evidence": Job(schedule.SWEEP, fetcher.run),
        "forwarding": Job(schedule.FORWARDING, forwarder.run),
        "parcels": Job(schedule.PARCELS, took.mover.move_parcels),
        "polling": Job(schedule.POLLING, forwarder.poll),
    }


def _jobs(sender: Sender, eraser: Eraser, retention: Retention) -> Mapping[str, Job]:
    """Return what runs again and again for conversations."""
    return {
        "sweep": Job(schedule.SWEEP, sender.sweep),
        "erasure": Job(schedule.ERASURE, eraser.run),
        "retention": Job(schedule.RETENTION, retention.run),
    }


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
