"""The offices where a human answers."""

from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

STAFF = Phrase("contacts.petugas", ("isi",))
CONTACT = Phrase("contacts.satu", ("nama", "untuk", "cara"))

_FOR_ADVICE = ("atasan", "bkpsdm", "inspektorat", "bawaslu", "kpu")


def staff(step: Step) -> Turn:
    """List whom to ask what, and how to reach them."""
    contacts = step.guide.library.contacts
    lines = [
        step.say(CONTACT, nama=each.name, untuk=each.use, cara=each.how)
        for name in _FOR_ADVICE
        if (each := contacts.get(name))
    ]
    return step.turn(Reply(step.say(STAFF, isi="\n".join(lines))))
