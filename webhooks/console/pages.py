"""The console put together: each room's handlers, behind the guard, by the table of permissions."""

from collections.abc import Mapping
from contextlib import suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import JagaNetralError
from bot.staff import console_words as words
from bot.wiring import Services
from webhooks.console import help as help_pages
from webhooks.console.accounts import AccountPages
from webhooks.console.audit import AuditPages
from webhooks.console.broadcast_handlers import broadcast_handlers
from webhooks.console.dashboard import Dashboard
from webhooks.console.entrance import Entrance
from webhooks.console.errors import error_page
from webhooks.console.guard import Guard, Handler
from webhooks.console.inquiries import InquiryPages
from webhooks.console.invitation import Coming
from webhooks.console.knowledge import Knowledge
from webhooks.console.permissions import NEEDS
from webhooks.console.proposals import ProposalPages
from webhooks.console.questions import Questions
from webhooks.console.settings import SettingsPages
from webhooks.console.staff import StaffPages
from webhooks.console.tip_handlers import tip_handlers
from webhooks.console.trial import Trial
from webhooks.console.uploads import takes_file
from webhooks.console.visit import Visit

Handlers = Mapping[str, Handler]


class UndeclaredPage(JagaNetralError):
    """Report pages that the table of permissions does not have, or has without a handler."""


def handlers(services: Services) -> Handlers:
    """Return what answers each page of the table."""
    entrance, coming, staff = Entrance(services), Coming(services), StaffPages(services)
    known = Knowledge(services)
    return {
        "GET /masuk": entrance.form,
        "POST /masuk": entrance.login,
        "GET /undangan/{code}": coming.welcome,
        "POST /undangan/{code}/sandi": coming.password,
        "POST /undangan/{code}": coming.accept,
        "POST /pastikan": entrance.confirm,
        "POST /keluar": entrance.logout,
        "GET /": Dashboard(services).page,
        **broadcast_handlers(services),
        **_questions(services),
        "GET /pengetahuan": known.overview,
        "GET /pengetahuan/pemeriksaan": known.looked_over,
        "GET /pengetahuan/hukum/{law}": known.law,
        "GET /pengetahuan/isi/{entry}": known.entry,
        **tip_handlers(services),
        "GET /pengaturan": staff.settings,
        "GET /pengaturan/sesi": staff.sessions,
        "POST /pengaturan/sesi/{session}/akhiri": staff.end_session,
        "GET /pengaturan/sandi": staff.password,
        "POST /pengaturan/sandi": staff.change_password,
        **_settings(services),
        "GET /bantuan": help_pages.overview,
        "GET /bantuan/langkah": help_pages.steps,
        "GET /bantuan/status": help_pages.meanings,
        "GET /bantuan/privasi": help_pages.privacy,
        "GET /bantuan/peran": help_pages.roles,
    }


def _questions(services: Services) -> Handlers:
    """Return what answers the pages of Pertanyaan."""
    questions, trial = Questions(services), Trial(services)
    inquiries, proposals = InquiryPages(services, questions), ProposalPages(services, questions)
    return {
        "GET /pertanyaan": questions.overview,
        "GET /pertanyaan/coba": trial.form,
        "POST /pertanyaan/coba": trial.explained,
        "GET /pertanyaan/jawaban": inquiries.form,
        "POST /pertanyaan/jawaban": inquiries.preview,
        "POST /pertanyaan/jawaban/kirim": inquiries.send,
        "GET /pertanyaan/aturan-baru": proposals.form,
        "POST /pertanyaan/aturan-baru": proposals.made,
        "POST /pertanyaan/aturan-baru/berkas": proposals.patch,
        "GET /pertanyaan/kelompok/{group}": questions.group,
        "GET /pertanyaan/kelompok/{group}/usulan": questions.suggestion,
        "GET /pertanyaan/kelompok/{group}/usulan.patch": questions.patch,
        "POST /pertanyaan/kelompok/{group}/abaikan": questions.dismiss,
    }


def _settings(services: Services) -> Handlers:
    """Return what answers the pages by which an installation is looked after."""
    accounts, settings, audit = (
        AccountPages(services),
        SettingsPages(services),
        AuditPages(services),
    )
    one = "/pengaturan/akun/{name}"
    return {
        "GET /pengaturan/akun": accounts.accounts,
        "GET /pengaturan/undangan": accounts.invitation,
        "POST /pengaturan/undangan": accounts.invite,
        f"GET {one}": accounts.account,
        f"POST {one}": accounts.change,
        f"POST {one}/undangan": accounts.renew,
        f"POST {one}/nonaktif": accounts.disable,
        f"POST {one}/aktif": accounts.enable,
        "GET /pengaturan/saluran": settings.channels,
        "POST /pengaturan/saluran/uji": settings.try_out,
        "GET /pengaturan/tujuan": settings.reporting,
        "GET /pengaturan/masa-simpan": settings.retention,
        "POST /pengaturan/masa-simpan": settings.erase,
        "GET /pengaturan/kunci": settings.keys,
        "GET /pengaturan/jejak": audit.trail,
        "POST /pengaturan/jejak/periksa": audit.verify,
        "POST /pengaturan/jejak/unduh": audit.export,
    }


def console(services: Services) -> Starlette:
    """Return the console of *services*, to be mounted at /meja; raises UndeclaredPage."""
    answering = handlers(services)
    routes = guarded(answering, Guard(services))

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        visit = Visit(request, services)
        with suppress(JagaNetralError):  # of a session that is over, or a database that is away
            visit.who = await services.staffing.gate.acting(visit.token) if visit.token else None
        return error_page(visit, status)

    app = Starlette(routes=routes, exception_handlers={HTTPException: refused})
    app.router.redirect_slashes = False
    return app


def too_large(services: Services) -> ASGIApp:
    """Return what answers a request to the console whose body is not taken."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        visit = Visit(Request(scope), services)
        text = visit.say(words.PICTURE_FAR_TOO_LARGE) if takes_file(visit.request) else ""
        page = error_page(visit, 413, text=text)
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
