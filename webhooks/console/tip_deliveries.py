"""How forwarded tips are doing: the line of events of one, and all that have not arrived."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from bot.staff import leaving_words
from bot.tips import words
from bot.tips.acting import Acting
from bot.tips.backends.register import Register
from bot.tips.case import Case
from bot.tips.desk import Desk
from bot.tips.forwarding.forwarding import GIVEN_UP, RETRIED, SETTLED, Delivery, Forwarding, State
from bot.tips.forwarding.words import REASONS
from bot.tips.progress import BACKEND
from bot.tips.tip import MOVES, Status
from bot.wiring import Services
from webhooks.console.visit import Visit

_OPEN = frozenset({State.WAITING, State.SENDING, State.UNKNOWN, State.DEAD})
_TOLD = frozenset({Status.RECEIVED, Status.IN_PROGRESS, Status.DONE, Status.REJECTED})


@dataclass(frozen=True, slots=True)
class Shown:
    """A forwarding in words; what may be decided about it stands in *verbs*."""

    forwarding: Forwarding
    target: str
    state: str
    reason: str
    reference: str
    verbs: frozenset[str]

    @property
    def by_hand(self) -> bool:
        """Tell whether somebody has to take it to its target: the register only numbers it."""
        return self.forwarding.backend == Register.name


@dataclass(frozen=True, slots=True)
class Timeline:
    """What became of a tip outside: its forwardings, and what came back on which day."""

    deliveries: Sequence[Shown]
    told: Sequence[tuple[date, str]]
    leads: bool


async def timeline(visit: Visit, case: Case) -> Timeline:
    """Return what became of *case* outside."""
    found = await visit.services.settling.of_tip(visit.actor, case.tip.id)
    return Timeline(
        [_shown(visit, each) for each in found],
        list(_told(visit, case)),
        Status.FORWARDED in MOVES[case.tip.status],
    )


class DeliveryPages:
    """Answer what has not arrived."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def page(self, visit: Visit, acting: Acting) -> Response:
        """List it, without tips of one's own office."""
        desks = self._services.tipping.desks
        opened = desks.find(visit.actor.session.id)
        assert opened, "the desk is open behind this page"  # noqa: S101
        seen = {
            each.tip.id
            for each in await Desk(acting, opened.shelf.index, shelf=opened.shelf).listed()
        }
        found = await self._services.settling.all(visit.actor, states=_OPEN)
        shown = [_shown(visit, Delivery(each)) for each in found if each.tip in seen]
        stopped = [each for each in shown if each.forwarding.state in SETTLED]
        return visit.show(
            "tips/deliveries.html",
            stopped=stopped,
            moving=[each for each in shown if each not in stopped],
            by_hand=self._services.settings.reporting_backend == Register.name,
        )


def _shown(visit: Visit, delivery: Delivery) -> Shown:
    """Return *delivery* in words."""
    found = delivery.forwarding
    library = visit.services.guide.current.library
    names = {each.id: each.name for each in library.targets}
    verbs = {"ulang": RETRIED, "kembalikan": GIVEN_UP, "sampai": SETTLED}
    reason = REASONS.get(found.reason)
    return Shown(
        found,
        names.get(found.target, found.target),
        visit.say(leaving_words.STATES[found.state]),
        visit.say(reason) if reason else found.reason,
        delivery.reference,
        frozenset(verb for verb, states in verbs.items() if found.state in states),
    )


def _told(visit: Visit, case: Case) -> Iterator[tuple[date, str]]:
    """Yield what a receiver said of *case*."""
    for each in case.history:
        if each.author == BACKEND and each.event in _TOLD:
            yield each.day, visit.say(words.STATUSES[Status(each.event)])
