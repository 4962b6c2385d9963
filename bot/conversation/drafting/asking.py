"""Asking for the elements of a tip, one after the other."""

from collections.abc import Callable, Mapping

from bot.conversation.drafting.files import file_lines
from bot.conversation.drafting.stage import Stage, awaited, stage_of, ways
from bot.conversation.holding import DraftKept
from bot.conversation.paging import page
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from bot.tips.tip import Draft, Known
from knowledge.phrasebook import Phrase

STORY = Phrase("tips.tanya.kejadian")
WHO = Phrase("tips.tanya.pelaku")
WHEN = Phrase("tips.tanya.waktu")
DISTRICT = Phrase("tips.tanya.kecamatan")
VILLAGE = Phrase("tips.tanya.kelurahan", ("kecamatan",))
OFFICE = Phrase("tips.tanya.kantor")
EVIDENCE = Phrase("tips.tanya.bukti")
EVIDENCE_AGAIN = Phrase("tips.tanya.bukti-lagi", ("isi",))
KNOWN = Phrase("tips.tanya.cara-tahu")
TO_TODAY = Phrase("tips.pilihan.hari-ini")
TO_YESTERDAY = Phrase("tips.pilihan.kemarin")
TO_MORE = Phrase("tips.pilihan.lainnya")
TO_ENOUGH = Phrase("tips.pilihan.cukup")
KNOWN_WAYS = {
    Known.SEEN: Phrase("tips.pilihan.lihat-sendiri"),
    Known.TOLD: Phrase("tips.pilihan.diceritakan"),
    Known.ONLINE: Phrase("tips.pilihan.media-sosial"),
    Known.DOCUMENT: Phrase("tips.pilihan.dokumen"),
}

_QUESTIONS = {
    Stage.STORY: STORY,
    Stage.WHO: WHO,
    Stage.WHEN: WHEN,
    Stage.DISTRICT: DISTRICT,
    Stage.OFFICE: OFFICE,
    Stage.KNOWN: KNOWN,
}
_PAGE = 6  # leaves room for the ways onward, back and out in a list of ten


def ask(step: Step, stage: Stage, draft: Draft, *, editing: bool = False, said: str = "") -> Turn:
    """Ask what *stage* is about, keeping *draft* as it is; *said* comes first."""
    return keeping(step, stage, DraftKept(draft), editing=editing, said=said)


def keeping(
    step: Step, stage: Stage, kept: DraftKept, *, editing: bool = False, said: str = ""
) -> Turn:
    """Keep a draft with its new files and ask what *stage* is about."""
    text = "\n\n".join(filter(None, (said, question(step, stage, kept))))
    wants_files = stage is Stage.EVIDENCE
    reply = Reply(text, choices_at(step, stage, kept.draft), wants_files=wants_files)
    return step.turn(reply, effects=(kept,), asked="", awaiting=awaited(stage, editing=editing))


def question(step: Step, stage: Stage, kept: DraftKept) -> str:
    """Return what is asked at *stage*."""
    if stage is Stage.VILLAGE:
        return step.say(VILLAGE, kecamatan=kept.draft.account.district)
    lines = file_lines(step, kept)
    if stage is not Stage.EVIDENCE:
        return "\n\n".join([*lines[: len(kept.files)][:1], step.say(_QUESTIONS[stage])])
    if lines and stage_of(step) is stage:
        return step.say(EVIDENCE_AGAIN, isi="\n".join(lines))
    return "\n\n".join(filter(None, ("\n".join(lines), step.say(EVIDENCE))))


def choices_at(step: Step, stage: Stage, draft: Draft, *, number: int = 0) -> tuple[Choice, ...]:
    """Return what can be tapped at *stage*, of long lists the page *number*."""
    if stage in _LISTS:
        listed = [
            Choice(f"tip:{stage}:take:{place}", name)
            for place, name in enumerate(_LISTS[stage](step, draft))
        ]
        more = step.choice(f"tip:{stage}:page:", TO_MORE)
        return ways(step, stage, *page(listed, number, more=more, size=_PAGE), skip=True)
    more_ways = _MORE[stage](step) if stage in _MORE else ()
    return ways(step, stage, *more_ways, skip=stage in _SKIPPED)


def districts(step: Step, draft: Draft) -> tuple[str, ...]:
    """Return the names of the city's districts."""
    del draft
    return tuple(each.name for each in step.guide.library.regions.districts)


def villages(step: Step, draft: Draft) -> tuple[str, ...]:
    """Return the names of the villages in the draft's district."""
    for each in step.guide.library.regions.districts:
        if each.name == draft.account.district:
            return each.villages
    return ()


def _days(step: Step) -> tuple[Choice, ...]:
    """Return the days that most events were on."""
    return (
        step.choice(f"tip:{Stage.WHEN}:today", TO_TODAY),
        step.choice(f"tip:{Stage.WHEN}:yesterday", TO_YESTERDAY),
    )


def _known(step: Step) -> tuple[Choice, ...]:
    """Return how somebody may know."""
    return tuple(
        step.choice(f"tip:{Stage.KNOWN}:take:{each}", label) for each, label in KNOWN_WAYS.items()
    )


def _enough(step: Step) -> tuple[Choice, ...]:
    """Return the end of the evidence."""
    return (step.choice(f"tip:{Stage.EVIDENCE}:skip", TO_ENOUGH),)


_SKIPPED = frozenset({Stage.WHO, Stage.WHEN, Stage.OFFICE, Stage.KNOWN})
_LISTS: Mapping[Stage, Callable[[Step, Draft], tuple[str, ...]]] = {
    Stage.DISTRICT: districts,
    Stage.VILLAGE: villages,
}
_MORE: Mapping[Stage, Callable[[Step], tuple[Choice, ...]]] = {
    Stage.WHEN: _days,
    Stage.EVIDENCE: _enough,
    Stage.KNOWN: _known,
}
