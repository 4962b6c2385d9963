"""The console put together: each room's handlers, behind the guard, by the table of permissions."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import JagaNetralError
from bot.wiring import Services
from webhooks.console import help as help_pages
from webhooks.console.dashboard import Dashboard
from webhooks.console.entrance import Entrance
from webhooks.console.errors import error_page
from webhooks.console.guard import Guard, Handler
from webhooks.console.invitation import Coming
from webhooks.console.permissions import NEEDS
from webhooks.console.staff import StaffPages
from webhooks.console.tips import TipPages
from webhooks.console.visit import Visit

Handlers = Mapping[str, Handler]


class UndeclaredPage(JagaNetralError):
    """Report pages that the table of permissions does not have, or has without a handler."""


def handlers(services: Services) -> Handlers:
    """Return what answers each page of the table."""
    entrance, coming, staff = Entrance(services), Coming(services), StaffPages(services)
    tips = TipPages(services)
    return {
        "GET /masuk": entrance.form,
        "POST /masuk": entrance.login,
        "GET /undangan/{code}": coming.welcome,
        "POST /undangan/{code}/sandi": coming.password,
        "POST /undangan/{code}": coming.accept,
        "POST /pastikan": entrance.confirm,
        "POST /keluar": entrance.logout,
        "GET /": Dashboard(services).page,
        "GET /aduan": tips.queue,
        "POST /aduan/buka": tips.unlock,
        "POST /aduan/kunci": tips.lock,
        "GET /aduan/{tip}": tips.case,
        "GET /pengaturan": staff.settings,
        "GET /pengaturan/sesi": staff.sessions,
        "POST /pengaturan/sesi/{session}/akhiri": staff.end_session,
        "GET /pengaturan/sandi": staff.password,
        "POST /pengaturan/sandi": staff.change_password,
        "GET /bantuan": help_pages.overview,
        "GET /bantuan/peran": help_pages.roles,
    }


def console(services: Services) -> Starlette:
    """Return the console of *services*, to be mounted at /meja; raises UndeclaredPage."""
    answering = handlers(services)
    routes = guarded(answering, Guard(services))

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return error_page(Visit(request, services), status)

    app = Starlette(routes=routes, exception_handlers={HTTPException: refused})
    app.router.redirect_slashes = False
    return app


def too_large(services: Services) -> ASGIApp:
    """Return what answers a request to the console whose body is not taken."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        page = error_page(Visit(Request(scope), services), 413)
        await page(scope, receive, send)

    return answer


def guarded(answering: Handlers, guard: Guard) -> list[Route]:
    """Return the routes of *answering*, each behind *guard* with what its page needs.

    Raises UndeclaredPage unless the table has exactly these.
    """
    if different := answering.keys() ^ NEEDS.keys():
        raise UndeclaredPage(
            f"permissions.py and pages.py differ in {', '.join(sorted(different))}"
        )
    made = []
    for page, handler in answering.items():
        method, _, path = page.partition(" ")
        made.append(Route(path, guard.before(handler, NEEDS[page]), methods=[method]))
    return made
