"""`jaganetral serve`: start the server, and say where everything is."""

import socket
from typing import Annotated

import typer
import uvicorn

from bot.commands.session import first_code
from bot.database.migrating import migrate
from bot.errors import SettingsError
from bot.logs import configure
from bot.providers import TWILIO_MESSAGES
from bot.running import Part
from bot.settings import Settings, read_settings

_NO_DESK = "tips, where no desk has shown its key (`jaganetral desk new-key`)"


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    only: Annotated[Part | None, typer.Option(help="Serve the public alone, or staff.")] = None,
) -> None:
    """Bring the database up to date and start the server with web chat and console."""
    settings = read_settings()
    configure(settings.log_level)
    _refuse_taken(host, port)
    if only:
        refuse_sqlite(settings, "A server of one part")
    migrate(settings.database)
    typer.echo(_welcome(settings, host, port))
    if only is not Part.PUBLIC:
        typer.echo(_console_lines(settings, host, port))
    uvicorn.run(
        f"webhooks.app:create_{only}" if only else "webhooks.app:create",
        factory=True,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


def refuse_sqlite(settings: Settings, who: str) -> None:
    """Raise SettingsError where *who* would share a file that has one process only."""
    if settings.database.get_backend_name() == "sqlite":
        raise SettingsError(
            f"{who} shares its database with other processes, and SQLite has one process only: "
            "set DATABASE_URL=postgresql://…, or let `jaganetral serve` do all"
        )


def _refuse_taken(host: str, port: int) -> None:
    """Raise SettingsError when another program already listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            advice = "choose another with --port, e.g. make run PORT=8010"
            raise SettingsError(
                f"{host}:{port} cannot be used ({error.strerror}): {advice}"
            ) from None


def _console_lines(settings: Settings, host: str, port: int) -> str:
    """Return where staff go, and while there is nobody the link by which the first comes in."""
    root = f"{settings.public_base_url or _address(host, port)}/meja/"
    code = first_code()
    if not code:
        return f"Console:   {root}"
    link = f"{root}undangan/{code}"
    return f"Console:   {root}\nFirst administrator, once and within 7 days:\n           {link}"


def _address(host: str, port: int) -> str:
    """Return the server's own address."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _welcome(settings: Settings, host: str, port: int) -> str:
    """Return where everything is, and what is switched off."""
    off = [] if settings.telegram_bot_token else ["Telegram (TELEGRAM_BOT_TOKEN is not set)"]
    off += [] if settings.whatsapp else ["WhatsApp (TWILIO_ACCOUNT_SID is not set)"]
    off += [] if settings.desk_key.exists() else [_NO_DESK]
    return "\n".join(
        [
            f"Web chat:  {_address(host, port)}/",
            *_telegram_lines(settings),
            f"Database:  {settings.database.render_as_string(hide_password=True)}",
            f"Key:       {'SECRET_KEY' if settings.secret_key else settings.key_file}",
            *_whatsapp_lines(settings),
            f"Off:       {'; '.join(off)}",
            "Metrics:   "
            + ("with METRICS_TOKEN" if settings.metrics_token else "this machine only"),
            "Stop with Ctrl-C; `jaganetral doctor` looks the installation over.",
        ]
    )


def _telegram_lines(settings: Settings) -> list[str]:
    """Return where Telegram is to bring messages, if it is set up."""
    if not settings.telegram_bot_token:
        return []
    return [
        f"Telegram:  {settings.public_base_url}/webhooks/telegram, or `jaganetral telegram poll`"
    ]


def _whatsapp_lines(settings: Settings) -> list[str]:
    """Return where Twilio is to bring messages, if WhatsApp is set up."""
    return [f"WhatsApp:  {settings.public_base_url}{TWILIO_MESSAGES}"] if settings.whatsapp else []
