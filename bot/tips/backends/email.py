"""Reports by e-mail: the PDF and the evidence, encrypted with OpenPGP where a key is set.

A mail cannot be taken back and a server does not know a repetition: so a mail whose acceptance got
lost is Unknown, and a person finds out. Nothing of the report stands in the subject.
"""

import asyncio
from collections.abc import Callable, Sequence
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from pysequoia import Cert, encrypt

from bot.clock import Clock
from bot.errors import NeverAgain
from bot.tips.backends import words
from bot.tips.backends.pdf import Letterhead, printed
from bot.tips.backends.port import File, Reason
from bot.tips.backends.smtp import Envelope, PostOffice
from bot.tips.tip import Package, Status

LARGEST = 18 * 1024 * 1024  # of evidence; in base64 this is what most servers still take


class EmailBackend:
    """Mail each report once; *certificates* are the recipients' keys, none for clear mails."""

    name = "email"
    repeatable = False
    accepted = Status.FORWARDED

    def __init__(
        self,
        post: PostOffice,
        envelope: Envelope,
        *,
        certificates: tuple[Cert, ...],
        head: Callable[[], Letterhead],
        clock: Clock,
    ) -> None:
        self._post = post
        self._envelope = envelope
        self._certificates = certificates
        self._head = head
        self._clock = clock

    async def submit(self, package: Package, files: Sequence[File], *, key: str) -> str:
        """Mail *package* and return its Message-ID without brackets.

        Raises TryLater where nothing was handed in, NeverAgain where it was refused, and Unknown
        where the server did not say.
        """
        if sum(each.evidence.size for each in files) > LARGEST:
            raise NeverAgain(Reason.TOO_LARGE)
        message = await asyncio.to_thread(self._message, package, files, key=key)
        await asyncio.to_thread(self._post.send, message, self._envelope)
        return key

    async def status(self, reference: str) -> Status | None:
        """Return None: mails are answered by people."""
        del reference
        return None

    async def close(self) -> None:
        """Hold nothing open."""

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
        outer = _encrypted(inner, self._certificates) if self._certificates else inner
        outer["From"] = self._envelope.sender
        outer["To"] = ", ".join(self._envelope.recipients)
        outer["Subject"] = head.say(words.SUBJECT, nomor=key[:8])
        outer["Message-ID"] = f"<{key}@{self._envelope.sender.rpartition('@')[2]}>"
        outer["Date"] = format_datetime(self._clock.now())
        return outer.as_bytes()


def certificates_in(text: bytes) -> tuple[Cert, ...]:
    """Return the OpenPGP certificates in *text*; raises ValueError where one cannot encrypt."""
    try:
        found = tuple(Cert.split_bytes(text))
        encrypt(b"", recipients=found)
    except Exception as error:
        raise ValueError("holds no OpenPGP public key that can be encrypted to") from error
    return found


def _encrypted(inner: EmailMessage, certificates: tuple[Cert, ...]) -> EmailMessage:
    """Return *inner* as PGP/MIME (RFC 3156)."""
    outer = EmailMessage(policy=policy.SMTP)
    outer["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"'
    control = MIMEPart(policy=policy.SMTP)
    control.set_content(
        b"Version: 1\r\n", maintype="application", subtype="pgp-encrypted", cte="7bit"
    )
    sealed = MIMEPart(policy=policy.SMTP)
    text = encrypt(inner.as_bytes(), recipients=certificates)
    sealed.set_content(
        text, maintype="application", subtype="octet-stream", cte="7bit", filename="encrypted.asc"
    )
    outer.set_payload([control, sealed])
    return outer
