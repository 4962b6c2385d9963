"""What staff read of a broadcast before they decide."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from bot.broadcasts import terminal_words as words
from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.comparing import Basis, Comparison
from bot.broadcasts.forecast import Forecast
from bot.broadcasts.words import Say
from bot.commands.progress import duration
from bot.errors import SettingsError
from bot.wiring import Services

Name = Annotated[str, typer.Argument(help="Nomornya, seperti di `broadcasts status`.")]
_CHANGES = {
    "teks": "text",
    "gambar": "picture",
    "penerima": "has_other_audience",
    "waktu": "has_other_time",
    "tombol": "has_other_choices",
    "mendesak": "has_other_urgency",
}


async def looked_over(services: Services, whole: Broadcast) -> str:
    """Return all that one should read before approving *whole*."""
    verbs, say = services.broadcasting.verbs, services.guide.current.phrases.say
    seen = await verbs.forecast(whole)
    told = [row(services, whole), _audience(whole, say), ""]
    for where, text in await verbs.previews(whole):
        told += [f"--- {where}", text, ""]
    told += _forecast_lines(seen, say)
    told += _compared(await verbs.comparison(whole), say)
    told += [f"! {each}" for each in await verbs.warnings(whole, seen)]
    told.append(say(words.FINGERPRINT, sidik=whole.fingerprint))
    return "\n".join(told)


def _compared(found: Comparison | None, say: Say) -> Iterator[str]:
    """Yield which parts differ from what was approved, or from the reminder it came from."""
    if found is None or found.is_same:
        return
    parts = [say(words.PARTS[name]) for name, each in _CHANGES.items() if getattr(found, each)]
    phrase = words.CHANGED if found.basis is Basis.APPROVED else words.DIFFERENT
    yield say(phrase, isi=", ".join(parts))


def _audience(whole: Broadcast, say: Say) -> str:
    """Return whom *whole* is for, to the last limit."""
    wanted = whole.audience
    limits = (wanted.groups, wanted.districts, wanted.offices, wanted.channels)
    parts = [wanted.category, *(", ".join(sorted(each)) for each in limits if each)]
    return say(words.AUDIENCE, isi="; ".join(parts))


def _forecast_lines(seen: Forecast, say: Say) -> Iterator[str]:
    """Yield whom *seen* reaches and what that takes."""
    ways = [f"{channel} {people}" for channel, people in seen.free.items()]
    ways.append(say(words.BY_WHATSAPP, jendela=seen.window, templat=seen.template))
    told = ", ".join(ways)
    yield say(words.REACHED, jumlah=seen.people, jalan=told, sisa=seen.unreachable)
    yield say(words.BEYOND, jumlah=seen.surplus)
    cost = f"{seen.cost:,.0f}".replace(",", ".")
    yield say(words.TAKES, lama=duration(seen.seconds, say=say), biaya=cost)


def row(services: Services, whole: Broadcast) -> str:
    """Return a broadcast as one line."""
    shown, say = services.broadcasting.verbs.shown, services.guide.current.phrases.say
    return say(
        words.ROW,
        nomor=whole.id,
        keadaan=f"{whole.state:10s}",
        mulai=shown(whole.starts_at),
        selesai=shown(whole.ends_at),
        penerima="+".join(sorted(whole.audience.groups)) or say(words.EVERYBODY),
        judul=whole.title,
    )


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
        raise SettingsError(services.guide.current.phrases.say(words.NO_PLACE, tempat=unknown[0]))
    return districts, offices
