"""Who acts at this terminal, as far as commands have to know."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Protocol

import typer

from bot.broadcasts.acting import Act, Actor
from bot.errors import SettingsError
from bot.messages import Address
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


def login_of(context: typer.Context) -> Login:
    """Return the login that the program put into *context*; raises SettingsError without one."""
    login: Login | None = context.obj
    if login is None:
        raise SettingsError("Nobody can log in here: this program has no accounts of staff")
    return login
