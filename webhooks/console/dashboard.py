"""Beranda: what waits for whom looks at it, and how the service is doing, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from bot.broadcasts.broadcast import Broadcast, State
from bot.errors import DatabaseNotReadyError
from bot.questions.reviewing import count_unanswered
from bot.staff.account import Act
from bot.tips.counting import Standing, standing
from bot.wiring import Services
from webhooks.console.visit import Visit

_TOLD = (State.SUBMITTED, State.APPROVED, State.RUNNING, State.PAUSED)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the service: its *name* in the template, and whether it is well."""

    name: str
    well: bool
    count: int = 0


class Dashboard:
    """Answer with the first page."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def page(self, visit: Visit) -> Response:
        """Show what waits."""
        return visit.show(
            "dashboard/page.html",
            tips=await self._tips(visit),
            broadcasts=await self._broadcasts(visit),
            questions=await self._questions(visit),
            health=await self._health(),
        )

    async def _tips(self, visit: Visit) -> Standing | None:
        """Return how tips stand, for those who handle them; none of the visitor's own office."""
        if not visit.may(Act.READ_TIPS):
            return None
        services = self._services
        offices = visit.actor.account.offices
        return await standing(services.database, today=services.clock.today(), but=offices)

    async def _broadcasts(self, visit: Visit) -> Mapping[State, list[Broadcast]] | None:
        """Return the broadcasts that are under way, for those who write or approve them."""
        if not visit.may(Act.READ_BROADCASTS):
            return None
        found = await self._services.broadcasting.verbs.planning.all(*_TOLD)
        return {state: [each for each in found if each.state is state] for state in _TOLD}

    async def _questions(self, visit: Visit) -> int | None:
        """Return how many questions found no answer, for those who may do something about it."""
        if not visit.may(Act.READ_QUESTIONS):
            return None
        return await count_unanswered(self._services.database)

    async def _health(self) -> list[Finding]:
        """Return how each part of the service is doing."""
        services = self._services
        try:
            await services.database.ping()
            ready = True
        except DatabaseNotReadyError:
            ready = False
        problems = len(services.guide.problems)
        return [
            Finding("database", ready),
            Finding("knowledge", not problems, problems),
            Finding("telegram", services.telegram is not None),
            Finding("whatsapp", services.whatsapp is not None),
        ]
