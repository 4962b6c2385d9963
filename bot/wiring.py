"""Build the program from its settings: the only place that names concrete classes."""

from collections.abc import Mapping
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
from bot.jobs.pacing import Pacer
from bot.metrics import Metrics
from bot.questions import card, words
from bot.questions.guide import LiveGuide
from bot.retention import Retention
from bot.settings import Settings
from knowledge.phrasebook import Phrase, declared_in

KNOWLEDGE = Path(knowledge.__file__).parent


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
    metrics: Metrics
    job_engine: JobEngine
    jobs: Mapping[str, Job]
    telegram: Account | None

    async def close(self) -> None:
        """Let go of providers and database."""
        if self.telegram:
            await self.telegram.close()
        await self.database.close()


def phrases() -> tuple[Phrase, ...]:
    """Return every phrase that the program says."""
    return declared_in(*HANDLERS, card, engine, entries, profile, roles, words)


def live_guide(folder: Path = KNOWLEDGE) -> LiveGuide:
    """Load the knowledge; raises KnowledgeError with every problem."""
    return LiveGuide(folder, phrases())


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
    guide = guide or live_guide()
    key = server_key(settings.secret_key.get_secret_value(), settings.key_file)
    database = open_database(settings.database)
    outbox = Outbox(key, held=[web.NAME])
    ledger = ErasureLedger(key, after=settings.erase_after)
    account = telegram_account(settings, transport=transport)
    channels = dict(channels or {})
    if account:
        channels[telegram.NAME] = TelegramChannel(account, pacer=Pacer(database), clock=clock)
    sender = Sender(database, outbox, ledger=ledger, channels=channels, clock=clock)
    eraser = Eraser(database, ledger, channels=channels, clock=clock)
    metrics = Metrics()
    job_engine = JobEngine(settings.database, version=version("jaganetral"))
    retention = Retention(database, jobs=job_engine, clock=clock)

    def moment() -> Moment:
        return Moment(clock.now(), clock.today(), guide.current, settings.high_risk_url)

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
        metrics=metrics,
        job_engine=job_engine,
        jobs={
            "sweep": Job(schedule.SWEEP, sender.sweep),
            "erasure": Job(schedule.ERASURE, eraser.run),
            "retention": Job(schedule.RETENTION, retention.run),
        },
        telegram=account,
    )
