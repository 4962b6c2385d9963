"""`jaganetral questions …`: what people asked in vain, and letting the knowledge learn from it."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.database.engine import open_database
from bot.database.migrating import migrate
from bot.errors import JagaNetralError
from bot.guiding import KNOWLEDGE, asking_guide
from bot.questions.guide import Guide
from bot.questions.reviewing import Group, Missed, missed, unanswered
from bot.questions.teaching import Effect, Suggestion, effect, suggestion, teach
from bot.settings import Settings, read_settings
from knowledge.library import Library

app = typer.Typer(no_args_is_help=True)

_SHOWN = 3
_SEEN = 0.02  # a nearest entry below this is none
_NEAR = 0.12  # as in deciding: below this no candidate is worth a question


@app.command("list")
def show(
    most: Annotated[int, typer.Option(min=1, help="How many groups to show.")] = 20,
) -> None:
    """List unanswered questions in groups and answers that missed, the most frequent first."""
    settings = read_settings()
    guide = asking_guide(settings).current
    groups, wrong = asyncio.run(_asked(settings, guide))
    for line in (*_group_lines(groups, guide.library, most), *_missed_lines(wrong)):
        typer.echo(line)


@app.command()
def suggest(
    group: Annotated[int, typer.Option(min=1, help="Its number in `questions list`.")] = 1,
    rule: Annotated[str, typer.Option(help="Rule to attach it to; without: the nearest.")] = "",
    write: Annotated[bool, typer.Option("--write", help="Add it to the knowledge.")] = False,  # noqa: FBT002
) -> None:
    """Show how a group would become examples of a rule, and what that does to the answers."""
    settings = read_settings()
    guide = asking_guide(settings).current
    today = SystemClock(settings.timezone).today()
    chosen = _chosen(asyncio.run(_asked(settings, guide))[0], group)
    entry = rule or _nearest(chosen)
    suggested = suggestion(guide, KNOWLEDGE, chosen.questions, entry=entry)
    typer.echo(suggested.diff)
    tried = effect(guide, KNOWLEDGE, suggested, today=today)
    for line in _effect_lines(tried, suggested, guide.library):
        typer.echo(line)
    if write:
        _add(suggested, tried, today)
    else:
        typer.echo("Nothing is written; --write adds it.")


def _add(suggested: Suggestion, tried: Effect, today: date) -> None:
    """Add what is suggested, unless that does harm."""
    if tried.harmful:
        raise JagaNetralError(
            "Not written: 'boleh' would be wrong more often. Attach the group to another rule "
            "with --rule, or reword the messages and add them by hand"
        )
    typer.echo(f"Written: {teach(KNOWLEDGE, suggested, today=today)}; the knowledge is checked.")


async def _asked(settings: Settings, guide: Guide) -> tuple[tuple[Group, ...], tuple[Missed, ...]]:
    """Return what the database keeps of questions."""
    await asyncio.to_thread(migrate, settings.database)
    database = open_database(settings.database)
    try:
        return await unanswered(database, guide), await missed(database)
    finally:
        await database.close()


def _chosen(groups: tuple[Group, ...], number: int) -> Group:
    """Return group *number*; raises JagaNetralError when there is none."""
    if number > len(groups):
        raise JagaNetralError(
            f"There is no group {number}: `jaganetral questions list` shows {len(groups)}"
        )
    return groups[number - 1]


def _nearest(chosen: Group) -> str:
    """Return the entry nearest to a group; raises JagaNetralError when none is near."""
    entry, share = chosen.nearest[0]
    if share < _NEAR:
        raise JagaNetralError(
            "No rule is near to this group: name one with --rule. What is not about neutrality "
            "belongs under maksud: oos of a file in knowledge/examples"
        )
    return entry


def _group_lines(groups: tuple[Group, ...], library: Library, most: int) -> Iterator[str]:
    """Yield the groups with their numbers."""
    total = sum(each.times for each in groups)
    yield f"Questions without an answer: {total} in {len(groups)} groups"
    for number, each in enumerate(groups[:most], 1):
        near = [f"{_named(library, name)} {share:.2f}" for name, share in _likely(each)]
        told = ", ".join(near) or "nothing"
        yield f"\n{number:3}. {_often(each.times, each.days)}; nearest: {told}"
        yield from (f"     {question}" for question in each.questions[:_SHOWN])
        if len(each.questions) > _SHOWN:
            yield f"     … and {len(each.questions) - _SHOWN} more that are worded otherwise"
    if len(groups) > most:
        yield f"\n… and {len(groups) - most} more groups: --most {len(groups)} shows them"
    if groups:
        yield "\n`jaganetral questions suggest --group 1` shows what adding a group would do."


def _likely(group: Group) -> list[tuple[str, float]]:
    """Return the entries that are not out of the question."""
    return [(entry, share) for entry, share in group.nearest if share >= _SEEN]


def _missed_lines(wrong: tuple[Missed, ...]) -> Iterator[str]:
    """Yield the answers that were called wrong; their questions are not kept."""
    yield f"\nAnswers that people called wrong: {sum(each.times for each in wrong)}"
    for each in wrong:
        yield f"  {each.entry}: {_often(each.times, each.days)}; helped {_times(each.helped)}"


def _effect_lines(tried: Effect, suggested: Suggestion, library: Library) -> Iterator[str]:
    """Yield what changes, before and after."""
    before, after = tried.before, tried.after
    count = len(suggested.messages)
    yield f"Attached to {_named(library, suggested.entry)}, the figures on held-out messages:"
    yield f"{'':46} {'before':>8} {'after':>8}"
    for name, one, two in (
        ("right rule first", before.first, after.first),
        ("helped", before.helped, after.helped),
        ("answered", before.answered, after.answered),
    ):
        yield f"{name:46} {one:8.1%} {two:8.1%}"
    yield f"{'wrong boleh':46} {before.wrong_allowed:8} {after.wrong_allowed:8}"
    yield f"{'soft (only dilarang was right)':46} {before.soft:8} {after.soft:8}"
    name = f"of these {count} led to the rule"
    yield f"{name:46} {tried.found_before:8} {tried.found_after:8}"


def _often(times: int, days: tuple[date, ...]) -> str:
    """Return how often something happened, and when."""
    if len(days) == 1:
        return f"{_times(times)} on {days[0]}"
    return f"{_times(times)} on {len(days)} days, {days[0]} to {days[-1]}"


def _times(count: int) -> str:
    """Return *count* as words.

    >>> _times(1), _times(3)
    ('once', '3 times')
    """
    return "once" if count == 1 else f"{count} times"


def _named(library: Library, entry: str) -> str:
    """Return an entry with its verdict."""
    rule = library.rules.get(entry)
    return f"{entry} ({rule.verdict})" if rule else entry
