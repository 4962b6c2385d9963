"""The pledge of neutrality: read it, affirm it; only counted."""

from bot.conversation.state import Counted, Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

PLEDGE = Phrase("pledge.isi")
AFFIRMED = Phrase("pledge.diucapkan")
TO_AFFIRM = Phrase("pledge.pilihan.ucapkan")
TO_MEANING = Phrase("pledge.pilihan.arti")


def read(step: Step) -> Turn:
    """Show the pledge."""
    choices = (
        step.choice("pledged:", TO_AFFIRM),
        step.choice("ask:ikrar-netralitas-isi", TO_MEANING),
    )
    return step.turn(Reply(step.say(PLEDGE), choices))


def affirm(step: Step) -> Turn:
    """Count a pledge; nobody is told who made it."""
    return step.turn(Reply(step.say(AFFIRMED)), effects=(Counted("ikrar"),))
