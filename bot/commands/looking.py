"""What staff read of a broadcast before they decide."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.forecast import Forecast
from bot.commands.progress import duration
from bot.errors import SettingsError
from bot.wiring import Services

Name = Annotated[str, typer.Argument(help="Its number, as `broadcasts status` lists it.")]


async def looked_over(services: Services, whole: Broadcast) -> str:
    """Return all that one should read before approving *whole*."""
    seen = await services.broadcasting.verbs.forecast(whole)
    told = [row(services, whole), _audience(whole), ""]
    for where, text in await services.broadcasting.verbs.previews(whole):
        told += [f"--- {where}", text, ""]
    told += _forecast_lines(seen)
    told += [f"! {each}" for each in await services.broadcasting.verbs.warnings(whole, seen)]
    told.append(f"Fingerprint: {whole.fingerprint}")
    return "\n".join(told)


def _audience(whole: Broadcast) -> str:
    """Return whom *whole* is for, to the last limit."""
    wanted = whole.audience
    limits = (wanted.groups, wanted.districts, wanted.offices, wanted.channels)
    return "For: " + "; ".join(
        [wanted.category, *(", ".join(sorted(each)) for each in limits if each)]
    )


def _forecast_lines(seen: Forecast) -> Iterator[str]:
    """Yield whom *seen* reaches and what that takes."""
    ways = [f"{channel} {people}" for channel, people in seen.free.items()]
    ways.append(f"whatsapp within 24 hours {seen.window}, by template {seen.template}")
    yield f"People: {seen.people}: {', '.join(ways)}, not reached {seen.unreachable}"
    yield f"Beyond the daily tier: {seen.surplus}"
    yield f"Takes {duration(seen.seconds)}, costs Rp {seen.cost:,.0f}"


def row(services: Services, whole: Broadcast) -> str:
    """Return a broadcast as one line."""
    shown = services.broadcasting.verbs.shown
    when = f"{shown(whole.starts_at)} to {shown(whole.ends_at)}"
    groups = "+".join(sorted(whole.audience.groups)) or "everybody"
    return f"{whole.id}  {whole.state:10s}  {when}  {groups}  {whole.title}"


async def noticed(services: Services) -> list[str]:
    """Return what staff are also told in their chats, one finding a line."""
    found = await services.bell.looking.findings()
    return [f"! {' '.join(each.text.replace('*', '').split())}" for each in found]


def places_of(services: Services, named: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return which of *named* are kecamatan and which offices; raises SettingsError for others."""
    library, wanted = services.guide.current.library, frozenset(named)
    districts = wanted & {each.name for each in library.regions.districts}
    offices = wanted & {each.code for each in library.offices}
    if unknown := sorted(wanted - districts - offices):
        raise SettingsError(
            f"'{unknown[0]}' is no kecamatan of knowledge/regions.yaml and no code of offices.yaml"
        )
    return districts, offices
