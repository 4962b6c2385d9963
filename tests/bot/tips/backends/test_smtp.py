"""Mails over TLS, with certificates that are good, unknown, or somebody else's."""

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from mailing import MailDouble, mail_server

from bot.errors import TryLater
from bot.tips.backends.smtp import Envelope, MailServer, PostOffice

ENVELOPE = Envelope("jaganetral@depok.test", ("aduan@bawaslu.test",))
HERE, ELSEWHERE = "IP:127.0.0.1", "DNS:mail.elsewhere.test"

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificates that vouch for themselves: for this machine, and for another."""
    made = tmp_path_factory.mktemp("certificates")
    for name, who in (("here", HERE), ("elsewhere", ELSEWHERE)):
        files = ["-keyout", str(made / f"{name}.key"), "-out", str(made / f"{name}.pem")]
        words = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *files]
        about = ["-subj", "/CN=mail", "-addext", f"subjectAltName={who}", "-days", "2"]
        subprocess.run(["openssl", "req", "-x509", *words, *about], check=True, capture_output=True)
    return made


@pytest.fixture
def mail() -> Iterator[MailDouble]:
    with mail_server() as double:
        yield double


def shows(mail: MailDouble, folder: Path, name: str) -> None:
    """Have *mail* show the certificate that is called *name*."""
    mail.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mail.context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    mail.answers["AUTH"] = "235 welcome"


def post(mail: MailDouble, way: str, *, trusted: Path | None = None) -> PostOffice:
    """Return a post office that believes the certificate *trusted*, else the system's."""
    mail.at_once = way == "tls"
    server = MailServer(
        "127.0.0.1", mail.port, mail.at_once, not mail.at_once, user="u", password="rahasia"
    )
    context = ssl.create_default_context(cafile=trusted) if trusted else None
    return PostOffice(server, context=context)


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_a_mail_and_the_password_go_over_an_encrypted_connection(
    way: str, mail: MailDouble, folder: Path
) -> None:
    shows(mail, folder, "here")
    post(mail, way, trusted=folder / "here.pem").send(b"Rahasia.\r\n", ENVELOPE)
    assert mail.mails == [b"Rahasia.\r\n"]
    assert [each.split(" ")[0].upper() for each in mail.overheard] == (
        [] if way == "tls" else ["EHLO", "STARTTLS"]
    )
    assert any(each.startswith("AUTH PLAIN") for each in mail.heard)


@pytest.mark.parametrize("way", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("shown", "trusted"), [("here", None), ("elsewhere", "elsewhere")], ids=["unknown", "other"]
)
def test_to_a_server_whose_certificate_is_refused_nothing_is_said(
    shown: str, trusted: str | None, way: str, mail: MailDouble, folder: Path
) -> None:
    shows(mail, folder, shown)
    believed = folder / f"{trusted}.pem" if trusted else None
    with pytest.raises(TryLater, match="unreachable"):
        post(mail, way, trusted=believed).send(b"Rahasia.\r\n", ENVELOPE)
    assert mail.mails == []
    assert not any(each.upper().startswith(("AUTH", "MAIL")) for each in mail.heard)
