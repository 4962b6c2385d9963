"""Adding words and files to a tip that was sent, by the holder of its receipt."""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.drafting.answers import with_evidence
from bot.conversation.drafting.checks import open_traces
from bot.conversation.drafting.files import added, file_lines, sorted_out
from bot.conversation.drafting.opening import offer_resumption
from bot.conversation.holding import DraftKept, EvidenceAdded, TipAnswered
from bot.conversation.state import Effect, Turn
from bot.conversation.step import Step
from bot.messages import Reply
from bot.tips.tip import Draft
from knowledge.phrasebook import Phrase

ADDITION = Phrase("receipts.tambahan", ("isi",))
ADDED_TEXT = Phrase("receipts.tambahan-kata", ("isi",))
TRACE = Phrase("receipts.jejak", ("isi",))
NOTHING_ADDED = Phrase("receipts.tambahan-kosong")
ADDED = Phrase("receipts.terkirim")
TO_SEND = Phrase("receipts.pilihan.kirim")
TO_TAKE_OUT = Phrase("tips.pilihan.hapus-bagian")
TO_LEAVE = Phrase("tips.pilihan.biarkan")
TO_CANCEL = Phrase("tips.pilihan.batal")
TO_ERASURE = Phrase("tips.pilihan.cek-hapus")

ADDING = "receipt:add"


def addition_of(step: Step) -> Draft | None:
    """Return the addition that is open, None when there is none."""
    draft = step.hand.draft if step.hand else None
    return draft if draft and draft.addition else None


def begin(step: Step, question: Phrase) -> Turn:
    """Begin an addition, or go on with it, by asking *question*."""
    draft = step.hand.draft if step.hand else None
    if draft and not draft.addition:
        return offer_resumption(step)
    reply = Reply(step.say(question), (step.choice("tip:cancel", TO_CANCEL),), wants_files=True)
    kept = DraftKept(draft or Draft(addition=True))
    return step.turn(reply, effects=(kept,), awaiting=ADDING)


def take(step: Step) -> Turn | None:
    """Take words and files into the addition, and show it."""
    draft = addition_of(step)
    if draft is None:
        return None
    kept, reasons = added(step, draft)
    account = kept.draft.account
    if step.text.strip():
        story = "\n".join(filter(None, (account.story, step.text.strip())))
        account = replace(with_evidence(account, step.text), story=story, witnesses="")
    kept = replace(kept, draft=replace(kept.draft, account=account))
    return show(step, kept, said=tuple(reasons))


def show(step: Step, kept: DraftKept, *, said: tuple[str, ...] = ()) -> Turn:
    """Show what will be added, a trace of its sender first."""
    cleared, refused = sorted_out(step, kept.draft)
    kept = replace(kept, draft=cleared.draft, dropped=cleared.dropped)
    cancel = step.choice("tip:cancel", TO_CANCEL)
    if trace := next(open_traces(kept.draft), None):
        choices = (
            step.choice("receipt:out", TO_TAKE_OUT),
            step.choice("receipt:leave", TO_LEAVE),
            cancel,
        )
        reply = Reply(step.say(TRACE, isi=trace.passage), choices)
        return step.turn(reply, effects=(kept,), awaiting=ADDING)
    story = kept.draft.account.story
    words = [step.say(ADDED_TEXT, isi=story)] if story else []
    lines = [*said, *refused, *words, *file_lines(step, kept)]
    text = step.say(ADDITION, isi="\n".join(lines))
    reply = Reply(text, (step.choice("receipt:send", TO_SEND), cancel))
    return step.turn(reply, effects=(kept,), awaiting=ADDING)


def send(step: Step) -> Turn | None:
    """Hand the addition over; None when there is none."""
    draft = addition_of(step)
    if draft is None:
        return None
    text = draft.account.story.strip()
    if not text and not draft.pieces:
        return step.turn(Reply(step.say(NOTHING_ADDED)), awaiting=ADDING)
    if next(open_traces(draft), None):
        return show(step, DraftKept(draft))
    answered: tuple[Effect, ...] = (TipAnswered(text),) if text else ()
    reply = Reply(step.say(ADDED), (step.choice("receipt:erased", TO_ERASURE),))
    return step.turn(reply, effects=(*answered, EvidenceAdded(draft)), asked="", entry="")


def decided(step: Step, decide: Callable[[Draft], Draft]) -> Turn | None:
    """Keep a decision on a trace and show the addition again; None when there is none."""
    draft = addition_of(step)
    return show(step, DraftKept(decide(draft))) if draft else None
