"""Doing what a tapped choice says at a stage of a draft."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.conversation.drafting import answers, checks, opening, sending
from bot.conversation.drafting.asking import ask, choices_at, districts, question, villages
from bot.conversation.drafting.files import dropped, uncleaned
from bot.conversation.drafting.review import offer_changes
from bot.conversation.drafting.stage import ORDER, Stage, before, following, is_edited
from bot.conversation.holding import DraftKept
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Reply
from bot.tips.tip import Account, Draft, Known
from knowledge.phrasebook import Phrase

TODAY = Phrase("tips.kata.hari-ini")
YESTERDAY = Phrase("tips.kata.kemarin")

TELLING = frozenset({*ORDER, Stage.VILLAGE, Stage.OFFICE})
Move = Callable[[Step, Stage, Draft], Turn]

_EMPTY: Mapping[Stage, Mapping[str, Any]] = {
    Stage.WHO: {"who": ""},
    Stage.WHEN: {"when": "", "day": None},
    Stage.DISTRICT: {"where": "", "district": "", "village": ""},
    Stage.OFFICE: {"office": ""},
    Stage.KNOWN: {"known": None, "witnesses": ""},
}


def chosen(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Do what the choice in the step's argument says at *stage*."""
    verb, _, rest = step.argument.partition(":")
    if stage is Stage.CHANGE and verb in TELLING:
        return ask(step, Stage(verb), draft, editing=True)
    move = _MOVES.get((stage, verb)) or _EVERYWHERE.get(verb, again)
    return move(replace(step, argument=rest), stage, draft)


def onward(step: Step, stage: Stage, account: Account) -> Turn:
    """Keep *account* and go on to what is not told yet, or back to the review."""
    known = (step.hand.draft if step.hand else None) or Draft()
    draft = replace(known, account=account)
    editing = is_edited(step)
    if stage is Stage.DISTRICT and account.district and not account.village:
        return ask(step, Stage.VILLAGE, draft, editing=editing)
    if stage is Stage.OFFICE and not account.office:
        return checks.on_to_review(step, DraftKept(draft), said=step.say(answers.NO_OFFICE))
    if stage is Stage.EVIDENCE:
        return ask(step, stage, draft, editing=editing)
    return (
        checks.on_to_review(step, DraftKept(draft))
        if editing
        else at(step, following(stage, draft), draft)
    )


def at(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Show *stage*."""
    return (
        ask(step, stage, draft) if stage in TELLING else checks.on_to_review(step, DraftKept(draft))
    )


def again(step: Step, stage: Stage, draft: Draft, *, said: str = "") -> Turn:
    """Show *stage* once more, after what is *said*."""
    if stage is Stage.CONSENT:
        return opening.consent(step)
    if stage is Stage.CHANGE:
        return offer_changes(step, draft)
    if stage in TELLING:
        return ask(step, stage, draft, editing=is_edited(step), said=said)
    return checks.on_to_review(step, DraftKept(draft), said=said)


def _back(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Go back to what came before."""
    if is_edited(step):
        return checks.on_to_review(step, DraftKept(draft))
    earlier = Stage.KNOWN if stage is Stage.REVIEW else before(stage)
    return opening.consent(step) if earlier is Stage.CONSENT else at(step, earlier, draft)


def _skip(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Leave an element open; in a change, empty it."""
    if stage not in TELLING:
        return again(step, stage, draft)
    if not is_edited(step):
        return at(step, following(stage, draft), draft)
    emptied = replace(draft.account, **_EMPTY.get(stage, {}))
    return checks.on_to_review(step, DraftKept(replace(draft, account=emptied)))


def _page(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Show another page of a list."""
    number = int(step.argument) if step.argument.isdecimal() else 0
    choices = choices_at(step, stage, draft, number=number)
    reply = Reply(question(step, stage, DraftKept(draft)), choices, in_place=True)
    return step.turn(reply, awaiting=step.conversation.awaiting)


def _take_way(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Take how the sender knows."""
    if step.argument not in set(Known):
        return again(step, stage, draft)
    return onward(step, stage, replace(draft.account, known=Known(step.argument)))


def _take_place(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Take a district or a village."""
    account = draft.account
    names = districts(step, draft) if stage is Stage.DISTRICT else villages(step, draft)
    if not step.argument.isdecimal() or int(step.argument) >= len(names):
        return again(step, stage, draft)
    name = names[int(step.argument)]
    if stage is Stage.DISTRICT:
        return onward(step, stage, replace(account, where=name, district=name, village=""))
    where = f"{name}, {account.district}"
    return onward(step, stage, replace(account, where=where, village=name))


def _on(days_ago: int, words: Phrase) -> Move:
    """Return what takes a tapped day."""

    def take(step: Step, stage: Stage, draft: Draft) -> Turn:
        account = answers.on_day(step, draft.account, days_ago=days_ago, words=step.say(words))
        return onward(step, stage, account)

    return take


def _decided(decide: Callable[[Draft], Draft]) -> Move:
    """Return what keeps a decision and goes on."""

    def move(step: Step, stage: Stage, draft: Draft) -> Turn:
        del stage
        return checks.on_to_review(step, DraftKept(decide(draft)))

    return move


def _drop_uncleaned(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Leave out what cannot be cleaned."""
    del stage
    pieces = [each.piece for each in uncleaned(step, draft)]
    return checks.on_to_review(step, dropped(draft, pieces))


def _change(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Offer every element to be changed."""
    del stage
    return offer_changes(step, draft)


def _send(step: Step, stage: Stage, draft: Draft) -> Turn:
    """Send, with what is still on its way only if it has come by now."""
    return sending.send(step, draft, without_waiting=stage is Stage.FETCHING)


_EVERYWHERE: Mapping[str, Move] = {"back": _back, "skip": _skip, "page": _page}
_MOVES: Mapping[tuple[Stage, str], Move] = {
    (Stage.WHEN, "today"): _on(0, TODAY),
    (Stage.WHEN, "yesterday"): _on(1, YESTERDAY),
    (Stage.DISTRICT, "take"): _take_place,
    (Stage.VILLAGE, "take"): _take_place,
    (Stage.KNOWN, "take"): _take_way,
    (Stage.TRACE, "out"): _decided(checks.took_out),
    (Stage.TRACE, "keep"): _decided(checks.left),
    (Stage.UNCLEANED, "keep"): _decided(lambda draft: replace(draft, keep_uncleaned=True)),
    (Stage.UNCLEANED, "drop"): _drop_uncleaned,
    (Stage.ORIGINALS, "no"): _decided(lambda draft: replace(draft, keep_originals=False)),
    (Stage.ORIGINALS, "yes"): _decided(lambda draft: replace(draft, keep_originals=True)),
    (Stage.FETCHING, "again"): lambda step, _, draft: sending.send(step, draft),
    (Stage.FETCHING, "without"): _send,
    (Stage.REVIEW, "send"): _send,
    (Stage.REVIEW, "change"): _change,
}
