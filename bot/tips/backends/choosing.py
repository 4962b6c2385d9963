"""The backend that the settings name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from pysequoia import Cert

from bot.clock import Clock
from bot.database.engine import Database
from bot.errors import SettingsError
from bot.reporting_settings import ReportingSettings, is_loopback
from bot.tips.backends.email import EmailBackend, Envelope, MailServer, certificate_of
from bot.tips.backends.pdf import Letterhead
from bot.tips.backends.port import ReportingBackend
from bot.tips.backends.register import DeskLock, Register
from bot.tips.backends.signatures import WebhookKeys
from bot.tips.backends.webhook import WebhookBackend


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What backends are built in; *transport* carries HTTP in tests."""

    database: Database
    clock: Clock
    desk: DeskLock
    head: Callable[[], Letterhead]
    transport: httpx.AsyncBaseTransport | None = None


def backend_of(settings: ReportingSettings, around: Surroundings) -> ReportingBackend:
    """Return the backend for *settings*; raises SettingsError for a key that cannot be used."""
    if settings.reporting_backend == "webhook":
        return WebhookBackend(
            settings.reporting_url,
            WebhookKeys(settings.reporting_secrets),
            clock=around.clock,
            polls=settings.reporting_poll,
            transport=around.transport,
        )
    if settings.reporting_backend == "email":
        envelope = Envelope(
            settings.reporting_sender,
            settings.reporting_recipients,
            _certificate(settings.reporting_openpgp_key),
        )
        return EmailBackend(_server(settings), envelope, head=around.head, clock=around.clock)
    return Register(around.database, desk=around.desk, clock=around.clock)


def _server(settings: ReportingSettings) -> MailServer:
    """Return the mail server; only on this machine may a connection stay unencrypted."""
    url, port = settings.mail_server
    user, password = settings.mail_login
    host = url.hostname or ""
    tls = url.scheme == "smtps"
    upgrades = not tls and not is_loopback(host)
    return MailServer(host, port, tls, upgrades, user=user, password=password)


def _certificate(path: Path | None) -> Cert | None:
    """Return the recipients' certificate, None without one."""
    if path is None:
        return None
    try:
        return certificate_of(path.read_bytes())
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(f"REPORTING_OPENPGP_KEY: {path} {told}") from None
