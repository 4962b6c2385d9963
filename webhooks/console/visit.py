"""A visit: one request to the console, who makes it, what they typed, and what they get to see."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.questions.words import day_name
from bot.staff import console_words as words
from bot.staff.account import Account, Act
from bot.staff.actor import Actor
from bot.staff.gate import Opened
from bot.staff.words import ROLE_NAMES
from bot.wiring import Services
from knowledge.phrasebook import Phrase
from webhooks.console import forms
from webhooks.console.forms import EMPTY, Fields, Form, Model
from webhooks.console.permissions import may_open
from webhooks.console.rendering import render

PREFIX = "/meja"
TOKEN = "_token"  # noqa: S105 - the name of a field
_COOKIE, _DEVICE = "meja", "meja-perangkat"
_DEVICE_SECONDS = 365 * 24 * 60 * 60
_OWN_PATH = re.compile(r"/meja(/(?!/)[\w~%.-]*)*(\?[\w~%.=&+/-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Resumed:
    """A page that is shown after a login, as it was: under which *token*, with what was typed."""

    token: str
    form: Form


class Visit:
    """What a page's handler gets; templates see it as `visit`."""

    def __init__(self, request: Request, services: Services) -> None:
        self.request = request
        self.services = services
        self.fields: Fields = {}
        self.file = b""
        self.who: Actor | None = None
        self._secure = services.settings.public_base_url.startswith("https:")
        resumed: Resumed | None = request.scope.get("resumed")
        self.form = resumed.form if resumed else EMPTY
        self.token = resumed.token if resumed else request.cookies.get(self._named(_COOKIE), "")
        self.device = request.cookies.get(self._named(_DEVICE), "")

    @property
    def actor(self) -> Actor:
        """Return who acts, for everything behind the door."""
        assert self.who, "the guard lets nobody through unknown"  # noqa: S101
        return self.who

    @property
    def account(self) -> Account | None:
        """Return whose session this is, None when nobody's."""
        return self.who.account if self.who else None

    @property
    def path(self) -> str:
        """Return the path of the request below /meja."""
        return self.request.url.path.removeprefix(PREFIX)

    @property
    def page(self) -> str:
        """Return the page that the visitor sees, below /meja: a form is sent from one."""
        url = self.request.url
        if self.request.method == "POST":
            url = URL(self.request.headers.get("referer", ""))
        return own_path(f"{url.path}?{url.query}" if url.query else url.path)

    @property
    def section(self) -> str:
        """Return the path of the menu's entry that this page belongs to."""
        return "/" + self.path.split("/")[1]

    @property
    def is_live(self) -> bool:
        """Tell whether a part of a page asks by itself to be renewed: nobody is at work then."""
        headers = self.request.headers
        by_itself = "hx-request" in headers or headers.get("accept") == "text/event-stream"
        return self.request.method == "GET" and by_itself

    @property
    def csrf(self) -> str:
        """Return what proves that a form was made for this session."""
        return self.services.key.digest(self.token, purpose="console-form")

    @property
    def token_field(self) -> Markup:
        """Return the hidden field that each form of a session carries."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN, self.csrf)

    @property
    def roles(self) -> str:
        """Return what the account is here for, in words."""
        held = sorted(self.account.roles) if self.account else []
        return ", ".join(self.say(ROLE_NAMES[each]) for each in held)

    @property
    def next(self) -> str:
        """Return where the visitor wants to go: a path of this console, whatever was asked."""
        return own_path(self.field("next") or self.request.query_params.get("next", ""))

    def may(self, act: str) -> bool:
        """Tell whether the visitor's roles allow *act*."""
        return self.account is not None and self.account.may(Act(act))

    def may_open(self, path: str) -> bool:
        """Tell whether there is a page at *path* that the visitor may see."""
        return self.account is not None and may_open(self.account, path)

    def needs_code(self, act: str) -> bool:
        """Tell whether a form that does *act* should ask for a code of the phone at once."""
        return self.actor.must_confirm(Act(act))

    def field(self, name: str) -> str:
        """Return what was typed into the field *name*, "" when nothing."""
        return (self.fields.get(name) or ("",))[-1]

    def read(self, model: type[Model]) -> Model:
        """Return what was typed as *model*; raises Incomplete to show the form again."""
        return forms.read(model, self.fields, self.say)

    def say(self, phrase: Phrase, **given: object) -> str:
        """Return *phrase* in words."""
        return self.services.guide.current.phrases.say(phrase, **given)

    def day(self, day: date) -> str:
        """Return *day* as people read it."""
        return day_name(self.services.guide.current.phrases, day)

    def clock(self, moment: datetime) -> str:
        """Return day and time of *moment* in the city."""
        local = moment.astimezone(self.services.settings.timezone)
        return f"{self.day(local.date())}, {local:%H.%M}"

    def show(
        self, template: str, *, form: Form | None = None, status: int = 0, **given: object
    ) -> HTMLResponse:
        """Return a page; a *form* with errors makes it a 422."""
        filled = form or self.form
        page = render(template, visit=self, form=filled, notice=self._news(), **given)
        return HTMLResponse(page, status or (422 if filled.errors else 200))

    def go(self, path: str, *, notice: str = "") -> Response:
        """Return the way to *path* after something was done; *notice* is a name of NOTICES."""
        told = f"?{urlencode({'kabar': notice})}" if notice else ""
        return RedirectResponse(f"{PREFIX}{path}{told}", 303)

    def _news(self) -> str:
        """Return what has just been done, by the name in the address, "" when nothing."""
        if self.form.typed:
            return self.say(words.BACK_AGAIN)
        notice = words.NOTICES.get(self.request.query_params.get("kabar", ""))
        return self.say(notice) if notice else ""

    def give_session(self, response: Response, opened: Opened) -> None:
        """Have the browser keep a fresh session, and that its device is known."""
        self._keep(response, _COOKIE, opened.token)
        self._keep(response, _DEVICE, opened.device, seconds=_DEVICE_SECONDS)

    def take_session(self, response: Response) -> None:
        """Have the browser forget the session."""
        response.delete_cookie(self._named(_COOKIE), secure=self._secure, httponly=True)

    def _keep(
        self, response: Response, name: str, value: str, *, seconds: int | None = None
    ) -> None:
        """Set a cookie that no script reads and no other site sends along with a form."""
        response.set_cookie(
            self._named(name),
            value,
            max_age=seconds,
            secure=self._secure,
            httponly=True,
            samesite="lax",  # strict would ask staff to log in at each link of a notice
        )

    def _named(self, cookie: str) -> str:
        """Return the name of *cookie*, bound to this host where the console is reached safely."""
        return f"__Host-{cookie}" if self._secure else cookie


def own_path(text: str) -> str:
    """Return *text* below /meja when it is a path of the console, else its first page.

    >>> own_path("/meja/aduan?status=baru"), own_path("//example.org/meja/"), own_path("")
    ('/aduan?status=baru', '/', '/')
    """
    return text.removeprefix(PREFIX) or "/" if _OWN_PATH.fullmatch(text) else "/"
