"""`jaganetral knowledge …`: for whoever keeps the rules true."""

import asyncio
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated

import typer

from bot.channels.text import plain
from bot.clock import SystemClock
from bot.database.engine import open_database
from bot.database.migrating import migrate
from bot.errors import JagaNetralError
from bot.questions.feedback import find_answer
from bot.settings import Settings, read_settings
from bot.wiring import KNOWLEDGE
from knowledge.library import check as problems_of
from knowledge.library import load_library
from knowledge.linting import Finding, lint
from knowledge.shelf import read_shelf

app = typer.Typer(no_args_is_help=True)

_SHOWN = 15


@app.command()
def check() -> None:
    """List every problem of the knowledge as file:line, with what to write instead."""
    problems = problems_of(KNOWLEDGE, SystemClock(read_settings().timezone).today())
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo("The knowledge has no problems.")


@app.command("lint")
def look_over(
    most: Annotated[int, typer.Option(min=1, help="How many of each kind to show.")] = _SHOWN,
) -> None:
    """List what makes the knowledge answer worse, the worst first; takes about ten seconds."""
    library = load_library(KNOWLEDGE)
    for line in _told(lint(read_shelf(KNOWLEDGE), library), most):
        typer.echo(line)


@app.command("answer")
def show_answer(
    answer_id: Annotated[str, typer.Argument(help="The number under a card.")],
) -> None:
    """Show which rule and version of the knowledge a card came from, and its text."""
    settings = read_settings()
    migrate(settings.database)
    found = asyncio.run(_found(settings, answer_id))
    if found is None:
        raise JagaNetralError(f"No card was given under {answer_id}")
    typer.echo(found)


def _told(findings: tuple[Finding, ...], most: int) -> Iterator[str]:
    """Yield *findings* under their headings, at most *most* of each kind, and how many there are.

    They come sorted by kind.
    """
    if not findings:
        yield "Nothing to mend."
        return
    counts = []
    for kind, group in groupby(findings, key=lambda each: each.kind):
        some = list(group)
        counts.append(f"{len(some):6} {kind}")
        yield f"{kind.capitalize()}, worst first:"
        yield from (f"  {each.problem}" for each in some[:most])
        if len(some) > most:
            yield f"  … and {len(some) - most} more: --most {len(some)} shows them"
        yield ""
    yield from ["Found:", *counts]


async def _found(settings: Settings, answer_id: str) -> str | None:
    """Return a stored card as text."""
    database = open_database(settings.database)
    try:
        answer = await find_answer(database, answer_id)
    finally:
        await database.close()
    if answer is None:
        return None
    head = f"{answer.id}  {answer.entry}  knowledge {answer.knowledge}  first given {answer.day}"
    return f"{head}\n\n{plain(answer.card)}"
