"""Telling a tip: the offer, the way through its elements, and the way out."""

from dataclasses import replace

from bot.conversation.choices import typed_number
from bot.conversation.drafting import answers, checks, opening
from bot.conversation.drafting.asking import keeping
from bot.conversation.drafting.choosing import TELLING, again, chosen, onward
from bot.conversation.drafting.files import added
from bot.conversation.drafting.limits import official
from bot.conversation.drafting.stage import Stage, awaited, following, is_edited, stage_of
from bot.conversation.entries import titles
from bot.conversation.holding import DraftDropped
from bot.conversation.state import RESUMING, Counted, Turn
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from bot.tips.tip import Draft
from knowledge.deciding import Action, decide
from knowledge.phrasebook import Phrase

NOT_HERE = Phrase("tips.belum-tersedia", ("isi",))
OFFER = Phrase("tips.tawaran")
DROPPED = Phrase("tips.dibatalkan")
NONE_OPEN = Phrase("tips.tidak-ada-draf")
USE_CHOICES = Phrase("tips.pakai-pilihan")
TO_TELL = Phrase("tips.pilihan.adukan")
TO_HOW = Phrase("tips.pilihan.cara")
TO_RULE = Phrase("tips.pilihan.aturan")

_HOW = "ask:cara-melapor"
_QUESTION_LONGEST = 200


def offer(step: Step) -> Turn:
    """Offer to make a tip of what was written, or name those who take tips; keep nothing."""
    if step.public:
        return opening.in_public(step)
    choices = [step.choice(_HOW, TO_HOW), *(each for each in _rules(step) if each.id != _HOW)]
    shown = (Counted("aduan-ditunjukkan"),)
    if step.hand is None:
        text = step.say(NOT_HERE, isi=official(step))
        return step.turn(Reply(text, tuple(choices)), effects=shown)
    choices.insert(0, step.choice("tip:start", TO_TELL))
    reply = Reply(step.say(OFFER), tuple(choices))
    return step.turn(reply, effects=shown, asked=step.text, awaiting=opening.OFFERED)


def start(step: Step) -> Turn:
    """Begin a tip, unless tips are not taken here."""
    if step.hand is None or step.public:
        return offer(step)
    return opening.start(step)


def cancel(step: Step) -> Turn:
    """Delete the open draft."""
    if _draft(step):
        return step.turn(Reply(step.say(DROPPED)), effects=(DraftDropped(),), asked="")
    telling = step.conversation.awaiting == awaited(Stage.CONSENT)
    return step.turn(Reply(step.say(DROPPED if telling else NONE_OPEN)), asked="")


def choose(step: Step) -> Turn:
    """Do what a tapped choice says; one of another stage than this only shows where one is."""
    verb, _, rest = step.argument.partition(":")
    stage, draft = stage_of(step), _draft(step)
    if step.hand is None or step.public or verb == "start":
        return start(replace(step, argument=""))
    if verb == "cancel":
        return cancel(step)
    if (verb, rest) == (Stage.CONSENT, "agree") and stage is Stage.CONSENT:
        return opening.agree(step)
    if draft is None or draft.addition:
        return step.turn(Reply(step.say(NONE_OPEN)), awaiting=step.conversation.awaiting)
    return _in_draft(replace(step, argument=rest), verb, draft)


def told(step: Step) -> Turn | None:
    """Take what was written or sent at this stage; None when it is for somebody else."""
    stage, draft = stage_of(step), _draft(step)
    if step.hand is None or (stage is None and step.conversation.awaiting != RESUMING):
        return None
    if stage is Stage.CONSENT:
        story = "" if draft else step.text or step.conversation.asked
        return opening.consent(step, story=story)
    if draft is None:
        return step.turn(Reply(step.say(NONE_OPEN)))
    if stage is None:
        return opening.offer_resumption(step)
    return (_with_files if step.files or step.media else _read)(step, stage, draft)


def _draft(step: Step) -> Draft | None:
    """Return the open draft."""
    return step.hand.draft if step.hand else None


def _in_draft(step: Step, verb: str, draft: Draft) -> Turn:
    """Go on with *draft*, or do what is chosen at the stage that *verb* names."""
    stage = stage_of(step)
    if verb == "resume":
        return opening.resume(step, draft)
    if stage is None:
        return opening.offer_resumption(step)
    return chosen(step, stage, draft) if verb == stage else again(step, stage, draft)


def _read(step: Step, stage: Stage, draft: Draft) -> Turn | None:
    """Take the text as the answer at *stage*; a question about rules is none."""
    if _is_question(step):
        return None
    is_number = typed_number(step.text) and stage is not Stage.WHEN
    if stage not in TELLING or is_number or not step.text.strip():
        return again(step, stage, draft, said=step.say(USE_CHOICES))
    return onward(step, stage, answers.told(step, stage, draft.account))


def _is_question(step: Step) -> bool:
    """Tell whether the text asks for a rule, so that it is answered and not taken as told."""
    if not step.text.rstrip().endswith("?") or len(step.text) > _QUESTION_LONGEST:
        return False
    decision = decide(step.guide.matcher.match(step.text), step.guide.library)
    return decision.action is Action.ANSWER


def _with_files(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Add the files of the message, and what was written beside them; stay at *stage*."""
    if step.text.strip():
        beside = Stage.EVIDENCE if draft.account.story else Stage.STORY
        draft = replace(draft, account=answers.told(step, beside, draft.account))
    kept, reasons = added(step, draft)
    said = "\n".join(reasons)
    if stage is Stage.STORY and draft.account.story:
        stage = following(stage, draft)
    if stage not in TELLING:
        return checks.on_to_review(step, kept, said=said)
    return keeping(step, stage, kept, editing=is_edited(step), said=said)


def _rules(step: Step) -> tuple[Choice, ...]:
    """Return the way to the rule; where a question may have been meant, to each that fits."""
    decision = step.decision
    if decision is None or not decision.options:
        return ()
    if decision.action is Action.CLARIFY:
        return titles(step, decision.options)
    return (Choice(f"ask:{decision.options[0]}", step.say(TO_RULE)),)
