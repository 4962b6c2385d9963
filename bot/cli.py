"""The `jaganetral` command."""

import asyncio
import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Annotated
from uuid import uuid4

import typer

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
    serving,
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
from bot.errors import JagaNetralError
from bot.guiding import asking_guide
from bot.logs import configure
from bot.messages import IncomingMessage
from bot.running import work
from bot.settings import read_settings
from bot.wiring import Services, build
from knowledge.library import KnowledgeError
from knowledge.rule import Role

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(telegram.app, name="telegram", help="The bot on Telegram.")
app.add_typer(knowledge.app, name="knowledge", help="The rules and everything the bot says.")
app.add_typer(questions.app, name="questions", help="What people asked in vain.")
app.add_typer(audit.app, name="audit")
app.add_typer(staff.app, name="staff")
app.command()(serving.serve)
for command in (session.login, session.logout, session.whoami, session.password):
    app.command()(command)
app.add_typer(whatsapp.app, name="whatsapp")
app.add_typer(
    broadcasts.app, name="broadcasts", help="Siaran: pengingat untuk semua yang berlangganan."
)
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(desk.app, name="desk", help="The key that opens tips, and the desk that it unlocks.")
app.add_typer(tips.app, name="tips", help="What staff do with tips.")
app.add_typer(forwarding.app, name="forwarding", help="What is on its way to the backend.")
app.add_typer(register.app, name="register", help="The own register of forwarded tips.")
app.add_typer(retention.app, name="retention", help="What is erased, and when.")


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
def worker() -> None:
    """Run the jobs and send broadcasts beside other processes, without a web server."""
    settings = read_settings()
    configure(settings.log_level)
    serving.refuse_sqlite(settings, "A worker")
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


def _say(text: str) -> None:
    """Write a paragraph to the terminal."""
    typer.echo(f"\n{text}")
