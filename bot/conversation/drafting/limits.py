"""How many tips are taken, so that a flood does not drown those that count."""

from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

A_DAY = 3  # tips of one sender

CHANNEL = Phrase("tips.saluran", ("nama", "cara"))
ENOUGH_TODAY = Phrase("tips.batas.hari-ini", ("jumlah", "isi"))
CROWDED = Phrase("tips.batas.penuh", ("isi",))

_OFFICIAL = ("bawaslu", "inspektorat", "bkpsdm", "sp4n-lapor")


def refused_for_now(step: Step) -> Turn | None:
    """Say kindly that no more tips are taken now, and who takes them; None when they are."""
    if step.hand is None:
        return None
    if step.hand.sent >= A_DAY:
        text = step.say(ENOUGH_TODAY, jumlah=A_DAY, isi=official(step))
    elif step.hand.crowded:
        text = step.say(CROWDED, isi=official(step))
    else:
        return None
    return step.turn(Reply(text), awaiting=step.conversation.awaiting)


def official(step: Step) -> str:
    """Return the official channels, one a line."""
    contacts = step.guide.library.contacts
    return "\n".join(
        step.say(CHANNEL, nama=each.name, cara=each.how)
        for name in _OFFICIAL
        if (each := contacts.get(name))
    )
