"""Siaran: the list of broadcasts, one of them with all that a decision needs, and its figures."""

from collections.abc import Mapping, Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.broadcasts.broadcast import Broadcast, State
from bot.broadcasts.comparing import Comparison
from bot.broadcasts.forecast import Forecast
from bot.broadcasts.words import Rule
from bot.errors import Refused
from bot.staff.account import Act
from bot.staff.finding import Finding
from bot.wiring import Services
from knowledge.calendar import Election
from webhooks.console.broadcast_phones import phones
from webhooks.console.broadcast_progress import follow
from webhooks.console.visit import Visit

OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.RUNNING, State.PAUSED)
UNAPPROVED = (State.DRAFT, State.SUBMITTED)
EDITABLE = (State.DRAFT, State.SUBMITTED, State.APPROVED)
BEGUN = (State.RUNNING, State.PAUSED, State.DONE, State.CANCELLED)
_OLDEST = 50  # of those that are over, on one page


class BroadcastPages:
    """Answer what staff want to see of broadcasts."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._verbs = services.broadcasting.verbs

    async def list(self, visit: Visit) -> Response:
        """Show what waits for whom looks at it, what runs, what is planned and what is over."""
        found = await self._verbs.planning.all()
        over = [each for each in reversed(found) if each.state not in OPEN]
        return visit.show(
            "broadcasts/list.html",
            sections=_parts(found, visit),
            shown_any=bool(found),
            over=over[:_OLDEST],
            hidden=max(0, len(over) - _OLDEST),
            findings=await self._concerning(visit),
            elections=self.coming(),
            names=await self._services.staffing.management.display_names(),
        )

    async def _concerning(self, visit: Visit) -> Sequence[Finding]:
        """Return what wants a decision of whom looks at it."""
        found = await self._services.broadcasting.watch.findings()
        return [each for each in found if each.concerns(visit.actor.account)]

    async def page(self, visit: Visit) -> Response:
        """Show one broadcast."""
        return await self.shown(visit)

    async def shown(self, visit: Visit, *, refusal: str = "", told: str = "") -> Response:
        """Show one broadcast; a *refusal* says what was just not done, *told* what came of it."""
        whole = await self.found(visit)
        seen = await self._verbs.forecast(whole)
        means = await self._verbs.means()
        compared = await self._compared(whole)
        return visit.show(
            "broadcasts/page.html",
            status=422 if refusal else 200,
            refusal=refusal,
            told=told,
            broadcast=whole,
            state=State,
            phones=list(phones(whole.content)),
            seen=seen,
            done=seen.ends_at(whole),
            standing=means.standing(whole),
            has_whatsapp=self._services.whatsapp is not None,
            warnings=await self._warnings(whole, seen),
            places=self._places(whole),
            comparison=compared,
            places_before=self._places(compared.before) if compared else (),
            names=await self._services.staffing.management.display_names(),
            is_own=whole.author == visit.actor.account.id,
            chat=await self._services.staffing.management.chat_of(visit.actor),
            may_edit=whole.state in EDITABLE and visit.may(Act.DRAFT_BROADCASTS),
            is_begun=whole.state in BEGUN,
            progress=await self._progress(visit, whole),
        )

    async def progress(self, visit: Visit) -> Response:
        """Show how far a broadcast has come; the pages that follow it look here."""
        whole = await self.found(visit)
        return visit.show(
            "broadcasts/progress.html",
            broadcast=whole,
            state=State,
            progress=await self._progress(visit, whole),
        )

    async def found(self, visit: Visit) -> Broadcast:
        """Return the broadcast that the address names; raises HTTPException 404."""
        try:
            return await self._verbs.planning.find(name_in(visit))
        except Refused as error:
            if error.reason == Rule.UNKNOWN:
                raise HTTPException(404) from None
            raise

    def coming(self) -> Sequence[Election]:
        """Return the elections here whose days are not all over, the next first."""
        library, today = self._services.guide.current.library, self._services.clock.today()
        return [
            each
            for each in library.calendar.local()
            if max(span.end for span in each.spans) >= today
        ]

    async def _compared(self, whole: Broadcast) -> Comparison | None:
        """Return what differs in what is still to be approved."""
        return await self._verbs.comparison(whole) if whole.state in UNAPPROVED else None

    async def _progress(self, visit: Visit, whole: Broadcast) -> object:
        """Return how far *whole* has come, None when it has not begun."""
        if whole.state not in BEGUN:
            return None
        progress = await self._verbs.reporting.progress(whole.id)
        return follow(progress, visit.request.query_params, now=self._services.clock.now())

    async def _warnings(self, whole: Broadcast, seen: Forecast) -> Sequence[str]:
        """Return what whoever decides should know; nothing of what is over."""
        return await self._verbs.warnings(whole, seen) if whole.state in EDITABLE else ()

    def _places(self, whole: Broadcast) -> Sequence[str]:
        """Return the names of kecamatan and offices that *whole* is limited to."""
        named = {each.code: each.name for each in self._services.guide.current.library.offices}
        offices = (named.get(each, each) for each in whole.audience.offices)
        return [*sorted(whole.audience.districts), *sorted(offices)]


def name_in(visit: Visit) -> str:
    """Return the number of the broadcast that the address names."""
    return str(visit.request.path_params["broadcast"])


def _parts(found: Sequence[Broadcast], visit: Visit) -> Mapping[str, Sequence[Broadcast]]:
    """Return those of *found* that are not over, by what is to be done about them."""
    account = visit.actor.account
    approves = visit.may(Act.APPROVE_BROADCASTS)
    mine = [each for each in found if _waits_for(each, account.id, approves=approves)]
    others = [each for each in found if each not in mine]
    return {
        "mine": mine,
        "running": [each for each in others if each.state in (State.RUNNING, State.PAUSED)],
        "planned": [each for each in others if each.state is State.APPROVED],
        "written": [each for each in others if each.state in (State.DRAFT, State.SUBMITTED)],
    }


def _waits_for(broadcast: Broadcast, account: str, *, approves: bool) -> bool:
    """Tell whether the next step of *broadcast* is that of *account*."""
    if broadcast.state is State.SUBMITTED:
        return approves and broadcast.author != account
    return broadcast.state is State.DRAFT and broadcast.author == account
