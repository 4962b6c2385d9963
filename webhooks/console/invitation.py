"""Coming in by a link: a password, a phone, and the codes that stand in for a lost one.

A link is used up by its last step alone, so that programs which look at links first spoil nothing.
Between the steps the browser keeps password and phone, sealed: the server knows neither yet.
"""

import base64
import binascii

import msgspec
from markupsafe import Markup
from starlette.responses import Response

from bot.errors import Refused, UnsealError
from bot.staff import totp
from bot.staff.account import Invitation
from bot.staff.invitations import Entering
from bot.staff.passwords import weakness
from bot.staff.refusal import SENTENCES, Reason
from bot.staff.words import DIFFERENT
from bot.wiring import Services
from webhooks.console.errors import error_page
from webhooks.console.forms import Form
from webhooks.console.visit import Visit

_PURPOSE = "console-invitation"


class _Chosen(msgspec.Struct):
    """What somebody has chosen before the last step."""

    password: str
    secret: str


class Coming:
    """Answer those who follow the link of an invitation."""

    def __init__(self, services: Services) -> None:
        self._invitations = services.staffing.invitations
        self._key = services.key

    async def welcome(self, visit: Visit) -> Response:
        """Ask for a password."""
        invited = await self._opened(visit)
        if isinstance(invited, Response):
            return invited
        return visit.show("entrance/password.html", invited=invited, code=_code(visit))

    async def password(self, visit: Visit) -> Response:
        """Take the password and show what the phone has to read."""
        invited = await self._opened(visit)
        if isinstance(invited, Response):
            return invited
        password = visit.field("password")
        if wrong := self._wrong(visit, invited):
            form = Form({}, wrong)
            return visit.show(
                "entrance/password.html", form=form, invited=invited, code=_code(visit)
            )
        return self._phone(visit, _Chosen(password, totp.new_secret()), name=invited.name)

    async def accept(self, visit: Visit) -> Response:
        """Make the account once the phone shows the right code, and show the recovery codes."""
        chosen = self._chosen(visit)
        if chosen is None:
            return error_page(visit, 422)
        entering = Entering(_code(visit), chosen.password, chosen.secret, visit.field("totp"))
        try:
            account, recovery = await self._invitations.accept(entering)
        except Refused as error:
            if error.reason != Reason.TOTP:
                return _refused(visit, error)
            invited = await self._invitations.open(_code(visit))
            return self._phone(visit, chosen, name=invited.name, error=str(error))
        return visit.show("entrance/recovery.html", account=account, recovery=recovery)

    async def _opened(self, visit: Visit) -> Invitation | Response:
        """Return whom the link invites, or the page that says why it does not."""
        try:
            return await self._invitations.open(_code(visit))
        except Refused as error:
            return _refused(visit, error)

    def _wrong(self, visit: Visit, invited: Invitation) -> dict[str, str]:
        """Return what is wrong with the password, by field."""
        password = visit.field("password")
        weak = weakness(password, name=invited.name, display_name=invited.display_name)
        if weak:
            return {"password": visit.say(SENTENCES[weak])}
        same = password == visit.field("again")
        return {} if same else {"again": visit.say(DIFFERENT)}

    def _phone(self, visit: Visit, chosen: _Chosen, *, name: str, error: str = "") -> Response:
        """Show what an authenticator app reads, and ask for its first code."""
        address = totp.address(chosen.secret, name)
        return visit.show(
            "entrance/phone.html",
            form=Form({}, {"totp": error} if error else {}),
            picture=Markup(totp.drawing(address)),  # noqa: S704 - made here, of black and white
            secret=" ".join(chosen.secret[at : at + 4] for at in range(0, len(chosen.secret), 4)),
            chosen=self._sealed(chosen, _code(visit)),
            code=_code(visit),
        )

    def _sealed(self, chosen: _Chosen, code: str) -> str:
        """Return *chosen* as the browser keeps it."""
        text = msgspec.json.encode(chosen)
        return base64.urlsafe_b64encode(
            self._key.seal(text, purpose=_PURPOSE, context=code)
        ).decode()

    def _chosen(self, visit: Visit) -> _Chosen | None:
        """Return what the browser kept, None when it is not of this invitation."""
        try:
            raw = base64.urlsafe_b64decode(visit.field("chosen").encode("ascii"))
            text = self._key.open(raw, purpose=_PURPOSE, context=_code(visit))
        except (UnsealError, binascii.Error, UnicodeEncodeError):
            return None
        return msgspec.json.decode(text, type=_Chosen)


def _code(visit: Visit) -> str:
    """Return the code that the link carries."""
    return str(visit.request.path_params["code"])


def _refused(visit: Visit, error: Refused) -> Response:
    """Return the page for a link that leads in no more."""
    return error_page(visit, 429 if error.reason == Reason.SLOW else 404, text=str(error))
