"""Beranda: what waits for whom looks at it, and how the service is doing, in plain words."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from bot.broadcasts.broadcast import Broadcast, State
from bot.broadcasts.reporting import Progress
from bot.questions.counting import Asked, asked
from bot.questions.reviewing import count_unanswered
from bot.staff.account import Act
from bot.staff.finding import Finding
from bot.tips.counting import Standing, standing
from bot.wiring import Services
from webhooks.console.at_desk import at_desk
from webhooks.console.charts import columns, share_of
from webhooks.console.health import Finding as Health
from webhooks.console.health import health
from webhooks.console.visit import Visit

_TOLD = (State.SUBMITTED, State.APPROVED, State.RUNNING, State.PAUSED)
_BEGUN = (State.RUNNING, State.PAUSED)

Broadcasts = Mapping[State, list[Broadcast]]


class Dashboard:
    """Answer with the first page."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def page(self, visit: Visit) -> Response:
        """Show what waits."""
        broadcasts = await self._broadcasts(visit)
        told = await self._asked(visit)
        well = await health(self._services)
        return visit.show(
            "dashboard/page.html",
            findings=await self._findings(visit),
            lone=await self._is_lone(visit),
            keyless=visit.may(Act.MANAGE_DESK_KEY) and Health("key", well=False) in well,
            tips=await self._tips(visit),
            exact=await at_desk(self._services, visit),
            broadcasts=broadcasts,
            to_approve=_to_approve(visit, broadcasts),
            running=await self._running(broadcasts),
            questions=await self._questions(visit),
            asked=told,
            columns=list(columns(told.days)) if told else [],
            topics=self._topics(told),
            share_of=share_of,
            health=well,
        )

    async def _findings(self, visit: Visit) -> list[Finding]:
        """Return what wants a decision of whom looks at it."""
        found = await self._services.bell.looking.findings()
        return [each for each in found if each.concerns(visit.actor.account)]

    async def _is_lone(self, visit: Visit) -> bool:
        """Tell whether nobody but the visitor manages accounts: a lost phone would shut all out."""
        if not visit.may(Act.MANAGE_STAFF):
            return False
        return await self._services.staffing.management.count_administrators() == 1

    async def _tips(self, visit: Visit) -> Standing | None:
        """Return how tips stand, for those who handle them; none of the visitor's own office."""
        if not visit.may(Act.READ_TIPS):
            return None
        services = self._services
        offices = visit.actor.account.offices
        return await standing(services.database, today=services.clock.today(), but=offices)

    async def _broadcasts(self, visit: Visit) -> Broadcasts | None:
        """Return the broadcasts that are under way, for those who write or approve them."""
        if not visit.may(Act.READ_BROADCASTS):
            return None
        found = await self._services.broadcasting.verbs.planning.all(*_TOLD)
        return {state: [each for each in found if each.state is state] for state in _TOLD}

    async def _running(self, broadcasts: Broadcasts | None) -> list[tuple[Broadcast, Progress]]:
        """Return how far the broadcasts have come that have begun."""
        begun = [each for state in _BEGUN for each in (broadcasts or {}).get(state, [])]
        progress = self._services.broadcasting.verbs.reporting.progress
        return [(each, await progress(each.id)) for each in begun]

    async def _questions(self, visit: Visit) -> int | None:
        """Return how many questions found no answer, for those who may do something about it."""
        if not visit.may(Act.READ_QUESTIONS):
            return None
        return await count_unanswered(self._services.database)

    async def _asked(self, visit: Visit) -> Asked | None:
        """Return what people asked lately, for those who look after the answers."""
        if not visit.may(Act.READ_QUESTIONS):
            return None
        return await asked(self._services.database, today=self._services.clock.today())

    def _topics(self, told: Asked | None) -> Sequence[tuple[str, str, int]]:
        """Return the entries that were shown most, with their titles."""
        library = self._services.guide.current.library
        titles = {each.id: each.title for each in library.rules.values()}
        titles |= {each.id: each.title for each in library.infos.values()}
        shown = told.topics if told else ()
        return [(entry, titles[entry], count) for entry, count in shown if entry in titles]


def _to_approve(visit: Visit, broadcasts: Broadcasts | None) -> int:
    """Return how many broadcasts of others wait for the visitor's approval."""
    if broadcasts is None or not visit.may(Act.APPROVE_BROADCASTS):
        return 0
    own = visit.actor.account.id
    return sum(each.author != own for each in broadcasts[State.SUBMITTED])
