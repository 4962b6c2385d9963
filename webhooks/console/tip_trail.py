"""Who read a tip or did something with it, for those who may read the trail."""

from starlette.responses import Response

from bot.staff.account import Act
from bot.staff.audit import Wanted
from bot.staff.refusal import SENTENCES, Reason
from bot.staff.reviewing import Review
from bot.staff.words import ACT_NAMES
from bot.tips.acting import Acting
from bot.tips.keys import KeyRing
from bot.wiring import Services
from webhooks.console.tips import tip_in
from webhooks.console.visit import Visit


class TipTrail:
    """Show the rows of the trail that are about one tip."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._review = Review(services.staffing.room)

    async def page(self, visit: Visit) -> Response:
        """Show the newest rows; the tip itself stays shut."""
        found = self._services.tipping.desks.find(visit.actor.session.id)
        ring = found.ring if found else KeyRing({})
        acting = Acting(self._services.tipping.desk, ring, actor=visit.actor)
        tip_id = await acting.identify(tip_in(visit))
        number = visit.request.query_params.get("nomor", "")
        below = int(number) if number.isdecimal() and len(number) < len(str(2**63)) else 0
        page = await self._review.page(visit.actor, Wanted(subject=tip_id), below=below)
        plain = (reason for reason in Reason if not SENTENCES[reason].words)
        return visit.show(
            "tips/trail.html",
            tip_id=tip_id,
            page=page,
            acts={act: visit.say(ACT_NAMES[act]) for act in Act},
            reasons={reason: visit.say(SENTENCES[reason]) for reason in plain},
            is_later=bool(below),
        )
