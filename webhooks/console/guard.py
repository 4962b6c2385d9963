"""The guard before every page: whose session it is, whether the form is ours, what they may do.

Nothing is served but through here, and what goes wrong behind it becomes a page.
"""

from collections.abc import Awaitable, Callable, Mapping
from hmac import compare_digest
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import JagaNetralError, Refused, TipUnknown
from bot.staff import console_words as words
from bot.staff.account import Act
from bot.staff.refusal import Reason
from bot.wiring import Services
from webhooks.console import drafts, entrance
from webhooks.console.drafts import Draft
from webhooks.console.errors import broken_page, error_page
from webhooks.console.forms import Incomplete, fields_of, typed_of
from webhooks.console.permissions import Door, Need
from webhooks.console.uploads import drop, takes_file, uploaded
from webhooks.console.visit import TOKEN, Visit
from webhooks.protection import same_origin

Handler = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_STATUSES: Mapping[str, int] = {Reason.ROLE: 403, Reason.OFFICE: 403, Reason.SLOW: 429}


class Guard:
    """Let visitors through to handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._gate = services.staffing.gate
        url = services.settings.public_base_url
        self._hosts = frozenset({urlsplit(url).hostname}) if url else _LOCAL

    def before(self, handler: Handler, need: Need) -> Endpoint:
        """Return what answers requests with *handler*, for whoever has what it needs."""

        async def endpoint(request: Request) -> Response:
            visit = Visit(request, self._services)
            try:
                return await self._checked(visit, handler, need=need)
            except HTTPException as error:
                return error_page(visit, error.status_code)
            except Incomplete as error:
                return error_page(visit, 422, text=" ".join(error.form.errors.values()))
            except Exception as error:  # noqa: BLE001 - nothing of it may reach a visitor
                return broken_page(visit, error)

        return endpoint

    async def _checked(self, visit: Visit, handler: Handler, *, need: Need) -> Response:
        """Return the handler's answer, or what is asked first."""
        # A name that somebody else chose would be trusted by whatever looks at it later.
        if _host(visit.request) not in self._hosts:
            raise HTTPException(400)
        if visit.request.method == "POST":
            same_origin(visit.request)
        if not takes_file(visit.request):
            visit.fields = await fields_of(visit.request)
        if need is Door.OPEN:
            return await handler(visit)
        try:
            visit.who = await self._gate.acting(visit.token) if visit.token else None
        except Refused:
            visit.who = None
        if takes_file(visit.request):
            await self._take(visit)
        if visit.who is None:
            return await self._login(visit)
        return await self._acting(visit, handler, act=Act(need))

    async def _take(self, visit: Visit) -> None:
        """Take a file from somebody who is logged in, and from nobody else."""
        if visit.who is None:
            await drop(visit.request)
        else:
            visit.fields, visit.file = await uploaded(visit.request)

    async def _acting(self, visit: Visit, handler: Handler, *, act: Act) -> Response:
        """Return the handler's answer to somebody who is logged in and may do *act*."""
        if visit.request.method == "POST":
            if not _is_ours(visit):
                return error_page(visit, 403, text=visit.say(words.FOREIGN_FORM))
            self._bring_back(visit)
        if not visit.is_live:
            await self._gate.stay(visit.actor)
        try:
            if visit.field("_code") and visit.actor.must_confirm(act):
                visit.who = await self._gate.confirm(visit.actor, visit.field("_code"))
            await visit.actor.require(act)
            return await handler(visit)
        except Refused as error:
            return await self._refused(visit, error)
        except TipUnknown:
            raise HTTPException(404) from None
        except JagaNetralError as error:
            return broken_page(visit, error, status=503)

    async def _refused(self, visit: Visit, error: Refused) -> Response:
        """Return what helps after a refusal: a login, a code, or the reason."""
        if error.reason == Reason.SESSION:
            return await self._login(visit)
        about_code = {Reason.CONFIRMATION, Reason.TOTP}
        if error.reason in about_code or (visit.field("_code") and error.reason == Reason.SLOW):
            draft = self._kept(visit, visit.actor.account.id)
            return entrance.confirm_page(visit, error, draft=draft)
        return error_page(visit, _STATUSES.get(error.reason, 422), text=str(error))

    async def _login(self, visit: Visit) -> Response:
        """Return the login, which carries along what somebody typed before their session ended."""
        if visit.is_live:
            return Response(status_code=204)
        visit.who = None
        owner = await self._gate.owner_of(visit.token) if visit.token else ""
        typed = owner and _is_ours(visit) and typed_of(visit.fields)
        draft = self._kept(visit, owner) if typed else ""
        return entrance.login_page(visit, draft=draft, over=bool(owner))

    def _kept(self, visit: Visit, owner: str) -> str:
        """Return what was typed, sealed for *owner*; "" for a page that was only looked at."""
        if visit.request.method != "POST":
            return ""
        draft = Draft(visit.path, visit.page, typed_of(visit.fields))
        return drafts.sealed(self._services.key, draft, owner=owner)

    def _bring_back(self, visit: Visit) -> None:
        """Put the fields of a draft in the place of those that were sent with it."""
        text = visit.field(drafts.FIELD)
        if not text:
            return
        draft = drafts.opened(self._services.key, text, owner=visit.actor.account.id)
        if draft is None or draft.path != visit.path:
            raise HTTPException(403)
        own = {name: each for name, each in visit.fields.items() if name.startswith("_")}
        visit.fields = {**draft.fields, **own}


def _host(request: Request) -> str | None:
    """Return the name by which a request reached us, None when it tells none."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return None


def _is_ours(visit: Visit) -> bool:
    """Tell whether the form that was sent was made for this session."""
    return compare_digest(visit.field(TOKEN).encode(), visit.csrf.encode())
