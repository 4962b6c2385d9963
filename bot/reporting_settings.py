"""The environment variables of reporting backends: where forwarded tips go."""

import base64
import binascii
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr, model_validator
from pydantic_settings import BaseSettings

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*", re.ASCII)
_SHORTEST_SECRET = 24  # bytes, as Standard Webhooks asks
_PORTS = {"smtp": 587, "smtps": 465}


def is_loopback(host: str) -> bool:
    """Tell whether *host* is this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("bawaslu.example.id")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reporting_url(value: str) -> str:
    """Return *value* when it is empty or an address that is encrypted on its way."""
    if not value:
        return ""
    url = _split(value)
    safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or ""))
    if not safe or not url.hostname or url.username or url.fragment:
        raise ValueError("write an address that begins with https://, without user or #")
    return value.rstrip("/")


def _signing_secret(value: SecretStr) -> SecretStr:
    """Return *value* when it is empty or a secret as Standard Webhooks writes it."""
    text = value.get_secret_value()
    if not text:
        return value
    try:
        secret = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not text.startswith("whsec_") or len(secret) < _SHORTEST_SECRET:
        raise ValueError('make one with `echo "whsec_$(openssl rand -base64 32)"`')
    return value


def _smtp_url(value: SecretStr) -> SecretStr:
    """Return *value* when it is empty or names a mail server."""
    text = value.get_secret_value()
    if text:
        url = _split(text)
        if url.scheme not in _PORTS or not url.hostname or url.path not in {"", "/"}:
            raise ValueError("write smtps://user:password@host or smtp://user:password@host:587")
    return value


def _mail_addresses(value: str) -> str:
    """Return *value* when it is empty or mail addresses with commas between them."""
    wrong = [each for each in _listed(value) if not _MAIL.fullmatch(each)]
    if wrong:
        raise ValueError("write addresses such as aduan@bawaslu.example.id, with commas between")
    return value


def _listed(value: str) -> list[str]:
    """Return what stands between the commas of *value*."""
    return [each.strip() for each in value.split(",") if each.strip()]


def _split(value: str) -> SplitResult:
    """Return the parts of a URL; raises ValueError without repeating it."""
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError:
        raise ValueError("is no address: mind the port and the brackets") from None
    return url


class ReportingSettings(BaseSettings):
    """Where forwarded tips go; each name is the environment variable in lower case."""

    reporting_backend: Literal["register", "webhook", "email"] = "register"
    reporting_url: Annotated[str, AfterValidator(_reporting_url)] = ""
    reporting_secret: Annotated[SecretStr, AfterValidator(_signing_secret)] = SecretStr("")
    reporting_old_secret: Annotated[SecretStr, AfterValidator(_signing_secret)] = SecretStr("")
    reporting_poll: bool = False
    smtp_url: Annotated[SecretStr, AfterValidator(_smtp_url)] = SecretStr("")
    reporting_email: Annotated[str, AfterValidator(_mail_addresses)] = ""
    reporting_sender: Annotated[str, AfterValidator(_mail_addresses)] = ""
    reporting_openpgp_key: Annotated[Path | None, BeforeValidator(lambda v: v or None)] = None
    reporting_email_clear: bool = False

    @model_validator(mode="after")
    def _backend_is_whole(self) -> Self:
        """Refuse a backend that lacks something: it would fail when a tip is already forwarded."""
        needed = {
            "register": {},
            "webhook": {
                "REPORTING_URL": self.reporting_url,
                "REPORTING_SECRET": self.reporting_secret.get_secret_value(),
            },
            "email": {
                "SMTP_URL": self.smtp_url.get_secret_value(),
                "REPORTING_EMAIL": self.reporting_email,
                "REPORTING_SENDER": self.reporting_sender,
            },
        }[self.reporting_backend]
        if missing := [name for name, value in needed.items() if not value]:
            raise ValueError(f"{', '.join(missing)}: set for REPORTING_BACKEND={self._chosen}")
        return self

    @model_validator(mode="after")
    def _email_is_closed(self) -> Self:
        """Refuse mails that anybody on their way can read, unless that is said in so many words."""
        if self._chosen == "email" and not (
            self.reporting_openpgp_key or self.reporting_email_clear
        ):
            raise ValueError(
                "REPORTING_OPENPGP_KEY: set the file of the recipient's public key; mail servers "
                "keep stories and evidence readable otherwise (REPORTING_EMAIL_CLEAR=yes says so)"
            )
        return self

    @property
    def reporting_secrets(self) -> tuple[str, ...]:
        """Return the secrets that are believed, the newest first."""
        both = (self.reporting_secret, self.reporting_old_secret)
        return tuple(each.get_secret_value() for each in both if each.get_secret_value())

    @property
    def reporting_recipients(self) -> tuple[str, ...]:
        """Return the addresses that reports are mailed to."""
        return tuple(_listed(self.reporting_email))

    @property
    def mail_server(self) -> tuple[SplitResult, int]:
        """Return where mails are handed in, and the port."""
        url = urlsplit(self.smtp_url.get_secret_value())
        return url, url.port or _PORTS.get(url.scheme, 0)

    @property
    def mail_login(self) -> tuple[str, str]:
        """Return user and password at the mail server, "" for none."""
        url, _ = self.mail_server
        return unquote(url.username or ""), unquote(url.password or "")

    @property
    def _chosen(self) -> str:
        """Return the backend."""
        return self.reporting_backend
