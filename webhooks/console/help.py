"""Bantuan: what staff look up about the console itself."""

from starlette.responses import Response

from bot.broadcasts.broadcast import State
from bot.staff import help_words as words
from bot.staff.account import ALLOWED, CONFIRMED, Act, Role
from bot.staff.words import ACT_NAMES, ROLE_NAMES
from bot.tips.tip import Status
from webhooks.console.visit import Visit


async def overview(visit: Visit) -> Response:
    """Show what help there is."""
    return visit.show("help/overview.html")


async def meanings(visit: Visit) -> Response:
    """Show what each status means, and the words of this house."""
    return visit.show(
        "help/meanings.html",
        tips={each: visit.say(words.TIP_MEANINGS[each]) for each in Status},
        broadcasts={each: visit.say(words.BROADCAST_MEANINGS[each]) for each in State},
    )


async def privacy(visit: Visit) -> Response:
    """Show what those who tip are promised, and what nobody can promise."""
    return visit.show("help/privacy.html")


async def steps(visit: Visit) -> Response:
    """Show what somebody does first, one's own roles before the others."""
    own = sorted(Role, key=lambda role: role not in visit.actor.account.roles)
    guides = {
        role: (visit.say(ROLE_NAMES[role]), visit.say(words.FIRST_STEPS[role]).splitlines())
        for role in own
    }
    return visit.show("help/steps.html", guides=guides)


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
