"""The offices where a human answers, and what staff write to link their chat."""

import re

from bot.conversation.state import LinkWanted, Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

STAFF = Phrase("contacts.petugas", ("isi",))
CONTACT = Phrase("contacts.satu", ("nama", "untuk", "cara"))

_CODE = re.compile(r"[0-9a-z]{4}-[0-9a-z]{4}", re.IGNORECASE)
_FOR_ADVICE = ("atasan", "bkpsdm", "inspektorat", "bawaslu", "kpu")


def staff(step: Step) -> Turn:
    """List whom to ask what, and how to reach them; a code after the command links staff's chat."""
    if step.linkable and _CODE.fullmatch(step.argument.strip()):
        return step.turn(effects=(LinkWanted(step.argument.strip()),))
    contacts = step.guide.library.contacts
    lines = [
        step.say(CONTACT, nama=each.name, untuk=each.use, cara=each.how)
        for name in _FOR_ADVICE
        if (each := contacts.get(name))
    ]
    return step.turn(Reply(step.say(STAFF, isi="\n".join(lines))))
