"""Breaches of others: not yet taken here, so the official ways are named."""

from bot.conversation.entries import titles
from bot.conversation.state import Counted, Turn
from bot.conversation.step import Step
from bot.messages import PRIVATE, Choice, Reply
from knowledge.deciding import Action
from knowledge.phrasebook import Phrase

NOT_HERE = Phrase("tips.belum-tersedia", ("isi",))
NOT_IN_PUBLIC = Phrase("tips.di-grup")
NO_STATUS = Phrase("tips.status-belum-tersedia", ("isi",))
CHANNEL = Phrase("tips.saluran", ("nama", "cara"))
TO_HOW = Phrase("tips.pilihan.cara")
TO_PRIVATE = Phrase("tips.pilihan.pribadi")
TO_RULE = Phrase("tips.pilihan.aturan")

_OFFICIAL = ("bawaslu", "inspektorat", "bkpsdm", "sp4n-lapor")


def offer(step: Step) -> Turn:
    """Say that tips are not taken here yet, and name those who take them; keep nothing."""
    if step.public:
        return step.turn(Reply(step.say(NOT_IN_PUBLIC), (step.choice(PRIVATE, TO_PRIVATE),)))
    choices = (step.choice("ask:cara-melapor", TO_HOW), *_rules(step))
    text = step.say(NOT_HERE, isi=_official(step))
    return step.turn(Reply(text, choices), effects=(Counted("aduan-ditunjukkan"),))


def status(step: Step) -> Turn:
    """Say that the state of a tip cannot be asked here yet, and where it can."""
    text = step.say(NO_STATUS, isi=_official(step))
    return step.turn(Reply(text, (step.choice("ask:cara-melapor", TO_HOW),)))


def _rules(step: Step) -> tuple[Choice, ...]:
    """Return the way to the rule; where a question may have been meant, to each that fits."""
    decision = step.decision
    if decision is None or not decision.options:
        return ()
    if decision.action is Action.CLARIFY:
        return titles(step, decision.options)
    return (Choice(f"ask:{decision.options[0]}", step.say(TO_RULE)),)


def _official(step: Step) -> str:
    """Return the official channels, one a line."""
    contacts = step.guide.library.contacts
    return "\n".join(
        step.say(CHANNEL, nama=each.name, cara=each.how)
        for name in _OFFICIAL
        if (each := contacts.get(name))
    )
