"""The roles that a person can choose from."""

from bot.conversation.paging import page
from bot.conversation.step import Step
from bot.messages import Choice
from bot.questions.words import ROLE_NAMES
from knowledge.phrasebook import Phrase
from knowledge.rule import Role

MORE = Phrase("roles.pilihan.lainnya")
UNKNOWN = Phrase("roles.pilihan.belum-tahu")

_COMMON = (Role.PNS, Role.PPPK, Role.PPPK_PART_TIME, Role.NON_ASN, Role.CPNS, Role.CITIZEN)
_ORDER = (*_COMMON, *(role for role in Role if role not in _COMMON))


def role_choices(step: Step, number: int = 0) -> tuple[Choice, ...]:
    """Return page *number* of the roles, and a way not to say."""
    roles = [Choice(f"role:{role}", _title(step, role)) for role in _ORDER]
    offered = page(roles, number, more=step.choice("me:", MORE))
    return (*offered, step.choice("role:", UNKNOWN))


def _title(step: Step, role: Role) -> str:
    """Return the name of *role* as a label begins."""
    name = step.say(ROLE_NAMES[role])
    return name[0].upper() + name[1:]
