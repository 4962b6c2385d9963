"""Where a reporting backend tells how its reports are doing, signed after Standard Webhooks."""

import logging
from pathlib import Path

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bot.tips.backends.port import TOLD, is_reference
from bot.tips.backends.signatures import WebhookKeys
from bot.tips.tip import Status
from bot.wiring import Services

PATH = "/webhooks/reporting"
SCHEMA = Path(__file__).parent / "openapi" / "reporting.json"

_LARGEST = 16 * 1024

log = logging.getLogger(__name__)


class ReportingWebhooks:
    """Take statuses; without a secret in the settings everything is refused."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._keys = WebhookKeys(services.settings.reporting_secrets)
        self._schema = SCHEMA.read_text("utf-8")
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route(PATH, self.receive, methods=["POST"])
        self.router.add_api_route(f"{PATH}/openapi.json", self.schema, methods=["GET"])

    async def receive(self, request: Request) -> Response:
        """Take one status; who asks without a signature learns nothing."""
        body = await request.body()
        if len(body) > _LARGEST:
            return Response(status_code=413)
        if not self._keys.verify(request.headers, body, now=self._services.clock.now()):
            log.warning("a status of the reporting backend is not signed as it must be")
            return Response(status_code=401)
        told = _told(body)
        if isinstance(told, str):
            return JSONResponse({"error": told}, status_code=400)
        changed = await self._services.settling.note(*told)
        if changed is None:
            return Response(status_code=404)
        return JSONResponse({"changed": changed})

    async def schema(self) -> Response:
        """Return what both sides send, as OpenAPI."""
        return Response(self._schema, media_type="application/json")


def _told(body: bytes) -> tuple[str, Status] | str:
    """Return which report *body* speaks of and how it is doing, or what to write instead.

    Nothing of the body is repeated: a backend may have put a story into the wrong field.
    """
    try:
        message = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError):
        return "the body is not JSON"
    if not isinstance(message, dict) or message.get("type") != "report.status":
        return 'type: write "report.status"'
    data = message.get("data")
    if not isinstance(data, dict):
        return "data: write an object with reference and status"
    reference, status = data.get("reference"), data.get("status")
    if not isinstance(reference, str) or not is_reference(reference):
        return "reference: write it as it was answered when the report was taken"
    if not isinstance(status, str) or status not in TOLD:
        return f"status: write one of {', '.join(TOLD)}"
    return reference, Status(status)
