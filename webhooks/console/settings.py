"""Pengaturan, the installation: channels, where tips go, what is erased, which keys are here."""

from typing import Literal

from pydantic import BaseModel
from starlette.responses import Response

from bot.doctor import keys_held
from bot.staff.retention_words import KINDS
from bot.wiring import Services
from webhooks.console.errors import error_page
from webhooks.console.forms import Form, Incomplete
from webhooks.console.visit import Visit


class Erasing(BaseModel):
    """That somebody means it."""

    sure: Literal["ya"]


class SettingsPages:
    """Answer administrators who look after the installation."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def channels(self, visit: Visit) -> Response:
        """Show which channels work and what is missing."""
        settings = self._services.settings
        return visit.show(
            "staff/channels.html",
            address=settings.public_base_url,
            telegram=self._services.telegram is not None,
            whatsapp=settings.whatsapp,
            group=bool(settings.telegram_staff_group),
            linked=await self._services.staffing.management.chat_of(visit.actor) is not None,
        )

    async def try_out(self, visit: Visit) -> Response:
        """Send a message to one's own linked chat."""
        chat = await self._services.staffing.management.chat_of(visit.actor)
        if chat is None or chat.channel not in self._services.providers.channels:
            return error_page(visit, 422)
        taken = await self._services.bell.try_out(visit.actor, chat)
        return visit.go("/pengaturan/saluran", notice="pesan-uji" if taken else "pesan-uji-tunggu")

    async def reporting(self, visit: Visit) -> Response:
        """Show where forwarded tips go."""
        settings = self._services.settings
        today = self._services.clock.today()
        targets = self._services.guide.current.library.targets
        return visit.show(
            "staff/reporting.html",
            backend=settings.reporting_backend,
            url=settings.reporting_url,
            recipients=settings.reporting_recipients,
            sealed=settings.reporting_openpgp_key is not None,
            targets=[(each, each.stands_on(today)) for each in targets],
        )

    async def retention(self, visit: Visit) -> Response:
        """Show what would be erased now."""
        return await self._retention(visit)

    async def erase(self, visit: Visit) -> Response:
        """Erase now what has been kept long enough."""
        try:
            visit.read(Erasing)
        except Incomplete as error:
            return await self._retention(visit, error.form)
        await self._services.retention.ordered(visit.actor)
        return visit.go("/pengaturan/masa-simpan", notice="data-dihapus")

    async def _retention(self, visit: Visit, form: Form | None = None) -> Response:
        """Show the plan, with a *form* that was not taken."""
        plan = await self._services.retention.planned(visit.actor)
        return visit.show("staff/retention.html", form=form, plan=plan, kinds=KINDS)

    async def keys(self, visit: Visit) -> Response:
        """Show which keys are here, by the ids of their public halves."""
        return visit.show("staff/keys.html", keys=tuple(keys_held(self._services.settings)))
