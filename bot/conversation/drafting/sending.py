"""Sending a tip: the last checks, the receipt, and what is said afterwards."""

from bot.conversation.drafting.checks import still_fetched, undecided
from bot.conversation.drafting.limits import refused_for_now
from bot.conversation.holding import DraftKept, Receipt, ReceiptWanted, TipSent
from bot.conversation.state import Counted, Turn
from bot.conversation.step import Step
from bot.messages import Reply
from bot.tips.receipt import grouped
from bot.tips.tip import Draft
from knowledge.phrasebook import Phrase

SENT = Phrase("tips.terkirim.bukti", ("angka",))
RETYPE = Phrase("tips.terkirim.ketik-ulang")
ERASURE = Phrase("tips.terkirim.salinan")
ERASURE_WEB = Phrase("tips.terkirim.salinan-web")
TO_ERASURE = Phrase("tips.pilihan.cek-hapus")

COUNTED = "aduan-terkirim"
TAIL = "receipt:tail"


def send(step: Step, draft: Draft, *, without_waiting: bool = False) -> Turn:
    """Send *draft* once nothing is open: decisions, files on their way, limits."""
    if question := undecided(step, DraftKept(draft)):
        return question
    if not without_waiting and (waiting := still_fetched(step, draft)):
        return waiting
    if refusal := refused_for_now(step):
        return refusal
    if step.hand is None or step.hand.fresh is None:
        return Turn((), step.conversation, (ReceiptWanted(),))
    return _sent(step, draft, step.hand.fresh)


def _sent(step: Step, draft: Draft, receipt: Receipt) -> Turn:
    """Hand over *draft* and show its receipt, with nothing of the story."""
    shown = Reply(step.say(SENT, angka=grouped(receipt.digits)), code=receipt.digits)
    erasure = Reply(step.say(ERASURE_WEB))
    if step.reachable:  # by a provider, who keeps copies
        erasure = Reply(step.say(ERASURE), (step.choice("receipt:erased", TO_ERASURE),))
    retype = Reply(step.say(RETYPE))
    effects = (TipSent(draft, receipt), Counted(COUNTED))
    return step.turn(shown, erasure, retype, effects=effects, awaiting=TAIL, asked="", entry="")
