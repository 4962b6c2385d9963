"""Every environment variable, typed and checked once."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError
from bot.reporting_settings import ReportingSettings

_WANTED = (
    "with TELEGRAM_BOT_TOKEN a secret of 16 to 256 letters, digits, - and _ is needed; "
    "make one with `openssl rand -hex 32`"
)
_TIERS = (0, 250, 1_000, 10_000, 100_000)
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


def _database_url(value: str) -> str:
    """Return *value* with the driver this program uses."""
    if not value:
        return value
    try:
        url = make_url(value.replace("postgres://", "postgresql://", 1))
    except ArgumentError as error:
        raise ValueError("write e.g. postgresql://user:password@host/jaganetral") from error
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        raise ValueError("only sqlite:///file.db and postgresql://… work")
    return url.set(drivername=_DRIVERS[backend]).render_as_string(hide_password=False)


def _zone(value: object) -> ZoneInfo:
    """Return the time zone named *value*."""
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("no such time zone; write e.g. Asia/Jakarta") from error


def _web_url(value: str) -> str:
    """Return *value* when it is empty or an http(s) address, without a slash at its end."""
    if value:
        try:
            TypeAdapter(HttpUrl).validate_python(value)
        except ValidationError as error:
            raise ValueError("write a whole address, e.g. https://jaganetral.example.id") from error
    return value.rstrip("/")


def _telegram_token(value: SecretStr) -> SecretStr:
    """Return *value* when it is empty or looks like a token of @BotFather."""
    if value and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value(), re.ASCII):
        raise ValueError("paste the whole token of @BotFather, e.g. 123456789:AAE…")
    return value


def _account_sid(value: str) -> str:
    """Return *value* when it is empty or has the form of a Twilio account's SID."""
    if value and not re.fullmatch(r"AC[0-9a-f]{32}", value):
        raise ValueError("write AC and 32 hexadecimal digits, as Twilio's console shows them")
    return value


def _whatsapp_sender(value: str) -> str:
    """Return *value* as Twilio writes a sender, from a number with or without its channel."""
    number = re.sub(r"[ ()-]", "", value).removeprefix("whatsapp:")
    if number and not re.fullmatch(r"\+[1-9]\d{6,14}", number):
        raise ValueError("write e.g. whatsapp:+14155238886")
    return f"whatsapp:{number}" if number else ""


def _tier(value: int) -> int:
    """Return *value* when Meta has such a tier, or 0 for none."""
    if value not in _TIERS:
        raise ValueError(f"write one of {', '.join(map(str, _TIERS))}; 0 stands for no limit")
    return value


def _group(value: str) -> str:
    """Return *value* when it is empty or the number of a group at Telegram."""
    if value and not re.fullmatch(r"-\d+", value, re.ASCII):
        raise ValueError("write the number of the group, e.g. -1001234567890")
    return value


WebUrl = Annotated[str, AfterValidator(_web_url)]


class Settings(ReportingSettings):
    """What an installation may set; each name is the environment variable in lower case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", arbitrary_types_allowed=True)

    database_url: Annotated[SecretStr, BeforeValidator(_database_url)] = SecretStr("")
    data_dir: Path = Path("data")
    secret_key: SecretStr = SecretStr("")
    worker_key: SecretStr = SecretStr("")
    public_base_url: WebUrl = ""
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("Asia/Jakarta")
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda v: str(v).upper())
    ] = "INFO"
    metrics_token: SecretStr = SecretStr("")
    high_risk_url: WebUrl = ""
    telegram_bot_token: Annotated[SecretStr, AfterValidator(_telegram_token)] = SecretStr("")
    telegram_webhook_secret: Annotated[SecretStr, Field(validate_default=True)] = SecretStr("")
    telegram_api_base_url: WebUrl = "https://api.telegram.org"
    twilio_account_sid: Annotated[str, AfterValidator(_account_sid)] = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_shared_key: SecretStr = SecretStr("")
    twilio_whatsapp_from: Annotated[str, AfterValidator(_whatsapp_sender)] = ""
    twilio_api_base_url: WebUrl = ""
    whatsapp_daily_tier: Annotated[int, AfterValidator(_tier)] = 250
    whatsapp_template_price: Annotated[float, Field(ge=0)] = 0
    whatsapp_utility_price: Annotated[float, Field(ge=0)] = 0
    whatsapp_message_price: Annotated[float, Field(ge=0)] = 0
    notice_days: Annotated[int, Field(ge=1, le=30)] = 3
    staff_session_file: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None
    telegram_staff_group: Annotated[str, AfterValidator(_group)] = ""
    desk_key_file: Annotated[Path | None, BeforeValidator(lambda v: v or None)] = None
    erase_copies_after_days: Annotated[int, Field(ge=0, le=14)] = 0

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _telegram_secret(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        """Refuse a bot without a secret: whoever knew the address could speak for anybody."""
        token = info.data.get("telegram_bot_token")
        if token and not re.fullmatch(r"[\w-]{16,256}", value.get_secret_value(), re.ASCII):
            raise ValueError(_WANTED)
        return value

    @model_validator(mode="after")
    def _whatsapp_is_whole(self) -> Self:
        """Refuse WhatsApp without all that it needs: an empty token would sign for anybody."""
        needed = {
            "TWILIO_ACCOUNT_SID": self.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token.get_secret_value(),
            "TWILIO_WHATSAPP_FROM": self.twilio_whatsapp_from,
        }
        if any(needed.values()):
            needed["PUBLIC_BASE_URL"] = self.public_base_url
            if missing := [name for name, value in needed.items() if not value]:
                raise ValueError(f"{', '.join(missing)}: set for WhatsApp, or empty all TWILIO_…")
        return self

    @property
    def session_file(self) -> Path:
        """Return where `jaganetral login` keeps this user's session, never in the data folder."""
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        return self.staff_session_file or state / "jaganetral" / "session.json"

    @property
    def whatsapp(self) -> bool:
        """Tell whether WhatsApp is set up."""
        return bool(self.twilio_account_sid)

    @property
    def database(self) -> URL:
        """Return the database's address; without DATABASE_URL, a file in DATA_DIR."""
        given = self.database_url.get_secret_value()
        return make_url(given or f"sqlite+aiosqlite:///{self.data_dir / 'jaganetral.db'}")

    @property
    def erase_after(self) -> timedelta | None:
        """Return after what time providers' copies are erased unasked, None for never."""
        return timedelta(days=self.erase_copies_after_days) or None

    @property
    def key_file(self) -> Path:
        """Return where the server key is kept when SECRET_KEY is not set."""
        return self.data_dir / "server.key"

    @property
    def desk_key(self) -> Path:
        """Return where the desk's key is kept, sealed with a passphrase."""
        return self.desk_key_file or self.data_dir / "desk.key"

    @property
    def evidence_folder(self) -> Path:
        """Return where encrypted files of evidence lie."""
        return self.data_dir / "evidence"

    @property
    def worker_key_file(self) -> Path:
        """Return where the worker's key is kept when WORKER_KEY is not set."""
        return self.data_dir / "worker.key"


def read_settings() -> Settings:
    """Return the settings of the environment and .env.

    Raises SettingsError with one line for each variable that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_problems(error))) from None


def _problems(error: ValidationError) -> Iterator[str]:
    """Yield one line for each variable, without its value."""
    for each in error.errors(include_url=False, include_input=False):
        name = "_".join(map(str, each["loc"])).upper()
        text = each["msg"].removeprefix("Value error, ")
        yield f"{name}: {text}" if name else text
