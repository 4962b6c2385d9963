import asyncio

import pytest
from fakes import FakeClock
from twilio_double import ACCOUNT, BASE, MESSAGES, SENDER, TOKEN, FakeTwilio, Sent
from typer.testing import CliRunner

from bot import guiding
from bot.channels.whatsapp.deliveries import Report, State
from bot.cli import app
from bot.commands import serving, whatsapp
from bot.database.migrating import migrate
from bot.doctor import Finding
from bot.errors import SettingsError
from bot.questions.guide import LiveGuide
from bot.settings import Settings, read_settings
from bot.wiring import build

OWN = "whatsapp:+622150000000"


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, twilio: FakeTwilio, guide: LiveGuide) -> Settings:
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: guide)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("TWILIO_WHATSAPP_FROM", SENDER)
    monkeypatch.setenv("PUBLIC_BASE_URL", BASE)
    return read_settings()


def with_own_sender(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TWILIO_WHATSAPP_FROM", OWN)
    return read_settings()


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def found(settings: Settings) -> dict[str, Finding]:
    return {each.about: each for each in asyncio.run(whatsapp.findings(settings))}


@pytest.mark.usefixtures("configured")
def test_setup_makes_what_is_missing_and_says_what_is_left_to_do(
    twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("whatsapp", "setup")
    assert "13 menus made, 13 remembered" in told
    assert f"{BASE}{MESSAGES}" in told
    assert "Sandbox settings" in told
    with_own_sender(monkeypatch)
    told = run("whatsapp", "setup")
    assert "0 menus made, 13 remembered" in told
    assert "WhatsApp senders" in told
    assert len(twilio.contents) == 13


def test_setup_without_settings_says_which() -> None:
    with pytest.raises(SettingsError, match="TWILIO_ACCOUNT_SID"):
        run("whatsapp", "setup")


def test_the_doctor_says_when_whatsapp_is_off() -> None:
    assert "off: TWILIO_ACCOUNT_SID is not set" in run("doctor", "--live")


@pytest.mark.usefixtures("configured")
def test_the_doctor_finds_an_account_that_was_set_up_well() -> None:
    assert "FAIL whatsapp menus: 13 missing" in run("doctor", "--live", code=1)
    run("whatsapp", "setup")
    told = run("doctor", "--live")
    assert "ok   whatsapp account: active" in told
    assert "ok   whatsapp sender: the sandbox" in told
    assert "ok   whatsapp menus: all there" in told
    assert "ok   whatsapp errors: none lately" in told


def test_the_doctor_says_what_is_wrong_with_the_account(
    configured: Settings, twilio: FakeTwilio
) -> None:
    twilio.account = {"status": "active", "type": "Trial"}
    assert "verified numbers only" in found(configured)["whatsapp account"].text
    twilio.account["status"] = "suspended"
    finding = found(configured)["whatsapp account"]
    assert (finding.well, finding.text.partition(":")[0]) == (False, "suspended")


@pytest.mark.parametrize(
    ("senders", "well", "text"),
    [
        ([], False, "is no WhatsApp sender of this account"),
        ([{"sender_id": OWN, "status": "OFFLINE"}], False, "OFFLINE: open it"),
        ([{"sender_id": OWN, "status": "ONLINE", "webhook": {}}], False, "to nowhere: set"),
        ([{"sender_id": OWN, "status": "ONLINE"}], False, "to nowhere: set"),
        (
            [
                {
                    "sender_id": OWN,
                    "status": "ONLINE",
                    "webhook": {"callback_url": f"{BASE}{MESSAGES}"},
                }
            ],
            True,
            "online; messages come to",
        ),
    ],
)
@pytest.mark.usefixtures("configured")
def test_the_doctor_looks_at_the_sender_and_where_its_messages_go(
    senders: list[dict[str, object]],
    well: bool,  # noqa: FBT001
    text: str,
    twilio: FakeTwilio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twilio.senders = [{"sid": "XE1", **each} for each in senders]
    finding = found(with_own_sender(monkeypatch))["whatsapp sender"]
    assert (finding.well, text in finding.text) == (well, True), finding.text


def test_the_doctor_tells_the_last_errors_in_words(
    configured: Settings, twilio: FakeTwilio, clock: FakeClock
) -> None:
    twilio.sent = [Sent("SM1", "whatsapp:+1", "rahasia", made_at=clock.now(), code=63024)]
    migrate(configured.database)

    async def reported() -> None:
        services = build(configured)
        assert services.whatsapp
        report = Report("SM2", State.FAILED, 63016)
        await services.whatsapp.deliveries.note(report, now=clock.now())
        await services.close()

    asyncio.run(reported())
    text = found(configured)["whatsapp errors"].text
    assert "63016 (1): sent more than 24 hours" in text
    assert "63024 (1): the person cannot be reached" in text
    assert "rahasia" not in text


def test_a_wrong_token_is_told_in_words(
    configured: Settings, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio, "_route", refused)
    finding = found(configured)["whatsapp account"]
    assert (finding.well, "copy both again" in finding.text) == (False, True)


def test_an_account_that_answers_all_but_its_state_is_well(
    configured: Settings, twilio: FakeTwilio
) -> None:
    twilio.account["status"] = "unimplemented"
    finding = found(configured)["whatsapp account"]
    assert (finding.well, "not on its own state" in finding.text) == (True, True)


@pytest.mark.usefixtures("configured")
def test_serving_says_where_twilio_is_to_bring_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving.uvicorn, "run", lambda *_, **__: None)
    monkeypatch.setattr(serving, "_refuse_taken", lambda *_: None)
    told = run("serve")
    assert f"WhatsApp:  {BASE}{MESSAGES}" in told
    assert "WhatsApp (" not in told


@pytest.mark.usefixtures("configured")
def test_reminders_are_submitted_once_and_their_standing_is_told(twilio: FakeTwilio) -> None:
    told = run("whatsapp", "templates", "submit")
    count = len(twilio.approvals)
    assert count >= 14
    assert f"{count} templates made, {count} there." in told
    assert "need a number of your own" in told
    assert f"0 templates made, {count} there." in run("whatsapp", "templates", "submit")
    assert len(twilio.contents) == count
    name = next(iter(twilio.approvals.values()))["name"]
    twilio.decide(name, "approved", category="MARKETING")
    lines = run("whatsapp", "templates", "status").splitlines()
    (line,) = [each for each in lines if name in each]
    assert line.split()[:2] == ["approved", "marketing"]
    assert len([each for each in lines if each.startswith("received")]) == count - 1


def test_the_doctor_looks_at_the_templates(configured: Settings, twilio: FakeTwilio) -> None:
    finding = found(configured)["whatsapp templates"]
    assert (finding.well, "templates submit" in finding.text) == (True, True)
    run("whatsapp", "templates", "submit")
    first, second, *_ = [each["name"] for each in twilio.approvals.values()]
    twilio.decide(first, "approved")
    finding = found(configured)["whatsapp templates"]
    assert (finding.well, finding.text.split()[0]) == (True, "1")
    twilio.decide(second, "rejected", why="TAG_CONTENT_MISMATCH")
    finding = found(configured)["whatsapp templates"]
    assert (finding.well, second in finding.text) == (False, True)


def test_templates_without_settings_say_which() -> None:
    with pytest.raises(SettingsError, match="TWILIO_ACCOUNT_SID"):
        run("whatsapp", "templates", "status")


def refused(*_: object) -> tuple[int, object]:
    return 401, {"code": 20003, "message": "Authenticate", "status": 401}
