from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from fakes import FakeClock
from forwarding import PICTURE, Counter
from mailing import HALF, SILENT, MailDouble, mail_server
from pysequoia import Tsk, decrypt
from tipping import CONTENT, STORY, Office, everything

from bot.errors import SettingsError
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.tips.backends import smtp
from bot.tips.backends.email import LARGEST
from bot.tips.forwarding.sending import LEASE
from bot.tips.tip import Content, Evidence, Status
from bot.wiring import build

ALONE = Content(CONTENT.account)

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def mail() -> Iterator[MailDouble]:
    with mail_server() as double:
        yield double


@pytest.fixture(scope="session")
def secret() -> Tsk:
    return Tsk.generate("Bawaslu <aduan@bawaslu.test>")


def chosen(settings: Settings, mail: MailDouble, **more: object) -> Settings:
    given = {"reporting_email_clear": True, **more}
    return Settings(
        _env_file=None,
        database_url=settings.database_url.get_secret_value(),
        data_dir=settings.data_dir,
        reporting_backend="email",
        smtp_url=f"smtp://127.0.0.1:{mail.port}",
        reporting_email="aduan@bawaslu.test, ketua@bawaslu.test",
        reporting_sender="jaganetral@depok.test",
        **given,
    )


async def counter_for(settings: Settings, clock: FakeClock, guide: LiveGuide) -> Counter:
    services = build(settings, clock=clock, guide=guide)
    await services.forwarder.announce()
    office = Office(services.database, services.key, clock)
    await office.opens()
    return Counter(services, office, clock)


@pytest.fixture
async def counter(
    settings: Settings, mail: MailDouble, clock: FakeClock, guide: LiveGuide
) -> AsyncIterator[Counter]:
    """A desk that forwards by clear mail."""
    made = await counter_for(chosen(settings, mail), clock, guide)
    yield made
    await made.services.close()


async def test_a_mail_has_the_report_and_the_evidence_and_no_story_in_its_head(
    counter: Counter, mail: MailDouble
) -> None:
    tip = await counter.forwards(replace(CONTENT, evidence=(await counter.evidence(),)))
    assert await counter.services.forwarder.run() == 1
    message = message_from_bytes(mail.mails[0], policy=policy.default)
    parts = {each.get_filename(): each.get_content() for each in message.iter_attachments()}
    assert parts["laporan.pdf"].startswith(b"%PDF")
    assert parts["bukti-1.jpg"] == PICTURE
    assert message["to"] == "aduan@bawaslu.test, ketua@bawaslu.test"
    assert message["subject"] == f"Informasi awal {counter.sent[0][:8]}"
    assert message["message-id"] == f"<{counter.sent[0]}@depok.test>"
    assert b"Kukusan" not in mail.mails[0]
    assert await counter.status(tip) is Status.FORWARDED
    assert "ehlo [127.0.0.1]" in mail.heard


async def test_a_mail_to_a_key_can_be_read_by_its_holder_alone(
    settings: Settings,
    mail: MailDouble,
    clock: FakeClock,
    guide: LiveGuide,
    secret: Tsk,
    tmp_path: Path,
) -> None:
    path = tmp_path / "bawaslu.asc"
    other = Tsk.generate("Ketua <ketua@bawaslu.test>")
    path.write_bytes(b"".join(bytes(each.extract_certificate()) for each in (other, secret)))
    counter = await counter_for(
        chosen(settings, mail, reporting_openpgp_key=path, reporting_email_clear=False),
        clock,
        guide,
    )
    await counter.forwards(replace(CONTENT, evidence=(await counter.evidence(),)))
    assert await counter.services.forwarder.run() == 1
    await counter.services.close()
    message = message_from_bytes(mail.mails[0], policy=policy.default)
    assert message.get_content_type() == "multipart/encrypted"
    control, sealed = message.iter_parts()
    assert control.get_content() == b"Version: 1\r\n"
    opened = decrypt(sealed.get_content(), decryptor=secret.decryptor()).bytes
    inner = message_from_bytes(opened, policy=policy.default)
    names = [each.get_filename() for each in inner.iter_attachments()]
    assert names == ["laporan.pdf", "bukti-1.jpg"]
    assert b"%PDF" not in mail.mails[0]


async def test_a_lost_answer_is_unknown_and_not_sent_again(
    counter: Counter, mail: MailDouble
) -> None:
    mail.silent_after_mail = True
    await counter.forwards(ALONE)
    await counter.services.forwarder.run()
    counter.clock.forward(days=2)
    await counter.services.forwarder.run()
    row = await counter.row()
    assert (row["state"], row["reason"], len(mail.mails)) == ("unknown", "lost-answer", 1)


async def test_a_server_that_is_down_for_days_gets_one_mail_and_the_story_is_nowhere(
    counter: Counter,
    mail: MailDouble,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    mail.troubles = [
        {"HELLO": SILENT},
        {"RCPT": SILENT},
        {"HELLO": f"554 {STORY}"},
        {"HELLO": "HTTP/1.1 400 Bad Request\r\n\r\n<html>Pemeliharaan</html>"},
        {"HELLO": HALF},
        {"EHLO": "421 later", "HELO": "421 later"},
        {"MAIL": f"451 {STORY}"},
        {"RCPT": "450 slow down"},
        {"DATA": f"452 {STORY}"},
        {"END": "451 later"},
        {},
    ]
    caplog.set_level("DEBUG")
    tip = await counter.forwards(ALONE)
    with monkeypatch.context() as hasty:
        hasty.setattr(smtp, "_SECONDS", 0.3)
        await counter.passes(timedelta(minutes=2))
    await counter.passes(timedelta(days=3), step=timedelta(minutes=15))
    assert mail.troubles == []
    assert len(mail.mails) == 2  # the first was refused after its last line
    row = await counter.row()
    assert (row["state"], await counter.status(tip)) == ("sent", Status.FORWARDED)
    kept = caplog.text + await everything(counter.services.database)
    assert [each for each in ("membagikan", "Kukusan.", "tetangga") if each in kept] == []


async def test_a_claim_that_a_dead_worker_left_is_unknown(
    counter: Counter, mail: MailDouble
) -> None:
    await counter.forwards(ALONE)
    store = counter.services.forwarder._store
    async with counter.services.database.transaction() as connection:
        await store.claim_due(connection, "email", now=counter.clock.now(), lease=LEASE)
    counter.clock.moment += LEASE.span
    await counter.services.forwarder.run()
    row = await counter.row()
    assert (row["state"], row["reason"], mail.mails) == ("unknown", "lost-answer", [])


@pytest.mark.parametrize(
    ("command", "answer", "state", "reason"),
    [
        ("HELLO", f"554 {STORY}", "waiting", "unreachable"),
        ("EHLO", "421 later", "waiting", "unreachable"),
        ("MAIL", f"451 {STORY}", "waiting", "busy"),
        ("RCPT", f"550 {STORY}", "dead", "refused"),
        ("DATA", f"452 {STORY}", "waiting", "busy"),
        ("DATA", f"554 {STORY}", "dead", "refused"),
        ("END", f"451 {STORY}", "waiting", "busy"),
        ("END", f"552 {STORY}", "dead", "refused"),
    ],
)
async def test_a_no_is_kept_as_one_word(
    command: str,
    answer: str,
    state: str,
    reason: str,
    counter: Counter,
    mail: MailDouble,
    caplog: pytest.LogCaptureFixture,
) -> None:
    mail.answers = {command: answer, "HELO": answer if command == "EHLO" else "250 yes"}
    await counter.forwards(ALONE)
    await counter.services.forwarder.run()
    row = await counter.row()
    assert (row["state"], row["reason"]) == (state, reason)
    assert STORY not in caplog.text + await everything(counter.services.database)


async def test_without_starttls_nothing_is_handed_in_elsewhere(
    counter: Counter, mail: MailDouble
) -> None:
    post = counter.services.forwarder._worker.backend._post
    post._server = replace(post._server, upgrades=True, user="u", password="p")
    await counter.forwards(ALONE)
    await counter.services.forwarder.run()
    assert (await counter.row())["reason"] == "not-admitted"
    assert not [each for each in mail.heard if each.startswith(("mail", "AUTH"))]


async def test_a_login_that_is_not_offered_is_a_matter_for_the_operator(
    counter: Counter, mail: MailDouble
) -> None:
    post = counter.services.forwarder._worker.backend._post
    post._server = replace(post._server, user="u", password="p")
    await counter.forwards(ALONE)
    await counter.services.forwarder.run()
    row = await counter.row()
    assert (row["state"], row["reason"]) == ("waiting", "not-admitted")


async def test_a_server_by_tls_is_spoken_to_in_tls_from_the_start(
    counter: Counter, mail: MailDouble
) -> None:
    post = counter.services.forwarder._worker.backend._post
    post._server = replace(post._server, tls=True)
    await counter.forwards(ALONE)
    await counter.services.forwarder.run()
    assert (await counter.row())["reason"] == "unreachable"
    assert mail.mails == []


async def test_evidence_that_no_mail_can_hold_is_a_dead_letter(counter: Counter) -> None:
    large = Evidence("e" * 32, "video/mp4", LARGEST + 1, "a" * 64, cleaned=False, key=b"k" * 32)
    await counter.forwards(replace(CONTENT, evidence=(large,)))
    await counter.services.forwarder.run()
    assert (await counter.row())["reason"] == "too-large"
    assert await counter.services.forwarder.poll() == 0


@pytest.mark.parametrize("text", [None, b"", b"-----BEGIN PGP PUBLIC KEY BLOCK-----"])
async def test_a_key_that_cannot_be_used_is_refused_at_the_start(
    text: bytes | None,
    settings: Settings,
    mail: MailDouble,
    clock: FakeClock,
    guide: LiveGuide,
    tmp_path: Path,
) -> None:
    path = tmp_path / "key.asc"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(SettingsError, match="REPORTING_OPENPGP_KEY"):
        build(chosen(settings, mail, reporting_openpgp_key=path), clock=clock, guide=guide)
