"""`jaganetral knowledge …`: for whoever keeps the rules true."""

import asyncio
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.text import plain
from bot.clock import SystemClock
from bot.commands.evaluation import lines, page
from bot.database.engine import open_database
from bot.database.migrating import migrate
from bot.errors import JagaNetralError
from bot.guiding import KNOWLEDGE, asking_guide
from bot.questions.feedback import find_answer
from bot.questions.words import day_name
from bot.settings import Settings, read_settings
from knowledge.evaluation import figures
from knowledge.labelling import LabelError, Labelled, labelled, read_labelled
from knowledge.library import Library, load_library
from knowledge.library import check as problems_of
from knowledge.linting import Finding, lint
from knowledge.outcome import outcomes
from knowledge.report import report
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


@app.command("eval")
def evaluate(
    file: Annotated[
        Path | None,
        typer.Argument(help="Labelled JSON lines or a held-out set; without it, all of those."),
    ] = None,
    page_file: Annotated[
        Path | None, typer.Option("--page", help="Write a page for jurists here.")
    ] = None,
) -> None:
    """Measure the answers on messages that nothing was learned from."""
    settings = read_settings()
    guide = asking_guide(settings).current
    messages = _messages(file, guide.library)
    found = outcomes(guide.matcher, guide.library, messages)
    for line in lines(figures(found)):
        typer.echo(line)
    if page_file:
        day = day_name(guide.phrases, SystemClock(settings.timezone).today())
        name = file.name if file else "kumpulan uji JagaNetral"
        made = page(report(guide.library, found), guide.library, name=name, day=day)
        _write(page_file, made)
        typer.echo(f"Written: {page_file}")


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


def _messages(file: Path | None, library: Library) -> tuple[Labelled, ...]:
    """Return the messages of *file*, or all held-out ones; raises JagaNetralError."""
    try:
        return read_labelled(file, library) if file else labelled(library)
    except LabelError as error:
        raise JagaNetralError(str(error)) from error


def _write(path: Path, text: str) -> None:
    """Write a page; raises JagaNetralError when that is not possible."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise JagaNetralError(f"{path} cannot be written: {error.strerror}") from error


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
