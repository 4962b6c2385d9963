"""Who acts at this terminal, as far as commands have to know."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Protocol

import typer

from bot.commands.acting import acting, ask
from bot.messages import Address
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.words import ASK_FRESH_TOTP
from bot.wiring import Services

Verb = Callable[[Services, Actor], Awaitable[str]]
Reading = Callable[[Services], Awaitable[str]]

Name = Annotated[str, typer.Argument(help="Its number, as `broadcasts status` lists it.")]


class Login(Protocol):
    """Run what a command does, as whoever is logged in."""

    def acting(self, act: Act, verb: Verb) -> str:
        """Run *verb* as the account that is logged in; a dangerous *act* asks for a fresh code."""
        ...

    def reading(self, verb: Reading) -> str:
        """Run *verb*, which changes nothing."""
        ...

    async def linked(self, services: Services, actor: Actor) -> Address | None:
        """Return the actor's own chat, None when none is linked."""
        ...


class StaffLogin:
    """Act as the account that `jaganetral login` let in."""

    def acting(self, act: Act, verb: Verb) -> str:
        """Run *verb*; raises Refused when the session is over, or for a wrong code."""

        async def run() -> str:
            async with acting() as (services, actor):
                if actor.may(act) and actor.must_confirm(act):
                    code = ask(services, ASK_FRESH_TOTP)
                    actor = await services.staffing.gate.confirm(actor, code)  # noqa: PLW2901
                return await verb(services, actor)

        return asyncio.run(run())

    def reading(self, verb: Reading) -> str:
        """Run *verb* for whoever is logged in: the numbers of a broadcast are for staff only."""

        async def run() -> str:
            async with acting() as (services, _):
                return await verb(services)

        return asyncio.run(run())

    async def linked(self, services: Services, actor: Actor) -> Address | None:
        """Return the actor's own chat, None when none is linked."""
        return await services.staffing.management.chat_of(actor)


def login_of(context: typer.Context) -> Login:
    """Return the login that a test put into *context*, else that of this terminal."""
    login: Login | None = context.obj
    return login or StaffLogin()
