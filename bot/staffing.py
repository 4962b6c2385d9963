"""Build what lets staff in, and what notes what they do."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.broadcasts.verbs import Broadcasts
from bot.conversation.linking import Linking
from bot.conversation.steering import Steering
from bot.providers import Ground
from bot.questions.guide import LiveGuide
from bot.staff.audit import Trail
from bot.staff.chats import Chats
from bot.staff.gate import Staff
from bot.staff.invitations import Invitations
from bot.staff.managing import Management
from bot.staff.passwords import Passwords
from bot.staff.refusal import Reason, Say
from bot.staff.room import Room


@dataclass(frozen=True, slots=True)
class Staffing:
    """The room of staff, its gate, and who manages both."""

    room: Room
    gate: Staff
    invitations: Invitations
    management: Management
    chats: Chats
    guide: LiveGuide

    def known_offices(self, codes: Iterable[str]) -> frozenset[str]:
        """Return *codes*; raises Refused for one that no office of the city has."""
        wanted = tuple(codes)
        known = {each.code for each in self.guide.current.library.offices}
        for code in wanted:
            if code not in known:
                raise self.room.because(Reason.OFFICE_UNKNOWN, kode=code)
        return frozenset(wanted)


def staffing(ground: Ground, say: Say) -> Staffing:
    """Return what staff come in by; *say* tells them why something is refused."""
    key = ground.key
    trail = Trail(lambda text: key.mac(text, purpose="audit"))
    room, passwords = Room(ground.database, trail, ground.clock, say), Passwords()
    return Staffing(
        room,
        Staff(room, key, passwords=passwords),
        Invitations(room, key, passwords=passwords),
        Management(room, key),
        Chats(room, key),
        ground.guide,
    )


def in_chats(
    staffed: Staffing, verbs: Broadcasts, say: Say, *, channel: str
) -> tuple[Linking, Steering]:
    """Return what links the chats of staff on *channel*, and lets them steer broadcasts there."""
    return (
        Linking(staffed.management, staffed.chats, channels={channel}),
        Steering(staffed.chats, staffed.gate, verbs=verbs, say=say),
    )
