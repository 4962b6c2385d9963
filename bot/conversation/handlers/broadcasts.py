"""Reminders: not yet sent from here."""

from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

NOT_HERE = Phrase("broadcasts.belum-tersedia")
TO_SCHEDULE = Phrase("broadcasts.pilihan.jadwal")


def subscribe(step: Step) -> Turn:
    """Say that reminders are not sent from here yet, and offer the calendar."""
    choices = (step.choice("ask:tahapan-hari-ini", TO_SCHEDULE),)
    return step.turn(Reply(step.say(NOT_HERE), choices))
