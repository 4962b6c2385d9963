"""Handing a mail in, and knowing whether it was taken."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.errors import NeverAgain, TryLater, Unknown
from bot.tips.backends.port import Reason

_SECONDS = 60.0
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in; *tls* from the first byte, else by STARTTLS when *upgrades*."""

    host: str
    port: int
    tls: bool
    upgrades: bool
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom mails come from and go to."""

    sender: str
    recipients: tuple[str, ...]


class PostOffice:
    """Hand mails in at one server, over encrypted connections."""

    def __init__(self, server: MailServer, *, context: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._context = context or ssl.create_default_context()

    def send(self, message: bytes, envelope: Envelope) -> None:
        """Hand *message* in.

        Raises TryLater where nothing was handed in, NeverAgain where it was refused, and Unknown
        where the server did not say; each with a word of ours, because a server may repeat a mail.
        """
        with _told(Reason.UNREACHABLE):
            connection = self._connected()
        try:
            with _told(Reason.UNREACHABLE):
                self._introduce(connection, envelope)
            _hand_in(connection, message)
        finally:
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        """Return a connection; the machine's own name is not told."""
        server = self._server
        name = "[127.0.0.1]"
        if server.tls:
            return smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=_SECONDS, context=self._context
            )
        return smtplib.SMTP(server.host, server.port, name, timeout=_SECONDS)

    def _introduce(self, connection: smtplib.SMTP, envelope: Envelope) -> None:
        """Encrypt the connection, log in, and say whom the mail is from and for."""
        if self._server.upgrades:
            connection.starttls(context=self._context)
        connection.ehlo_or_helo_if_needed()
        if self._server.user:
            connection.login(self._server.user, self._server.password)
        _accept(connection.mail(envelope.sender))
        for each in envelope.recipients:
            _accept(connection.rcpt(each))


def _hand_in(connection: smtplib.SMTP, message: bytes) -> None:
    """Send the mail itself; from here on a silence leaves it in doubt."""
    try:
        code, _ = connection.data(message)
    except smtplib.SMTPDataError as error:  # the server did not want to begin
        raise _refusal(error.smtp_code) from None
    except (smtplib.SMTPException, OSError, ValueError):
        raise Unknown(Reason.LOST_ANSWER) from None
    _accept((code, b""))


@contextmanager
def _told(reason: Reason) -> Iterator[None]:
    """Raise TryLater for whatever goes wrong before anything was handed in."""
    try:
        yield
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        raise TryLater(Reason.NOT_ADMITTED) from None
    except (smtplib.SMTPException, OSError, ValueError):
        raise TryLater(reason) from None


def _accept(answer: tuple[int, bytes]) -> None:
    """Return when a server said yes; raises TryLater or NeverAgain."""
    code = answer[0]
    if not 200 <= code < 300:  # noqa: PLR2004 - RFC 5321: 2yz is a yes
        raise _refusal(code)


def _refusal(code: int) -> TryLater | NeverAgain:
    """Return what a no of *code* means: 5yz stays a no."""
    return NeverAgain(Reason.REFUSED) if code >= _PERMANENT else TryLater(Reason.BUSY)
