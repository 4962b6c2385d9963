"""What is kept, the person's rights, and being forgotten."""

from bot.conversation.state import Conversation, Forgotten, Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

NOTICE = Phrase("privacy.isi")
OF_TIPS = Phrase("privacy.aduan")
RIGHTS = Phrase("privacy.hak")
SAFER_LINE = Phrase("privacy.saluran-aman", ("alamat",))
CONFIRM = Phrase("privacy.lupakan")
UNLINKED = Phrase("privacy.dilepas")
FORGOTTEN = Phrase("privacy.dilupakan")
KEPT = Phrase("privacy.batal")
YES = Phrase("privacy.kata-ya")
TO_RIGHTS = Phrase("privacy.pilihan.hak")
TO_FORGET = Phrase("privacy.pilihan.lupakan")
TO_CONFIRM = Phrase("privacy.pilihan.ya")
TO_KEEP = Phrase("privacy.pilihan.tidak")


def explain(step: Step) -> Turn:
    """Say what is kept and for how long."""
    lines = [step.say(NOTICE)]
    if step.safer_line:
        lines.append(step.say(SAFER_LINE, alamat=step.safer_line))
    texts = ["\n\n".join(lines), *([step.say(OF_TIPS)] if step.hand else [])]
    choices = (step.choice("rights:", TO_RIGHTS), step.choice("forget:", TO_FORGET))
    before = [Reply(text) for text in texts[:-1]]
    return step.turn(*before, Reply(texts[-1], choices))


def rights(step: Step) -> Turn:
    """List the rights of the personal-data law (UU 27/2022)."""
    return step.turn(Reply(step.say(RIGHTS), (step.choice("forget:", TO_FORGET),)))


def ask(step: Step) -> Turn:
    """Ask once more before forgetting."""
    choices = (step.choice("forgotten:", TO_CONFIRM), step.choice("keep:", TO_KEEP))
    return step.turn(Reply(step.say(CONFIRM), choices), awaiting="forget")


def confirm(step: Step) -> Turn:
    """Forget when the answer begins with a yes; anything else changes nothing."""
    first = step.text.lower().replace(",", " ").split()[:1]
    return forget(step) if set(first) & set(step.say(YES).split()) else keep(step)


def forget(step: Step) -> Turn:
    """Forget this conversation and everything on its way to this person."""
    told = [step.say(FORGOTTEN), *([step.say(UNLINKED)] if step.linked else [])]
    return Turn((Reply(" ".join(told), fleeting=True),), Conversation(), (Forgotten(),))


def keep(step: Step) -> Turn:
    """Leave everything as it was."""
    return step.turn(Reply(step.say(KEPT)))
