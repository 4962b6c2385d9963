"""For whom and for which day staff want to see an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.questions.words import ROLE_NAMES
from knowledge.rule import Role
from webhooks.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody of a *role*, None where it is not known, who asks on *day*."""

    role: Role | None
    day: date


def asked(visit: Visit) -> Asker:
    """Return whom the address of the page names; what makes no sense counts as not given."""
    given = visit.request.query_params
    return asker(visit, role=given.get("peran", ""), day=given.get("tanggal", ""))


def asker(visit: Visit, *, role: str, day: str) -> Asker:
    """Return somebody of *role* on *day*, each "" where it is not given."""
    known = Role(role) if role in set(Role) else None
    return Asker(known, read_day(day) or visit.services.clock.today())


def roles(visit: Visit) -> Mapping[str, str]:
    """Return the roles before the law with their names."""
    return {role: visit.say(name) for role, name in ROLE_NAMES.items()}


def read_day(text: str) -> date | None:
    """Return the day that *text* writes, None when it is none.

    >>> read_day("2026-11-27"), read_day("besok")
    (datetime.date(2026, 11, 27), None)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
