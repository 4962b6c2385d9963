"""Where somebody is in telling a tip, as the conversation keeps it in what it awaits."""

from collections.abc import Sequence
from enum import StrEnum

from bot.conversation.step import Step
from bot.messages import Choice
from bot.tips.tip import Draft
from knowledge.phrasebook import Phrase

TO_SKIP = Phrase("tips.pilihan.lewati")
TO_BACK = Phrase("tips.pilihan.kembali")
TO_CANCEL = Phrase("tips.pilihan.batal")


class Stage(StrEnum):
    """What is asked now."""

    CONSENT = "consent"
    STORY = "story"
    WHO = "who"
    WHEN = "when"
    DISTRICT = "district"
    VILLAGE = "village"
    OFFICE = "office"
    EVIDENCE = "evidence"
    KNOWN = "known"
    TRACE = "trace"
    UNCLEANED = "uncleaned"
    ORIGINALS = "originals"
    REVIEW = "review"
    CHANGE = "change"
    FETCHING = "fetching"


ORDER = (
    Stage.STORY,
    Stage.WHO,
    Stage.WHEN,
    Stage.DISTRICT,
    Stage.EVIDENCE,
    Stage.KNOWN,
)
_BEFORE = {
    Stage.CONSENT: Stage.CONSENT,
    Stage.STORY: Stage.CONSENT,
    Stage.VILLAGE: Stage.DISTRICT,
}
_EDITED = "edit"


def awaited(stage: Stage, *, editing: bool = False) -> str:
    """Return what the conversation awaits at *stage*; *editing* leads back to the review."""
    return f"tip:{stage}:{_EDITED}" if editing else f"tip:{stage}"


def stage_of(step: Step) -> Stage | None:
    """Return where *step* finds the conversation; None outside of a draft's way."""
    name = step.conversation.awaiting.split(":")[1:2]
    return Stage(name[0]) if name and name[0] in set(Stage) else None


def is_edited(step: Step) -> bool:
    """Tell whether one element is being changed from the review."""
    return step.conversation.awaiting.endswith(f":{_EDITED}")


def is_told(stage: Stage, draft: Draft) -> bool:
    """Tell whether *draft* already has what *stage* asks for."""
    account = draft.account
    told = {
        Stage.STORY: account.story,
        Stage.WHO: account.who,
        Stage.WHEN: account.when,
        Stage.DISTRICT: account.where,
        Stage.KNOWN: account.known,
    }
    return bool(told.get(stage))


def following(stage: Stage, draft: Draft) -> Stage:
    """Return what is to be asked after *stage*: the next element that is not told."""
    later = ORDER[ORDER.index(Stage.DISTRICT if stage is Stage.VILLAGE else stage) + 1 :]
    return next((each for each in later if not is_told(each, draft)), Stage.REVIEW)


def before(stage: Stage) -> Stage:
    """Return what was asked before *stage*."""
    if stage in _BEFORE:
        return _BEFORE[stage]
    return ORDER[ORDER.index(stage) - 1] if stage in ORDER else Stage.REVIEW


def ways(step: Step, stage: Stage, *more: Choice, skip: bool = False) -> tuple[Choice, ...]:
    """Return *more* and the ways onward, back and out of *stage*."""
    onward: Sequence[Choice] = (step.choice(f"tip:{stage}:skip", TO_SKIP),) if skip else ()
    out = (step.choice(f"tip:{stage}:back", TO_BACK), step.choice("tip:cancel", TO_CANCEL))
    return (*more, *onward, *out)
