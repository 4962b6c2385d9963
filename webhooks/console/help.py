"""Bantuan: what staff look up about the console itself."""

from starlette.responses import Response

from bot.staff.account import ALLOWED, CONFIRMED, Act, Role
from bot.staff.words import ACT_NAMES, ROLE_NAMES
from webhooks.console.visit import Visit


async def overview(visit: Visit) -> Response:
    """Show what help there is."""
    return visit.show("help/overview.html")


async def roles(visit: Visit) -> Response:
    """Show which role may do what, from the one table that decides it."""
    everybody = frozenset(Role)
    special = [act for act in Act if ALLOWED[act] != everybody]
    return visit.show(
        "help/roles.html",
        roles={role: visit.say(ROLE_NAMES[role]) for role in Role},
        acts={act: visit.say(ACT_NAMES[act]) for act in special},
        shared=[visit.say(ACT_NAMES[act]) for act in Act if ALLOWED[act] == everybody],
        allowed=ALLOWED,
        confirmed=CONFIRMED,
    )
