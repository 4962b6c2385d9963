"""What whoever runs the server asks it: is it alive, is it ready, how is it doing."""

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from bot.errors import DatabaseNotReadyError
from bot.wiring import Services
from webhooks.protection import insiders_only

_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def operations(app: FastAPI, services: Services) -> APIRouter:
    """Return the routes for the operator of *services*."""
    router = APIRouter()
    token = services.settings.metrics_token.get_secret_value()
    public = bool(services.settings.public_base_url)

    def insider(request: Request) -> None:
        insiders_only(request, token=token, public=public)

    @router.get("/healthz")
    async def alive() -> PlainTextResponse:
        """Say that the process runs."""
        return PlainTextResponse("ok")

    @router.get("/readyz")
    async def ready() -> JSONResponse:
        """Say whether messages can be taken: 200, or 503 with what is wrong."""
        try:
            await services.database.ping()
        except DatabaseNotReadyError:
            return JSONResponse({"database": "unreachable"}, status_code=503)
        problems = len(services.guide.problems)
        return JSONResponse({"database": "ok", "knowledge_problems": problems})

    @router.get("/metrics", dependencies=[Depends(insider)], include_in_schema=False)
    async def metrics() -> Response:
        """Return all figures."""
        return Response(services.metrics.exposition(), media_type=_METRICS_TYPE)

    @router.get("/openapi.json", dependencies=[Depends(insider)], include_in_schema=False)
    async def schema() -> JSONResponse:
        """Return the description of the interface."""
        return JSONResponse(get_openapi(title=app.title, version=app.version, routes=app.routes))

    return router
