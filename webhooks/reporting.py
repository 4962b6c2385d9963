"""Where a reporting backend tells how its reports are doing, signed after Standard Webhooks."""

import logging
from pathlib import Path
from typing import Literal

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


class _Report(msgspec.Struct):
    """How one report is doing."""

    reference: str
    status: Status


class _Message(msgspec.Struct):
    """What a backend posts; whatever else it says is not read."""

    type: Literal["report.status"]
    data: _Report


_decoder = msgspec.json.Decoder(_Message)


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
        if told is None:
            return Response(status_code=400)
        changed = await self._services.settling.note(*told)
        if changed is None:
            return Response(status_code=404)
        return JSONResponse({"changed": changed})

    async def schema(self) -> Response:
        """Return what both sides send, as OpenAPI."""
        return Response(self._schema, media_type="application/json")


def _told(body: bytes) -> tuple[str, Status] | None:
    """Return which report *body* speaks of and how it is doing, None when it cannot be read."""
    try:
        told = _decoder.decode(body).data
    except (msgspec.MsgspecError, RecursionError):
        return None
    is_whole = told.status in TOLD and is_reference(told.reference)
    return (told.reference, told.status) if is_whole else None
