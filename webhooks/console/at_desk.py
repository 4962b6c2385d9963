"""What the first page tells of tips to whom has the desk unlocked: exact days, and one's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.staff.account import Act
from bot.tips.acting import Acting
from bot.tips.desk import Desk
from bot.tips.listing import Line
from bot.tips.tip import CLOSED, Status
from bot.wiring import Services
from webhooks.console.visit import Visit

_WAITING = frozenset({Status.NEW, Status.READ, Status.NEEDS_INFO})
_SOON = 3  # days


@dataclass(frozen=True, slots=True)
class Exact:
    """Tips that wait here by the days left to report them, and those that wait for oneself."""

    late: int
    soon: int
    ample: int
    undated: int
    mine: int
    answered: int


async def at_desk(services: Services, visit: Visit) -> Exact | None:
    """Return what the unlocked desk tells, None while it is locked.

    Nothing of this is renewed by itself: a page that is left open must not keep the desk unlocked.
    """
    if visit.is_live or not visit.may(Act.READ_TIPS):
        return None
    found = services.tipping.desks.find(visit.actor.session.id)
    if found is None:
        return None
    acting = Acting(services.tipping.desk, found.ring, actor=visit.actor)
    desk = Desk(acting, found.shelf.index, shelf=found.shelf)
    return exact(await desk.listed(), visit.actor.account.name)


def exact(lines: Iterable[Line], name: str) -> Exact:
    """Return how *lines* stand for the account *name*."""
    open_ = [each for each in lines if each.tip.status not in CLOSED]
    left = [each.left for each in open_ if each.tip.status in _WAITING]
    dated = [days for days in left if days is not None]
    mine = [each for each in open_ if each.assigned == name]
    return Exact(
        late=sum(days < 0 for days in dated),
        soon=sum(0 <= days <= _SOON for days in dated),
        ample=sum(days > _SOON for days in dated),
        undated=len(left) - len(dated),
        mine=len(mine),
        answered=sum(each.answered for each in mine),
    )
