"""From an entry of the knowledge to the answer one person gets today."""

import hashlib
from dataclasses import dataclass
from datetime import date

from bot.questions.card import Cards, Reader, tone
from bot.questions.guide import Guide
from knowledge.rule import Role, Rule

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's, without I L O U
_LENGTH = 10
_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Answer:
    """A card as it is shown, and the id it can be found by."""

    id: str
    entry: str
    knowledge: str
    card: str
    verdict: str = ""


def cards(guide: Guide, *, role: Role | None, day: date) -> Cards:
    """Return the writer of cards for a person of *role* on *day*."""
    today = guide.library.calendar.phase_on(day)
    return Cards(guide.phrases, guide.library, Reader(role, day, today))


def answer(guide: Guide, entry_id: str, *, role: Role | None, day: date) -> Answer:
    """Return the answer that the entry gives to a person of *role* on *day*."""
    entry = guide.library.entry(entry_id)
    writer = cards(guide, role=role, day=day)
    card = writer.rule(entry) if isinstance(entry, Rule) else writer.info(entry)
    answer_id = _id(guide.library.version, card)
    verdict = tone(entry) if isinstance(entry, Rule) else ""
    return Answer(
        answer_id, entry_id, guide.library.version, writer.numbered(card, answer_id), verdict
    )


def normal_id(typed: str) -> str:
    """Return an answer id as it is stored, however it was typed.

    >>> normal_id("abcde fgho1")
    'ABCDE-FGH01'
    """
    digits = "".join(each for each in typed.upper().translate(_MISREAD) if each.isalnum())
    return f"{digits[:5]}-{digits[5:]}"


def role_matters(guide: Guide, entry_id: str) -> bool:
    """Tell whether the entry says different things to different people."""
    entry = guide.library.rules.get(entry_id)
    if entry is None:
        return False
    return Role.CITIZEN not in entry.roles or any(each.roles for each in entry.sanctions)


def _id(version: str, card: str) -> str:
    """Return ten digits that stand for this card: the same for everybody who gets it."""
    number = int.from_bytes(hashlib.sha256(f"{version}\n{card}".encode()).digest()[:7], "big")
    digits = ""
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(_DIGITS))
        digits += _DIGITS[rest]
    return f"{digits[:5]}-{digits[5:]}"
