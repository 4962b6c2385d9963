"""Reports by e-mail: the PDF and the evidence, encrypted with OpenPGP where a key is set.

A mail cannot be taken back and a server does not know a repetition: so a mail whose acceptance got
lost is Unknown, and a person finds out. Nothing of the report stands in the subject.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from pysequoia import Cert, encrypt

from bot.clock import Clock
from bot.errors import NeverAgain, TryLater, Unknown
from bot.tips.backends import words
from bot.tips.backends.pdf import Letterhead, printed
from bot.tips.backends.port import File, Reason
from bot.tips.tip import Package, Status

LARGEST = 18 * 1024 * 1024  # of evidence; in base64 this is what most servers still take

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
    """Whom mails come from and go to; *certificate* is the recipient's OpenPGP key, or None."""

    sender: str
    recipients: tuple[str, ...]
    certificate: Cert | None


class EmailBackend:
    """Mail each report once."""

    name = "email"
    repeatable = False
    accepted = Status.FORWARDED

    def __init__(
        self,
        server: MailServer,
        envelope: Envelope,
        *,
        head: Callable[[], Letterhead],
        clock: Clock,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._envelope = envelope
        self._head = head
        self._clock = clock
        self._context = context or ssl.create_default_context()

    async def submit(self, package: Package, files: Sequence[File], *, key: str) -> str:
        """Mail *package* and return its Message-ID without brackets.

        Raises TryLater where nothing was handed in, NeverAgain where it was refused, and Unknown
        where the server did not say.
        """
        if sum(each.evidence.size for each in files) > LARGEST:
            raise NeverAgain(Reason.TOO_LARGE)
        message = await asyncio.to_thread(self._message, package, files, key=key)
        await asyncio.to_thread(self._send, message)
        return key

    async def status(self, reference: str) -> Status | None:
        """Return None: mails are answered by people."""
        del reference
        return None

    def _message(self, package: Package, files: Sequence[File], *, key: str) -> bytes:
        """Return the whole mail."""
        head = self._head()
        inner = EmailMessage(policy=policy.SMTP)
        inner.set_content(head.say(words.LETTER))
        pdf = printed(package, key, head=head)
        inner.add_attachment(pdf, maintype="application", subtype="pdf", filename="laporan.pdf")
        for file in files:
            kind, _, subkind = file.evidence.kind.partition("/")
            content = b"".join(file.chunks())
            inner.add_attachment(content, maintype=kind, subtype=subkind, filename=file.name)
        outer = (
            _encrypted(inner, self._envelope.certificate) if self._envelope.certificate else inner
        )
        outer["From"] = self._envelope.sender
        outer["To"] = ", ".join(self._envelope.recipients)
        outer["Subject"] = head.say(words.SUBJECT, nomor=key[:8])
        outer["Message-ID"] = f"<{key}@{self._envelope.sender.rpartition('@')[2]}>"
        outer["Date"] = format_datetime(self._clock.now())
        return outer.as_bytes()

    def _send(self, message: bytes) -> None:
        """Hand *message* in; errors carry words of ours, because a server may repeat the mail."""
        with _told(Reason.UNREACHABLE):
            connection = self._connected()
        try:
            with _told(Reason.UNREACHABLE):
                self._introduce(connection)
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

    def _introduce(self, connection: smtplib.SMTP) -> None:
        """Encrypt the connection, log in, and say whom the mail is from and for."""
        if self._server.upgrades:
            connection.starttls(context=self._context)
        connection.ehlo_or_helo_if_needed()
        if self._server.user:
            connection.login(self._server.user, self._server.password)
        _accept(connection.mail(self._envelope.sender))
        for each in self._envelope.recipients:
            _accept(connection.rcpt(each))


def certificate_of(text: bytes) -> Cert:
    """Return the OpenPGP certificate in *text*; raises ValueError where it cannot encrypt."""
    try:
        found = Cert.from_bytes(text)
        encrypt(b"", recipients=[found])
    except Exception as error:
        raise ValueError("holds no OpenPGP public key that can be encrypted to") from error
    return found


def _encrypted(inner: EmailMessage, certificate: Cert) -> EmailMessage:
    """Return *inner* as PGP/MIME (RFC 3156)."""
    outer = EmailMessage(policy=policy.SMTP)
    outer["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"'
    control = MIMEPart(policy=policy.SMTP)
    control.set_content(
        b"Version: 1\r\n", maintype="application", subtype="pgp-encrypted", cte="7bit"
    )
    sealed = MIMEPart(policy=policy.SMTP)
    text = encrypt(inner.as_bytes(), recipients=[certificate])
    sealed.set_content(
        text, maintype="application", subtype="octet-stream", cte="7bit", filename="encrypted.asc"
    )
    outer.set_payload([control, sealed])
    return outer


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
