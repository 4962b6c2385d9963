"""Pengaturan: one's own sessions, those of others for administrators, and what else is set here."""

from starlette.responses import Response

from bot.errors import Refused
from bot.staff.refusal import Reason
from bot.staff.session import Kind
from bot.staff.words import DIFFERENT
from bot.wiring import Services
from webhooks.console.forms import Form
from webhooks.console.visit import Visit


class StaffPages:
    """Answer what staff ask about accounts and sessions."""

    def __init__(self, services: Services) -> None:
        self._management = services.staffing.management
        self._gate = services.staffing.gate

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

    async def password(self, visit: Visit) -> Response:
        """Show the form for another password."""
        return visit.show("staff/password.html")

    async def change_password(self, visit: Visit) -> Response:
        """Change one's own password; every session of the account ends, this one too."""
        old, new = visit.field("password"), visit.field("new_password")
        if new != visit.field("same_password"):
            return self._wrong(visit, "same_password", visit.say(DIFFERENT))
        try:
            await self._gate.change_password(visit.actor, old=old, new=new)
        except Refused as error:
            if error.reason in {Reason.SESSION, Reason.SLOW}:
                raise
            place = "password" if error.reason == Reason.CREDENTIALS else "new_password"
            return self._wrong(visit, place, str(error))
        response = visit.go("/masuk", notice="sandi-diganti")
        visit.take_session(response)
        return response

    def _wrong(self, visit: Visit, name: str, sentence: str) -> Response:
        """Show the form again with what is wrong; passwords are typed anew."""
        return visit.show("staff/password.html", form=Form({}, {name: sentence}))
