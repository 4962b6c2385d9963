"""The accounts at Telegram and Twilio that an installation has, made from its settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import httpx

from bot.channels.port import Announcer, Channel, Tracer
from bot.channels.telegram import files as telegram_files
from bot.channels.telegram import place as telegram
from bot.channels.telegram.account import Account
from bot.channels.telegram.announcing import ANNOUNCING, TelegramAnnouncer
from bot.channels.telegram.files import TelegramFiles
from bot.channels.telegram.outbound import TelegramChannel
from bot.channels.whatsapp import inbound
from bot.channels.whatsapp.announcing import WhatsAppAnnouncer
from bot.channels.whatsapp.approvals import Approvals
from bot.channels.whatsapp.files import TwilioFiles
from bot.channels.whatsapp.inbound import Signatures
from bot.channels.whatsapp.line import Line
from bot.channels.whatsapp.outbound import WhatsAppChannel
from bot.channels.whatsapp.provider import Transport, Twilio
from bot.channels.whatsapp.store import ApprovalStore, DeliveryStore, TemplateStore
from bot.channels.whatsapp.templates import Templates
from bot.channels.whatsapp.tracing import WhatsAppTracer
from bot.clock import Clock
from bot.conversation.router import COMMANDS
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.jobs.pacing import DailyQuota, Limit, Pacer
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.tips.evidence.fetching import Fetch
from knowledge.phrasebook import Phrase

TWILIO_MESSAGES = "/webhooks/twilio/whatsapp"
TWILIO_REPORTS = "/webhooks/twilio/status"

_REPLYING = Limit("whatsapp", per_second=72, burst=8)  # Twilio allows 80
_ANNOUNCING = Limit("whatsapp", per_second=72, patient=True)  # the same, without the burst
_ERASING = Limit("whatsapp-erasing", per_second=20)  # leaves the most to replies


@dataclass(frozen=True, slots=True)
class Ground:
    """What everything else stands on; *transport* carries calls to providers and backends."""

    settings: Settings
    clock: Clock
    key: ServerKey
    database: Database
    guide: LiveGuide
    transport: httpx.AsyncBaseTransport | None = None

    def say(self, phrase: Phrase, **given: object) -> str:
        """Return *phrase* in the words of today's phrasebook."""
        return self.guide.current.phrases.say(phrase, **given)


@dataclass(frozen=True, slots=True)
class WhatsApp:
    """What a program with a WhatsApp sender has."""

    twilio: Twilio
    signatures: Signatures
    templates: Templates
    approvals: Approvals
    deliveries: DeliveryStore
    channel: WhatsAppChannel
    announcer: WhatsAppAnnouncer
    tracer: WhatsAppTracer


@dataclass(frozen=True, slots=True)
class Providers:
    """Who carries replies, announcements and files, by the name of the channel."""

    channels: Mapping[str, Channel]
    announcers: Mapping[str, Announcer]
    sources: Mapping[str, Fetch]
    telegram: Account | None = None
    whatsapp: WhatsApp | None = None

    @property
    def pace(self) -> Mapping[str, float]:
        """Return how many announcements a second each channel carries."""
        paces = {telegram.NAME: ANNOUNCING, inbound.NAME: _ANNOUNCING}
        return {name: paces[name].per_second for name in self.announcers}

    @property
    def tracers(self) -> Mapping[str, Tracer]:
        """Return who can tell later whether a message was taken, by the name of the channel."""
        return {inbound.NAME: self.whatsapp.tracer} if self.whatsapp else {}

    async def close(self) -> None:
        """Let go of every connection."""
        if self.telegram:
            await self.telegram.close()
        if self.whatsapp:
            self.whatsapp.twilio.close()


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


def connect(ground: Ground, channels: Mapping[str, Channel]) -> Providers:
    """Return the providers that the settings name, beside *channels*; nothing is called yet."""
    sending = dict(channels)
    announcers: dict[str, Announcer] = {}
    sources: dict[str, Fetch] = {}
    account = telegram_account(ground.settings, transport=ground.transport)
    if account:
        pacer = Pacer(ground.database)
        sending[telegram.NAME] = TelegramChannel(account, pacer=pacer, clock=ground.clock)
        announcers[telegram.NAME] = TelegramAnnouncer(account, pacer=pacer)
        fetching = partial(pacer.wait, telegram_files.LIMIT)
        sources[telegram.NAME] = TelegramFiles(account, pace=fetching).fetch
    whatsapp = _whatsapp(ground) if ground.settings.whatsapp else None
    if whatsapp:
        sending.setdefault(inbound.NAME, whatsapp.channel)
        announcers[inbound.NAME] = whatsapp.announcer
        sources[inbound.NAME] = TwilioFiles(whatsapp.twilio).fetch
    return Providers(sending, announcers, sources, account, whatsapp)


def _whatsapp(ground: Ground) -> WhatsApp:
    """Return the WhatsApp sender that the settings name."""
    settings, clock = ground.settings, ground.clock
    token = settings.twilio_auth_token.get_secret_value()
    transport = Transport(settings.twilio_api_base_url)
    twilio = Twilio(settings.twilio_account_sid, token, transport=transport)
    templates = Templates(twilio, TemplateStore(ground.database))
    approvals = Approvals(twilio, ApprovalStore(ground.database), clock=clock)
    pacer = Pacer(ground.database)
    quota = DailyQuota(ground.database, "whatsapp-day", most=settings.whatsapp_daily_tier)

    line = Line(
        settings.twilio_whatsapp_from,
        f"{settings.public_base_url}{TWILIO_REPORTS}",
        pace=lambda: pacer.wait(_REPLYING),
        pace_announcing=lambda: pacer.wait(_ANNOUNCING),
        pace_erasing=lambda: pacer.wait(_ERASING),
        may_begin=lambda: quota.take(clock.now()),
    )
    return WhatsApp(
        twilio=twilio,
        signatures=Signatures(token, settings.twilio_shared_key.get_secret_value()),
        templates=templates,
        approvals=approvals,
        deliveries=DeliveryStore(ground.database, ground.key),
        channel=WhatsAppChannel(line, twilio, templates=templates, clock=clock, say=ground.say),
        announcer=WhatsAppAnnouncer(line, twilio, approvals=approvals, clock=clock),
        tracer=WhatsAppTracer(line, twilio),
    )
