import pytest

from bot.errors import SettingsError
from bot.settings import read_settings

SECRET = "whsec_" + "A" * 43 + "="
WEBHOOK = {
    "REPORTING_BACKEND": "webhook",
    "REPORTING_URL": "https://bawaslu.example.id/aduan/",
    "REPORTING_SECRET": SECRET,
}
EMAIL = {
    "REPORTING_BACKEND": "email",
    "SMTP_URL": "smtps://depok%40x:p%2Fw@mail.example.id",
    "REPORTING_EMAIL": "a@bawaslu.example.id, b@bawaslu.example.id",
    "REPORTING_SENDER": "jaganetral@depok.example.id",
    "REPORTING_OPENPGP_KEY": "bawaslu.asc",
}


def given(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_without_any_variable_tips_go_to_the_register() -> None:
    settings = read_settings()
    assert (settings.reporting_backend, settings.reporting_secrets) == ("register", ())


def test_a_whole_webhook_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, {**WEBHOOK, "REPORTING_OLD_SECRET": SECRET.replace("A", "B")})
    settings = read_settings()
    assert settings.reporting_url == "https://bawaslu.example.id/aduan"
    assert settings.reporting_secrets == (SECRET, SECRET.replace("A", "B"))


def test_a_whole_mail_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, EMAIL)
    settings = read_settings()
    assert settings.mail_server[1] == 465
    assert settings.mail_login == ("depok@x", "p/w")
    assert settings.reporting_recipients == ("a@bawaslu.example.id", "b@bawaslu.example.id")


@pytest.mark.parametrize(
    ("whole", "name", "value", "advice"),
    [
        (WEBHOOK, "REPORTING_BACKEND", "fax", "REPORTING_BACKEND"),
        (WEBHOOK, "REPORTING_URL", "", "REPORTING_URL: set for"),
        (WEBHOOK, "REPORTING_URL", "http://bawaslu.example.id", "https://"),
        (WEBHOOK, "REPORTING_URL", "https://user@bawaslu.example.id", "without user"),
        (WEBHOOK, "REPORTING_URL", "https://bawaslu.example.id:x", "mind the port"),
        (WEBHOOK, "REPORTING_URL", "https://", "https://"),
        (WEBHOOK, "REPORTING_SECRET", "", "REPORTING_SECRET: set for"),
        (WEBHOOK, "REPORTING_SECRET", "A" * 44, "openssl"),
        (WEBHOOK, "REPORTING_SECRET", "whsec_AAAA", "openssl"),
        (WEBHOOK, "REPORTING_SECRET", "whsec_é", "openssl"),
        (WEBHOOK, "REPORTING_OLD_SECRET", "old", "openssl"),
        (EMAIL, "SMTP_URL", "", "SMTP_URL: set for"),
        (EMAIL, "SMTP_URL", "http://mail.example.id", "smtps://"),
        (EMAIL, "SMTP_URL", "smtp://[::1", "mind the port"),
        (EMAIL, "REPORTING_EMAIL", "bawaslu", "with commas"),
        (EMAIL, "REPORTING_EMAIL", "a@b.id\r\nBcc: c@d.id", "with commas"),
        (EMAIL, "REPORTING_SENDER", "", "REPORTING_SENDER: set for"),
        (EMAIL, "REPORTING_OPENPGP_KEY", "", "REPORTING_EMAIL_CLEAR"),
    ],
)
def test_a_backend_that_lacks_something_is_refused_with_advice(
    whole: dict[str, str], name: str, value: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, {**whole, name: value})
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    assert advice in str(refusal.value)
    assert "p%2Fw" not in str(refusal.value)
    assert "whsec_A" not in str(refusal.value)


def test_clear_mails_must_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, {**EMAIL, "REPORTING_OPENPGP_KEY": "", "REPORTING_EMAIL_CLEAR": "yes"})
    assert read_settings().reporting_openpgp_key is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_receiver_on_this_machine_needs_no_https(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, {**WEBHOOK, "REPORTING_URL": f"http://{host}:9000/aduan"})
    assert read_settings().reporting_url.startswith("http://")
