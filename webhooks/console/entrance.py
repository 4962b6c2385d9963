"""Getting in and out of the console, and showing once more who one is."""

from contextlib import suppress

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match

from bot.errors import Refused
from bot.staff import console_words as words
from bot.staff.gate import Attempt
from bot.staff.refusal import Reason
from bot.staff.session import Kind
from bot.wiring import Services
from webhooks.console import drafts
from webhooks.console.drafts import Draft
from webhooks.console.forms import Form
from webhooks.console.visit import PREFIX, Resumed, Visit

_ENTRANCES = frozenset({"/masuk", "/pastikan", "/aduan/buka"})


def login_page(
    visit: Visit, *, draft: str = "", over: bool = False, error: str = "", status: int = 401
) -> HTMLResponse:
    """Return the login; *over*, it says that a session ended, and carries a *draft* along."""
    telling = words.SESSION_OVER_TYPED if draft else words.SESSION_OVER
    return visit.show(
        "entrance/login.html",
        status=status,
        error=error,
        told=visit.say(telling) if over and not error else "",
        draft=draft,
        next=_here(visit),
    )


def confirm_page(visit: Visit, error: Refused, *, draft: str = "") -> HTMLResponse:
    """Return what asks for a fresh code before an act; a *draft* is what is then done."""
    wrong = error.reason != Reason.CONFIRMATION
    return visit.show(
        "entrance/confirm.html",
        status=422 if wrong else 403,
        error=str(error) if wrong else "",
        action=f"{PREFIX}{visit.path}" if draft else f"{PREFIX}/pastikan",
        draft=draft,
        next=_here(visit),
    )


class Entrance:
    """Answer logins, logouts and fresh codes."""

    def __init__(self, services: Services) -> None:
        self._gate = services.staffing.gate
        self._key = services.key
        self._desks = services.tipping.desks

    async def form(self, visit: Visit) -> Response:
        """Show the login."""
        return login_page(visit, status=200)

    async def login(self, visit: Visit) -> Response:
        """Open a session under a fresh token, and lead on to where somebody was."""
        attempt = Attempt(
            visit.field("name").strip(),
            visit.field("password"),
            visit.field("code"),
            Kind.CONSOLE,
            visit.device,
        )
        draft = visit.field(drafts.FIELD)
        try:
            opened = await self._gate.login(attempt)
        except Refused as error:
            status = 429 if error.reason == Reason.SLOW else 401
            return login_page(visit, draft=draft, error=str(error), status=status)
        await self._end_former(visit)
        visit.token = opened.token
        visit.who = await self._gate.acting(opened.token)
        response = await self._led_on(visit, draft)
        visit.give_session(response, opened)
        return response

    async def logout(self, visit: Visit) -> Response:
        """End the session."""
        await self._gate.logout(visit.actor)
        self._desks.lock(visit.actor.session.id)
        response = visit.go("/masuk", notice="keluar")
        visit.take_session(response)
        return response

    async def confirm(self, visit: Visit) -> Response:
        """Take a fresh code for a page that is looked at; the guard takes those of acts."""
        try:
            await self._gate.confirm(visit.actor, visit.field("_code"))
        except Refused as error:
            return confirm_page(visit, error)
        return visit.go(visit.next)

    async def _end_former(self, visit: Visit) -> None:
        """End the session that this browser had: nobody could log out of it any more."""
        with suppress(Refused):
            if visit.token:
                await self._gate.logout(await self._gate.acting(visit.token))

    async def _led_on(self, visit: Visit, text: str) -> Response:
        """Return the way on after a login: back to a form that was being filled in, or a page."""
        if not text:
            return visit.go(visit.next)
        draft = drafts.opened(self._key, text, owner=visit.actor.account.id)
        if draft is None:
            return visit.go("/", notice="isian-milik-lain")
        return await again(visit, draft)


async def again(visit: Visit, draft: Draft) -> Response:
    """Return the page whose form was being filled in, as it was; nothing of it is done yet.

    Where that page cannot be told, what was typed is shown to be copied.
    """
    # A form that was brought back once stands under the address of the entrance, and says nothing.
    place = draft.path if URL(draft.page).path in _ENTRANCES else draft.page
    url = URL(f"{PREFIX}{place}")
    scope = {
        **visit.request.scope,
        "method": "GET",
        "path": url.path,
        "query_string": url.query.encode(),
        "resumed": Resumed(visit.token, Form(draft.fields)),
    }
    for route in visit.request.app.router.routes:
        match, found = route.matches(scope)
        if match is Match.FULL and place != "/":
            response: Response = await route.endpoint(Request({**scope, **found}))
            return response
    return visit.show("entrance/typed.html", typed=draft.fields)


def _here(visit: Visit) -> str:
    """Return where a visitor is to be led after the login: where they asked for, or are."""
    entering = visit.path in {"/masuk", "/pastikan"}
    return f"{PREFIX}{visit.next if entering else visit.page}"
