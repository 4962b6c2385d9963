"""The FastAPI application: what is mounted, and what starts and stops with it."""

import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from bot.errors import JagaNetralError
from bot.logs import configure
from bot.running import Part, running
from bot.settings import read_settings
from bot.wiring import Services, build
from webhooks.chat import Chat, templates
from webhooks.console import uploads
from webhooks.console.pages import console, too_large
from webhooks.console.visit import PREFIX
from webhooks.ending import told_to_end
from webhooks.operations import operations
from webhooks.protection import BodyLimit, SafeHeaders
from webhooks.reporting import ReportingWebhooks
from webhooks.telegram import telegram
from webhooks.throttle import Throttle
from webhooks.uploading import LARGEST_FORM, PATH
from webhooks.whatsapp import WhatsAppWebhooks

STATIC = Path(__file__).parent / "static"

_NOT_FOUND = "Halaman ini tidak ada."
_NOT_NOW = "Layanan sedang terganggu. Mohon coba lagi sebentar lagi."
_UNREADABLE = "Kiriman tidak dapat dibaca."

log = logging.getLogger(__name__)


def create() -> FastAPI:
    """Return the application for this environment; uvicorn calls it by name."""
    return _created(*Part)


def create_public() -> FastAPI:
    """Return the application without the console."""
    return _created(Part.PUBLIC)


def create_console() -> FastAPI:
    """Return the application with nothing but the console."""
    return _created(Part.CONSOLE)


def _created(*parts: Part) -> FastAPI:
    """Return the application that serves *parts* in this environment."""
    settings = read_settings()
    configure(settings.log_level)
    return create_app(build(settings), parts=parts)


def create_app(
    services: Services, *, throttle: Throttle | None = None, parts: Collection[Part] = tuple(Part)
) -> FastAPI:
    """Return the application that serves *parts* of *services*."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        async with running(services):
            with told_to_end(services.broadcasting.following.stop):
                yield

    app = FastAPI(
        title="JagaNetral", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.include_router(operations(app, services))
    if Part.PUBLIC in parts:
        _open_to_public(app, services, throttle=throttle or Throttle())
    if Part.CONSOLE in parts:
        app.add_route(PREFIX, _to_console)
        app.mount(PREFIX, console(services), name="console")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(JagaNetralError, _unavailable)
    app.add_middleware(
        BodyLimit,
        streamed={PATH: LARGEST_FORM, uploads.PATH: uploads.LARGEST_FORM},
        pages={PREFIX: too_large(services)},
    )
    https = services.settings.public_base_url.startswith("https:")
    app.add_middleware(SafeHeaders, https=https)
    return app


def _open_to_public(app: FastAPI, services: Services, *, throttle: Throttle) -> None:
    """Serve what people and providers reach."""
    app.include_router(Chat(services, throttle=throttle).router)
    if services.telegram:
        app.include_router(telegram(services, services.telegram))
    if services.whatsapp:
        app.include_router(WhatsAppWebhooks(services, services.whatsapp).router)
    app.include_router(ReportingWebhooks(services).router)


async def _to_console(request: Request) -> Response:
    """Lead to the console by its path alone: a Host that somebody made up is not repeated."""
    del request
    return RedirectResponse(f"{PREFIX}/", 307)


async def _unreadable(request: Request, error: Exception) -> Response:
    """Answer a malformed request with 400 and without repeating any of it."""
    del error
    return _page(request, 400, _UNREADABLE)


async def _refused(request: Request, error: Exception) -> Response:
    """Answer with the status of *error* and its text, in the dress of the chat."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return _page(request, status, _NOT_FOUND if status == 404 else detail)  # noqa: PLR2004


async def _unavailable(request: Request, error: Exception) -> Response:
    """Answer 503 where the program itself cannot go on now; the browser tries again."""
    log.error("a request failed: %s", type(error).__name__)
    response = _page(request, 503, _NOT_NOW)
    response.headers["Retry-After"] = "5"
    return response


def _page(request: Request, status: int, text: str) -> HTMLResponse:
    """Return a page that says *text*."""
    return templates.TemplateResponse(
        request, "chat/refused.html", {"text": text}, status_code=status
    )
