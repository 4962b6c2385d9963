"""Twilio's webhooks: people's messages, and reports on ours."""

import logging

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.channels.whatsapp.codes import reason_of
from bot.channels.whatsapp.inbound import NAME, parse, parse_report
from bot.errors import UnreadableMessage
from bot.providers import TWILIO_MESSAGES, TWILIO_REPORTS, WhatsApp
from bot.wiring import Services
from webhooks.answering import accepted

_EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

log = logging.getLogger(__name__)


class WhatsAppWebhooks:
    """Take what Twilio brings to one program; what it did not sign is refused with 403."""

    def __init__(self, services: Services, whatsapp: WhatsApp) -> None:
        self._services = services
        self._whatsapp = whatsapp
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route(TWILIO_MESSAGES, self.receive, methods=["POST"])
        self.router.add_api_route(TWILIO_REPORTS, self.report, methods=["POST"])

    async def receive(self, request: Request) -> Response:
        """Take a message and answer with an empty TwiML document once its replies are safe."""
        form = await self._signed(request, TWILIO_MESSAGES)
        if form is None:
            return Response(status_code=403)
        try:
            message = parse(form)
        except UnreadableMessage as error:
            return _unreadable(error)
        rest = await accepted(self._services.inbox, message)
        return Response(_EMPTY, media_type="text/xml", background=rest)

    async def report(self, request: Request) -> Response:
        """Take a report on a message of ours; those that come late change nothing."""
        form = await self._signed(request, TWILIO_REPORTS)
        if form is None:
            return Response(status_code=403)
        try:
            report = parse_report(form)
        except UnreadableMessage as error:
            return _unreadable(error)
        now = self._services.clock.now()
        moved, failed = await self._whatsapp.deliveries.note(report, now=now)
        if moved:
            self._services.metrics.delivery(NAME, report.state)
        await self._services.broadcasting.reports.note(
            report.sid,
            report.state,
            reason=reason_of(report.code),
            reference=request.query_params.get("ref", ""),
        )
        if failed:
            self._services.metrics.delivery_error(NAME, report.code)
            log.warning("a message failed at Twilio with %d", report.code)
        return Response(status_code=204)

    async def _signed(self, request: Request, path: str) -> dict[str, str] | None:
        """Return the form of *request*, None unless Twilio signed it for our public address."""
        async with request.form() as sent:
            form = {name: value for name, value in sent.items() if isinstance(value, str)}
        query = f"?{request.url.query}" if request.url.query else ""
        url = f"{self._services.settings.public_base_url}{path}{query}"
        return form if self._whatsapp.signatures.verify(url, form, request.headers) else None


def _unreadable(error: UnreadableMessage) -> Response:
    """Say 400 to Twilio, whose console shows it, and to the log why."""
    log.warning("unreadable request of Twilio: %s", error)
    return Response(status_code=400)
