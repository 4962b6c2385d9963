"""The `jaganetral` command."""

import asyncio
import socket
import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Annotated
from uuid import uuid4

import typer
import uvicorn

from bot import doctor as doctoring
from bot.asking import answer_lines, explanation, replies
from bot.channels import terminal
from bot.channels.terminal import TerminalChannel
from bot.channels.text import numbered, plain
from bot.clock import SystemClock
from bot.commands import (
    audit,
    broadcasts,
    desk,
    forwarding,
    knowledge,
    questions,
    register,
    retention,
    session,
    staff,
    subscribers,
    telegram,
    tips,
    whatsapp,
)
from bot.commands.telegram_live import examine_telegram
from bot.crypto import new_secret
from bot.database.migrating import current, migrate, newest
from bot.errors import JagaNetralError, SettingsError
from bot.logs import configure
from bot.messages import IncomingMessage
from bot.providers import TWILIO_MESSAGES
from bot.running import work
from bot.settings import Settings, read_settings
from bot.wiring import Services, asking_guide, build
from knowledge.library import KnowledgeError
from knowledge.rule import Role

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(telegram.app, name="telegram", help="The bot on Telegram.")
app.add_typer(knowledge.app, name="knowledge", help="The rules and everything the bot says.")
app.add_typer(questions.app, name="questions", help="What people asked in vain.")
app.add_typer(audit.app, name="audit")
app.add_typer(staff.app, name="staff")
for command in (session.login, session.logout, session.whoami, session.password):
    app.command()(command)
app.add_typer(whatsapp.app, name="whatsapp")
app.add_typer(broadcasts.app, name="broadcasts", help="Reminders to everybody who asked for them.")
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(desk.app, name="desk", help="The key that opens tips, and the desk that it unlocks.")
app.add_typer(tips.app, name="tips", help="What staff do with tips.")
app.add_typer(forwarding.app, name="forwarding", help="What is on its way to the backend.")
app.add_typer(register.app, name="register", help="The own register of forwarded tips.")
app.add_typer(retention.app, name="retention", help="What is erased, and when.")


_NO_DESK = "tips, where no desk has shown its key (`jaganetral desk new-key`)"


def main() -> None:
    """Run the command; errors of ours are told in a sentence, without a trace."""
    try:
        app()
    except KnowledgeError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        sys.exit(1)
    except JagaNetralError as error:
        typer.echo(error, err=True)
        sys.exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Bring the database up to date and start the server with the web chat."""
    settings = read_settings()
    configure(settings.log_level)
    _refuse_taken(host, port)
    migrate(settings.database)
    typer.echo(_welcome(settings, host, port))
    uvicorn.run(
        "webhooks.app:create",
        factory=True,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


@app.command()
def worker() -> None:
    """Run the jobs and send broadcasts beside other processes, without a web server."""
    settings = read_settings()
    configure(settings.log_level)
    if settings.database.get_backend_name() == "sqlite":
        raise SettingsError(
            "A worker shares its database with other processes, and SQLite has one process only: "
            "set DATABASE_URL=postgresql://…, or let `jaganetral serve` do all"
        )
    migrate(settings.database)
    services = build(settings)
    typer.echo(f"Working on {settings.database.render_as_string(hide_password=True)}")
    asyncio.run(work(services))


@app.command()
def chat() -> None:
    """Talk with the bot in this terminal; an empty line or Ctrl-D ends it."""
    settings = read_settings()
    configure("ERROR")
    migrate(settings.database)
    services = build(settings, channels={terminal.NAME: TerminalChannel(_say)})
    asyncio.run(_talk(services, sys.stdin))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")] = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read {id, text} lines.")] = False,  # noqa: FBT002
    explain: Annotated[bool, typer.Option("--explain", help="Show how it was found.")] = False,  # noqa: FBT002
    role: Annotated[Role | None, typer.Option(help="Answer for this role.")] = None,
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Answer one question, or lines of JSON; nothing is stored."""
    configure("ERROR")
    settings = read_settings()
    clock = SystemClock(settings.timezone)
    guide = asking_guide(settings).current
    if jsonl:
        for line in answer_lines(guide, sys.stdin):
            typer.echo(line)
        return
    if not question:
        raise typer.BadParameter('write a question: jaganetral ask "boleh like?"')
    today = day.date() if day else clock.today()
    for reply in replies(guide, question, role=role, day=today):
        _say(plain(numbered(reply)))
    if explain:
        _say(explanation(guide, question))


@app.command()
def doctor(
    live: Annotated[bool, typer.Option("--live", help="Ask the providers too.")] = False,  # noqa: FBT002
) -> None:
    """Look the installation over and say what to do for each finding."""
    settings = read_settings()
    clock = SystemClock(settings.timezone)
    findings = list(doctoring.examine(settings, today=clock.today()))
    if all(finding.well for finding in findings) and current(settings.database) == newest():
        findings.append(asyncio.run(doctoring.examine_copies(settings)))
    if live:
        findings += asyncio.run(examine_telegram(settings, now=clock.now()))
        findings += asyncio.run(whatsapp.findings(settings))
    for finding in findings:
        typer.echo(finding)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


@app.command()
def new_key() -> None:
    """Print a fresh SECRET_KEY."""
    typer.echo(new_secret())


async def _talk(services: Services, lines: Iterable[str]) -> None:
    """Answer each of *lines*, beginning with a greeting; the conversation is then forgotten."""
    try:
        for line in chain(["/mulai"], lines):
            if not line.strip():
                break
            message = IncomingMessage(str(uuid4()), terminal.ADDRESS, line.strip())
            await services.inbox.accept(message)
            typer.echo("\n> ", nl=False)
    finally:
        await services.close()


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


def _say(text: str) -> None:
    """Write a paragraph to the terminal."""
    typer.echo(f"\n{text}")


def _welcome(settings: Settings, host: str, port: int) -> str:
    """Return where everything is, and what is switched off."""
    shown = f"[{host}]" if ":" in host else host
    off = [] if settings.telegram_bot_token else ["Telegram (TELEGRAM_BOT_TOKEN is not set)"]
    off += [] if settings.whatsapp else ["WhatsApp (TWILIO_ACCOUNT_SID is not set)"]
    off += [] if settings.desk_key.exists() else [_NO_DESK]
    return "\n".join(
        [
            f"Web chat:  http://{shown}:{port}/",
            *_telegram_lines(settings),
            f"Database:  {settings.database.render_as_string(hide_password=True)}",
            f"Key:       {'SECRET_KEY' if settings.secret_key else settings.key_file}",
            *_whatsapp_lines(settings),
            *session.hint(settings),
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
