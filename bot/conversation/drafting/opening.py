"""The way into a tip: what is said before its story, and coming back to an open one."""

from collections.abc import Iterator
from dataclasses import replace

from bot.conversation.drafting.answers import told_story
from bot.conversation.drafting.asking import ask
from bot.conversation.drafting.checks import on_to_review
from bot.conversation.drafting.limits import refused_for_now
from bot.conversation.drafting.stage import ORDER, Stage, awaited, following, is_told
from bot.conversation.holding import DraftDropped, DraftKept, EvidenceAdded, TipSent
from bot.conversation.state import Conversation, Turn
from bot.conversation.step import Step
from bot.messages import PRIVATE, Choice, Reply
from bot.tips.tip import Draft
from knowledge.phrasebook import Phrase

NOT_IN_PUBLIC = Phrase("tips.di-grup")
CONSENT = Phrase("tips.mulai.janji")
CONSENT_WEB = Phrase("tips.mulai.janji-web")
SAFER = Phrase("tips.mulai.saluran-aman", ("alamat",))
SAFER_WEB = Phrase("tips.mulai.saluran-web")
OFFICIAL = Phrase("tips.mulai.resmi")
KEPT_STORY = Phrase("tips.mulai.cerita-tersimpan")
RESUME = Phrase("tips.lanjut.tanya")
OPEN = Phrase("tips.lanjut.ingat")
TO_BEGIN = Phrase("tips.pilihan.mulai")
TO_CANCEL = Phrase("tips.pilihan.batal")
TO_RESUME = Phrase("tips.pilihan.lanjutkan")
TO_DELETE = Phrase("tips.pilihan.hapus-draf")
TO_PRIVATE = Phrase("tips.pilihan.pribadi")

_OURS = ("tip:", "receipt:")
OFFERED = "tip:offered"  # what was written waits for a word whether it is to be a tip


def in_public(step: Step) -> Turn:
    """Say that tips are for private talks only; keep nothing."""
    return step.turn(Reply(step.say(NOT_IN_PUBLIC), (step.choice(PRIVATE, TO_PRIVATE),)))


def start(step: Step) -> Turn:
    """Begin a tip: with what was offered to become one, or with the words after the command."""
    conversation = step.conversation
    if step.hand and step.hand.draft:
        return offer_resumption(step)
    if refusal := refused_for_now(step):
        return refusal
    offered = conversation.awaiting == OFFERED
    return consent(step, story=conversation.asked if offered else step.argument)


def consent(step: Step, *, story: str = "") -> Turn:
    """Say what a tip here is and is not, and wait for "Mulai"."""
    last = [step.say(OFFICIAL)]
    if story:
        last.append(step.say(KEPT_STORY))
    choices = (
        step.choice(f"tip:{Stage.CONSENT}:agree", TO_BEGIN),
        step.choice("tip:cancel", TO_CANCEL),
    )
    replies = (*_promises(step), Reply("\n\n".join(last), choices))
    return step.turn(*replies, asked=story, awaiting=awaited(Stage.CONSENT))


def _promises(step: Step) -> Iterator[Reply]:
    """Say who can read along, and the safer way if there is one.

    Who cannot be written to first is on the web or in a terminal, where no provider reads along.
    """
    yield Reply(step.say(CONSENT if step.reachable else CONSENT_WEB))
    if step.safer_line:
        yield Reply(step.say(SAFER, alamat=step.safer_line))
    elif step.reachable:
        yield Reply(step.say(SAFER_WEB))


def agree(step: Step) -> Turn:
    """Begin the draft, with what was written before as its story."""
    draft = (step.hand.draft if step.hand else None) or Draft()
    if step.conversation.asked and not draft.account.story:
        story = told_story(step, draft.account, step.conversation.asked)
        draft = replace(draft, account=story)
    first = following(Stage.STORY, draft) if draft.account.story else Stage.STORY
    return ask(step, first, draft) if first in ORDER else on_to_review(step, DraftKept(draft))


def offer_resumption(step: Step) -> Turn:
    """Offer to go on with what is open, and nothing else."""
    return step.turn(Reply(step.say(RESUME), resumption(step)))


def resume(step: Step, draft: Draft) -> Turn:
    """Go on with the first element that is not told."""
    first = next((each for each in ORDER if not is_told(each, draft)), Stage.REVIEW)
    return ask(step, first, draft) if first in ORDER else on_to_review(step, DraftKept(draft))


def resumption(step: Step) -> tuple[Choice, ...]:
    """Return the choices to go on with an open draft or to delete it."""
    draft = step.hand.draft if step.hand else None
    verb = "receipt:resume" if draft and draft.addition else "tip:resume"
    return (step.choice(verb, TO_RESUME), step.choice("tip:cancel", TO_DELETE))


def reminded(before: Conversation, step: Step, turn: Turn) -> Turn:
    """Return *turn* with a word on the draft that it left open, if it did."""
    left = before.awaiting.startswith(_OURS) and not turn.conversation.awaiting.startswith(_OURS)
    is_open = step.hand and step.hand.draft and turn.conversation.draft
    offered = [each.id for reply in turn.replies for each in reply.choices]
    ended = any(isinstance(each, DraftDropped | TipSent | EvidenceAdded) for each in turn.effects)
    if not left or not is_open or ended or "tip:cancel" in offered or not turn.replies:
        return turn
    reply = Reply(step.say(OPEN), resumption(step))
    return replace(turn, replies=(*turn.replies, reply))
