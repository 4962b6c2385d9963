"""What is asked and told once a tip was sent: its receipt retyped, copies erased."""

import re

from bot.conversation.drafting.sending import TAIL
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

TAIL_RIGHT = Phrase("receipts.cocok")
TAIL_WRONG = Phrase("receipts.tidak-cocok")
TAIL_GONE = Phrase("receipts.tidak-diingat")
ERASED = Phrase("receipts.salinan", ("dihapus", "tertunda", "terlambat"))
NO_COPIES = Phrase("receipts.tanpa-salinan")
TO_ERASURE = Phrase("tips.pilihan.cek-hapus")

_TAIL = re.compile(r"\D*(\d{4})\D*", re.ASCII)


def compare_tail(step: Step) -> Turn | None:
    """Compare the last four digits with those of the receipt just given."""
    found = _TAIL.fullmatch(step.text)
    if found is None:
        return None
    tail = step.hand.tail if step.hand else ""
    if not tail:
        return step.turn(Reply(step.say(TAIL_GONE)))
    if found[1] != tail:
        return step.turn(Reply(step.say(TAIL_WRONG)), awaiting=TAIL)
    return step.turn(Reply(step.say(TAIL_RIGHT)))


def tell_erased(step: Step) -> Turn:
    """Say what became of the copies that providers keep."""
    counts = step.hand.erased if step.hand else {}
    awaiting = step.conversation.awaiting
    if not counts:
        return step.turn(Reply(step.say(NO_COPIES)), awaiting=awaiting)
    text = step.say(
        ERASED,
        dihapus=counts.get("done", 0),
        tertunda=counts.get("pending", 0),
        terlambat=counts.get("too-late", 0),
    )
    reply = Reply(text, (step.choice("receipt:erased", TO_ERASURE),))
    return step.turn(reply, awaiting=awaiting)
