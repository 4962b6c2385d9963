"""Build what takes tips, and what staff read them with."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.channels.telegram import place
from bot.delivery.outbox import Outbox
from bot.notices import Notices
from bot.providers import Ground
from bot.questions.guide import LiveGuide
from bot.staff.refusal import Say
from bot.tips.acting import Room, Targets
from bot.tips.evidence.files import Store, original
from bot.tips.expiry import Expiry
from bot.tips.forwarding.sending import Forwarder
from bot.tips.intake import Intake
from bot.tips.moving import Mover
from bot.tips.search import Index
from bot.tips.unlocking import OpenDesks
from bot.tips.withdrawing import Drop
from knowledge.language import Language
from knowledge.lessons import lessons
from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class Tipping:
    """What takes tips, moves and erases them, the room of the desk, and who has it unlocked."""

    intake: Intake
    mover: Mover
    expiry: Expiry
    desk: Room
    desks: OpenDesks


def tipping(
    ground: Ground, files: Store, *, say: Say, outbox: Outbox, forwarder: Forwarder
) -> Tipping:
    """Return what takes tips; *files* are those of evidence, *forwarder* sends what leaves."""
    key, database, clock = ground.key, ground.database, ground.clock
    drop = _dropping(files)
    notices = Notices(
        outbox, place.group(ground.settings.telegram_staff_group), guide=ground.guide, clock=clock
    )
    return Tipping(
        Intake(key, drop=drop),
        Mover(database, key, clock=clock, drop=drop, notify=notices.post),
        Expiry(key, drop=drop),
        Room(
            database,
            key,
            clock,
            say,
            forwarder.enqueue,
            kick=forwarder.kick,
            targets=_targets(ground.guide),
        ),
        OpenDesks(
            ground.settings.desk_key,
            clock=clock,
            say=say,
            index=_index(ground.guide),
        ),
    )


def language(library: Library) -> Callable[[str], Iterable[str]]:
    """Return what reads the stems of words in tips, with the house's vocabulary."""
    return Language(library.vocabulary, (each.text for each in lessons(library))).stems


def _index(guide: LiveGuide) -> Callable[[], Index]:
    """Return what makes an index in the newest vocabulary; reading that takes half a second."""
    kept: list[tuple[Library, Callable[[str], Iterable[str]]]] = []

    def made() -> Index:
        library = guide.current.library
        if not kept or kept[-1][0] is not library:
            kept[:] = [(library, language(library))]
        return Index(kept[-1][1])

    return made


def _targets(guide: LiveGuide) -> Targets:
    """Return what finds the authorities in the newest knowledge."""

    def targets(day: date, event: date | None) -> dict[str, str]:
        return {each.id: each.name for each in guide.current.library.targets_on(day, event=event)}

    return targets


def _dropping(files: Store) -> Drop:
    """Return what deletes files of evidence by their ids, originals too."""

    async def drop(ids: Sequence[str]) -> None:
        names = [name for each in ids for name in (each, original(each))]
        await asyncio.to_thread(files.delete, names)

    return drop
