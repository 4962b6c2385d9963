"""What became of a broadcast: a table, a picture, a file."""

from starlette.responses import Response

from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.picture import picture
from bot.broadcasts.reporting import table
from bot.broadcasts.results import Count
from bot.wiring import Services
from webhooks.console.broadcast_progress import follow
from webhooks.console.broadcasts import BroadcastPages, name_in
from webhooks.console.visit import Visit


class ReportPages:
    """Answer what a report is made of; nothing of it names a recipient."""

    def __init__(self, services: Services, pages: BroadcastPages) -> None:
        self._services = services
        self._verbs = services.broadcasting.verbs
        self._pages = pages

    async def page(self, visit: Visit) -> Response:
        """Show the report."""
        whole = await self._pages.found(visit)
        progress = await self._verbs.reporting.progress(whole.id)
        course = follow(progress, {}, now=self._services.clock.now())
        return visit.show("broadcasts/report.html", broadcast=whole, progress=course)

    async def csv(self, visit: Visit) -> Response:
        """Send the numbers as a file."""
        whole, counts = await self._counted(visit)
        name = f'attachment; filename="siaran-{whole.id}.csv"'
        headers = {"Content-Disposition": name}
        return Response(table(counts), media_type="text/csv", headers=headers)

    async def svg(self, visit: Visit) -> Response:
        """Send the drawn report."""
        whole, counts = await self._counted(visit)
        drawn = picture(whole.title, visit.clock(whole.starts_at), counts)
        return Response(drawn, media_type="image/svg+xml")

    async def _counted(self, visit: Visit) -> tuple[Broadcast, tuple[Count, ...]]:
        """Return a broadcast and how many came to which outcome."""
        whole = await self._pages.found(visit)
        return whole, (await self._verbs.reporting.progress(name_in(visit))).counts
