"""Build what forwards tips: the backend that the settings name, who sends, and who settles."""

from collections.abc import Callable
from pathlib import Path

from pysequoia import Cert

from bot.errors import SettingsError
from bot.keypair import KeyPair
from bot.providers import Ground
from bot.questions.guide import LiveGuide
from bot.reporting_settings import ReportingSettings, is_loopback
from bot.settings import Settings
from bot.tips.backends.email import EmailBackend, certificates_in
from bot.tips.backends.pdf import Letterhead
from bot.tips.backends.port import ReportingBackend
from bot.tips.backends.register import Register
from bot.tips.backends.signatures import WebhookKeys
from bot.tips.backends.smtp import Envelope, MailServer, PostOffice
from bot.tips.backends.webhook import WebhookBackend
from bot.tips.evidence.files import Store
from bot.tips.forwarding.sending import Forwarder
from bot.tips.forwarding.settling import Settling
from bot.tips.forwarding.store import ForwardingStore
from bot.tips.forwarding.worker import Worker
from bot.tips.keys import worker_key
from bot.tips.progress import Progress, desk_lock


def forwarding(ground: Ground, files: Store) -> tuple[Forwarder, Settling]:
    """Return what sends forwarded tips, and what settles them.

    Raises SettingsError for an OpenPGP key that cannot be used.
    """
    settings, clock = ground.settings, ground.clock
    store, settle = ForwardingStore(ground.key), Progress(ground.key, clock=clock).settle
    worker = Worker(backend_of(ground), files, _pair(settings))

    return (
        Forwarder(ground.database, store, settle=settle, clock=clock, worker=worker),
        Settling(ground.database, store, settle=settle, clock=clock, say=ground.say),
    )


def letterhead(guide: LiveGuide) -> Letterhead:
    """Return what reports are printed with."""
    current = guide.current
    targets = {each.id: each.name for each in current.library.targets}
    offices = {each.code: each.name for each in current.library.offices}
    return Letterhead(current.phrases.say, targets, offices)


def backend_of(ground: Ground) -> ReportingBackend:
    """Return the backend that the settings name; raises SettingsError."""
    settings, clock = ground.settings, ground.clock
    if settings.reporting_backend == "webhook":
        return WebhookBackend(
            settings.reporting_url,
            WebhookKeys(settings.reporting_secrets),
            clock=clock,
            polls=settings.reporting_poll,
            transport=ground.transport,
        )
    if settings.reporting_backend == "email":
        return EmailBackend(
            PostOffice(_server(settings)),
            Envelope(settings.reporting_sender, settings.reporting_recipients),
            certificates=_certificates(settings.reporting_openpgp_key),
            head=lambda: letterhead(ground.guide),
            clock=clock,
        )
    return Register(ground.database, desk=desk_lock, clock=clock)


def _pair(settings: Settings) -> Callable[[], KeyPair]:
    """Return what finds the worker's key pair once it is needed."""
    configured = settings.worker_key.get_secret_value()
    return lambda: worker_key(configured, settings.worker_key_file)


def _server(settings: ReportingSettings) -> MailServer:
    """Return the mail server; only on this machine may a connection stay unencrypted."""
    url, port = settings.mail_server
    user, password = settings.mail_login
    host = url.hostname or ""
    tls = url.scheme == "smtps"
    upgrades = not tls and not is_loopback(host)
    return MailServer(host, port, tls, upgrades, user=user, password=password)


def _certificates(path: Path | None) -> tuple[Cert, ...]:
    """Return the recipients' certificates, none without a file."""
    if path is None:
        return ()
    try:
        return certificates_in(path.read_bytes())
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(f"REPORTING_OPENPGP_KEY: {path}: {told}") from None
