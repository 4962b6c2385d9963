"""Build what takes tips, and what staff read them with."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.channels.telegram.place import Place
from bot.delivery.outbox import Outbox
from bot.messages import Address
from bot.notices import Notices
from bot.questions.guide import LiveGuide
from bot.reporting import Tools
from bot.staff.audit import Trail
from bot.staff.gate import Staff
from bot.staff.passwords import Passwords
from bot.staff.refusal import Say
from bot.staff.room import Room as StaffRoom
from bot.tips.acting import Enqueue, Room
from bot.tips.evidence.files import Store, original
from bot.tips.expiry import Expiry
from bot.tips.intake import Intake
from bot.tips.moving import Mover
from bot.tips.withdrawing import Drop
from knowledge.language import Language
from knowledge.lessons import lessons
from knowledge.library import Library
from knowledge.phrasebook import Phrase


@dataclass(frozen=True, slots=True)
class Tipping:
    """What takes tips, moves them, erases them, and the rooms of desk and staff."""

    intake: Intake
    mover: Mover
    expiry: Expiry
    desk: Room
    staff: Staff


def tipping(tools: Tools, files: Store, *, outbox: Outbox, enqueue: Enqueue) -> Tipping:
    """Return what takes tips; *files* are those of evidence, *enqueue* hands to forwarding."""
    key, database, clock = tools.key, tools.database, tools.clock
    drop, say = _dropping(files), _speaker(tools.guide)
    notices = Notices(
        outbox, _staff_group(tools.settings.telegram_staff_group), guide=tools.guide, clock=clock
    )
    trail = Trail(lambda value: key.mac(value, purpose="audit"))
    return Tipping(
        Intake(key, drop=drop),
        Mover(database, key, clock=clock, drop=drop, notify=notices.post),
        Expiry(key, drop=drop),
        Room(database, key, clock, say, enqueue),
        Staff(StaffRoom(database, trail, clock, say), key, passwords=Passwords()),
    )


def language(library: Library) -> Callable[[str], Iterable[str]]:
    """Return what reads the stems of words in tips, with the house's vocabulary."""
    return Language(library.vocabulary, (each.text for each in lessons(library))).stems


def _dropping(files: Store) -> Drop:
    """Return what deletes files of evidence by their ids, originals too."""

    async def drop(ids: Sequence[str]) -> None:
        names = [name for each in ids for name in (each, original(each))]
        await asyncio.to_thread(files.delete, names)

    return drop


def _speaker(guide: LiveGuide) -> Say:
    """Return what says phrases in the words of the newest phrasebook."""

    def say(phrase: Phrase, **given: object) -> str:
        return guide.current.phrases.say(phrase, **given)

    return say


def _staff_group(group: str) -> Address | None:
    """Return the group at Telegram where staff are told of new parcels, if there is one."""
    return Place(int(group)).address() if group else None
