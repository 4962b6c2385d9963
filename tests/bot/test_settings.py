from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import read_settings


def test_without_any_variable_everything_lies_in_the_data_folder() -> None:
    settings = read_settings()
    assert settings.database.database == "data/jaganetral.db"
    assert settings.key_file == Path("data/server.key")
    assert str(settings.timezone) == "Asia/Jakarta"


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgres://u:p@h/d", "postgresql+psycopg"),
    ],
)
def test_a_database_address_gets_the_driver_we_use(
    given: str, driver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert read_settings().database.drivername == driver


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("DATABASE_URL", "nonsense", "postgresql://"),
        ("DATABASE_URL", "mysql://h/d", "sqlite:///"),
        ("TIMEZONE", "Asia/Depok", "Asia/Jakarta"),
        ("TIMEZONE", "../etc/passwd", "Asia/Jakarta"),
        ("LOG_LEVEL", "LOUD", "WARNING"),
        ("PUBLIC_BASE_URL", "depok.go.id", "https://"),
        ("HIGH_RISK_URL", "javascript:alert(1)", "https://"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_write(
    name: str, value: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert name in str(caught.value)
    assert advice in str(caught.value)


def test_all_wrong_values_are_told_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Mars")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert len(str(caught.value).splitlines()) == 2


def test_a_wrong_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://user:hunter2@h/d")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "hunter2" not in str(caught.value)


def test_a_level_may_be_written_small_and_an_address_with_a_slash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "warning")
    monkeypatch.setenv("PUBLIC_BASE_URL", "https://jaga.example.id/")
    settings = read_settings()
    assert settings.log_level == "WARNING"
    assert settings.public_base_url == "https://jaga.example.id"


def test_whatsapp_needs_all_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "a" * 32)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    for name in ("TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_FROM", "PUBLIC_BASE_URL"):
        assert name in str(caught.value)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "hunter2")
    monkeypatch.setenv("TWILIO_WHATSAPP_FROM", "+1 (415) 523-8886")
    monkeypatch.setenv("PUBLIC_BASE_URL", "https://jaga.example.id")
    assert read_settings().twilio_whatsapp_from == "whatsapp:+14155238886"


@pytest.mark.parametrize(
    ("name", "value"),
    [("TWILIO_ACCOUNT_SID", "SK123"), ("TWILIO_WHATSAPP_FROM", "whatsapp:halo")],
)
def test_a_twilio_setting_of_another_form_is_told(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name}: write"):
        read_settings()


@pytest.mark.parametrize(
    "secret", ["", "short", "x" * 15, "x" * 257, "with a space in it", "é" * 20]
)
def test_a_bot_without_a_good_secret_does_not_start(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:token")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", secret)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "TELEGRAM_WEBHOOK_SECRET: " in str(caught.value)
    assert "openssl rand -hex 32" in str(caught.value)


def test_a_bot_with_a_secret_starts_and_without_a_token_none_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not read_settings().telegram_webhook_secret
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:token")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "x" * 16)
    assert read_settings().telegram_bot_token


def test_half_a_token_is_told_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "AAEsecretpart")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "x" * 16)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "@BotFather" in str(caught.value)
    assert "AAEsecretpart" not in str(caught.value)
