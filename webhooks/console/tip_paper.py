"""The printed report of a tip: "Informasi Awal…" of what may leave, as a file."""

import asyncio
import re

from starlette.responses import Response

from bot.reporting import letterhead
from bot.staff import leaving_words as words
from bot.tips.acting import Acting
from bot.tips.backends.pdf import printed
from bot.tips.previewing import is_decided, package_of, reason_of
from bot.wiring import Services
from webhooks.console.errors import error_page
from webhooks.console.tip_desk import case_of
from webhooks.console.visit import Visit

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


class PaperPages:
    """Print what may leave."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def pdf(self, visit: Visit, acting: Acting) -> Response:
        """Send the report, once somebody has decided what may leave."""
        case = await case_of(visit, acting)
        if not is_decided(case):
            return error_page(visit, 422, text=visit.say(words.UNDECIDED))
        found = await self._services.settling.of_tip(visit.actor, case.tip.id)
        known = [each.reference for each in found if each.reference]
        number = known[-1] if known else visit.say(words.UNNUMBERED)
        package = package_of(case, case.tip.target, reason_of(case))
        head = letterhead(self._services.guide)
        paper = await asyncio.to_thread(printed, package, number, head=head)
        name = _UNSAFE.sub("-", number).strip("-")
        headers = {
            "Content-Disposition": f'attachment; filename="informasi-awal-{name}.pdf"',
            "Cache-Control": "no-store",
        }
        return Response(paper, media_type="application/pdf", headers=headers)
