"""Pengaturan: one's own sessions, those of others for administrators, and what else is set here."""

from starlette.responses import Response

from bot.staff.session import Kind
from bot.wiring import Services
from webhooks.console.visit import Visit


class StaffPages:
    """Answer what staff ask about accounts and sessions."""

    def __init__(self, services: Services) -> None:
        self._management = services.staffing.management

    async def settings(self, visit: Visit) -> Response:
        """Show what can be set."""
        return visit.show("staff/settings.html")

    async def sessions(self, visit: Visit) -> Response:
        """List open sessions."""
        found = await self._management.sessions(visit.actor)
        return visit.show("staff/sessions.html", sessions=found, console=Kind.CONSOLE)

    async def end_session(self, visit: Visit) -> Response:
        """End a session; one's own is left by logging out."""
        session = visit.request.path_params["session"]
        await self._management.end_session(visit.actor, session)
        return visit.go("/pengaturan/sesi", notice="sesi-diakhiri")
