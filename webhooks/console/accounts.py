"""Pengaturan, the accounts: who works here, who is invited, and what each may do."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from starlette.responses import Response

from bot.errors import Refused
from bot.staff.account import Account, Invitation, Role, is_name
from bot.staff.invitations import EXPIRES
from bot.staff.refusal import Reason
from bot.staff.words import ROLE_NAMES
from bot.wiring import Services
from webhooks.console.forms import Form, Incomplete, typed_of
from webhooks.console.visit import PREFIX, Visit

_LIST = "/pengaturan/akun"
# Beside which field of a form a refusal of the verbs is told.
_PLACES = {
    Reason.NAME: "account_name",
    Reason.NAME_TAKEN: "account_name",
    Reason.LAST_ADMIN: "roles",
    Reason.ROLES_MISSING: "roles",
    Reason.OFFICE_UNKNOWN: "offices",
}


class Powers(BaseModel):
    """What an account may do, and the offices whose tips it stays away from."""

    roles: frozenset[Role]
    offices: frozenset[str] = frozenset()


class Invited(Powers):
    """Who is to be invited."""

    account_name: Annotated[str, Field(max_length=32), AfterValidator(str.strip)]
    full_name: Annotated[str, Field(max_length=100), AfterValidator(str.strip)]


class AccountPages:
    """Answer administrators who look after accounts."""

    def __init__(self, services: Services) -> None:
        self._management = services.staffing.management
        self._invitations = services.staffing.invitations
        self._services = services

    async def accounts(self, visit: Visit) -> Response:
        """List accounts and open invitations."""
        found = await self._management.overview(visit.actor)
        zone = self._services.settings.timezone
        seen = await self._management.last_logins(visit.actor)
        return visit.show(
            "staff/accounts.html",
            accounts=found.accounts,
            invited=found.invited,
            seen={owner: moment.astimezone(zone).date() for owner, moment in seen.items()},
            named=_role_names(visit),
        )

    async def invitation(self, visit: Visit) -> Response:
        """Show the form by which somebody is invited."""
        return self._invitation(visit)

    async def invite(self, visit: Visit) -> Response:
        """Make an invitation and show its link, this once."""
        try:
            wanted = visit.read(Invited)
            offices = self._services.staffing.known_offices(wanted.offices)
            invited = Invitation(wanted.account_name, wanted.full_name, wanted.roles, offices)
            code = await self._invitations.invite(visit.actor, invited)
        except Incomplete as error:
            return self._invitation(visit, error.form)
        except Refused as error:
            return self._invitation(visit, _beside(visit, error))
        return self._link(visit, invited.name, code)

    async def renew(self, visit: Visit) -> Response:
        """Make a link by which an account gets another password and phone."""
        name = _name(visit)
        return self._link(visit, name, await self._invitations.renew(visit.actor, name))

    async def account(self, visit: Visit) -> Response:
        """Show an account and what can be changed about it."""
        return await self._account(visit)

    async def change(self, visit: Visit) -> Response:
        """Give an account other roles and offices."""
        try:
            wanted = visit.read(Powers)
            offices = self._services.staffing.known_offices(wanted.offices)
            await self._management.change(
                visit.actor, _name(visit), roles=wanted.roles, offices=offices
            )
        except Incomplete as error:
            return await self._account(visit, error.form)
        except Refused as error:
            return await self._account(visit, _beside(visit, error))
        return visit.go(_LIST, notice="akun-diubah")

    async def disable(self, visit: Visit) -> Response:
        """Let an account do nothing any more."""
        await self._management.disable(visit.actor, _name(visit))
        return visit.go(_LIST, notice="akun-dinonaktifkan")

    async def enable(self, visit: Visit) -> Response:
        """Let an account act again."""
        await self._management.enable(visit.actor, _name(visit))
        return visit.go(_LIST, notice="akun-diaktifkan")

    def _invitation(self, visit: Visit, form: Form | None = None) -> Response:
        """Show the form by which somebody is invited."""
        return visit.show(
            "staff/invitation.html", form=form, roles=_role_names(visit), offices=self._offices()
        )

    async def _account(self, visit: Visit, form: Form | None = None) -> Response:
        """Show an account, with a *form* that was not taken."""
        account = await self._found(visit)
        return visit.show(
            "staff/account.html",
            form=form,
            account=account,
            roles=_role_names(visit),
            offices=self._offices(),
        )

    async def _found(self, visit: Visit) -> Account:
        """Return the account of the address; raises Refused when there is none."""
        name = _name(visit)
        found = await self._management.overview(visit.actor)
        account = next((each for each in found.accounts if each.name == name), None)
        if account is None:
            raise self._services.staffing.room.because(Reason.ACCOUNT_UNKNOWN, nama=name)
        return account

    def _link(self, visit: Visit, name: str, code: str) -> Response:
        """Show a one-time link; it is nowhere to be read again."""
        base = self._services.settings.public_base_url or str(visit.request.base_url)
        root = base.rstrip("/").removesuffix(PREFIX)
        until = self._services.clock.today() + EXPIRES
        link = f"{root}{PREFIX}/undangan/{code}"
        return visit.show("staff/link.html", form=Form(), name=name, link=link, until=until)

    def _offices(self) -> dict[str, str]:
        """Return the offices by their codes."""
        return {each.code: each.name for each in self._services.guide.current.library.offices}


def _name(visit: Visit) -> str:
    """Return the name of the address, cut to what a name can be: the trail notes it."""
    name = str(visit.request.path_params["name"])
    return name if is_name(name) else "-"


def _role_names(visit: Visit) -> dict[Role, str]:
    """Return what roles are called."""
    return {role: visit.say(ROLE_NAMES[role]) for role in Role}


def _beside(visit: Visit, error: Refused) -> Form:
    """Return the form with *error* beside its field; raises it again where it is of none."""
    place = next((field for reason, field in _PLACES.items() if reason == error.reason), "")
    if not place:
        raise error
    return Form(typed_of(visit.fields), {place: str(error)})
