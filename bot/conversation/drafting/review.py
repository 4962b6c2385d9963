"""Showing a tip before it is sent: what was understood, what is missing and what that means."""

from collections.abc import Iterator

from bot.conversation.drafting.asking import KNOWN_WAYS
from bot.conversation.drafting.files import counted
from bot.conversation.drafting.stage import Stage, awaited, ways
from bot.conversation.holding import DraftKept
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from bot.tips.completeness import Completeness, Element, completeness
from bot.tips.tip import Account, Draft
from knowledge.phrasebook import Phrase

REVIEW = Phrase("tips.tinjau.isi", ("isi",))
NOT_TOLD = Phrase("tips.tinjau.belum-ada")
DAY = Phrase("tips.tinjau.hari", ("kata", "tanggal"))
FILES = Phrase("tips.tinjau.bukti", ("berkas", "tautan"))
STILL_FETCHED = Phrase("tips.tinjau.masih-diambil", ("jumlah",))
WHOLE = Phrase("tips.tinjau.lengkap")
MISSING = Phrase("tips.tinjau.kurang", ("isi",))
DAYS_LEFT = Phrase("tips.tinjau.sisa-hari", ("jumlah", "tanggal"))
LAST_DAY = Phrase("tips.tinjau.hari-terakhir")
TOO_LATE = Phrase("tips.tinjau.lewat-batas", ("tanggal",))
NO_DAY = Phrase("tips.tinjau.tanpa-hari")
CHANGE = Phrase("tips.tinjau.pilih-ubah")
TO_SEND = Phrase("tips.pilihan.kirim")
TO_CHANGE = Phrase("tips.pilihan.ubah")
LINES = {
    Stage.STORY: Phrase("tips.tinjau.baris.kejadian", ("isi",)),
    Stage.WHO: Phrase("tips.tinjau.baris.pelaku", ("isi",)),
    Stage.WHEN: Phrase("tips.tinjau.baris.waktu", ("isi",)),
    Stage.DISTRICT: Phrase("tips.tinjau.baris.tempat", ("isi",)),
    Stage.OFFICE: Phrase("tips.tinjau.baris.kantor", ("isi",)),
    Stage.EVIDENCE: Phrase("tips.tinjau.baris.bukti", ("isi",)),
    Stage.KNOWN: Phrase("tips.tinjau.baris.cara-tahu", ("isi",)),
}
TO_ELEMENT = {
    Stage.STORY: Phrase("tips.pilihan.ubah-kejadian"),
    Stage.WHO: Phrase("tips.pilihan.ubah-pelaku"),
    Stage.WHEN: Phrase("tips.pilihan.ubah-waktu"),
    Stage.DISTRICT: Phrase("tips.pilihan.ubah-tempat"),
    Stage.OFFICE: Phrase("tips.pilihan.ubah-kantor"),
    Stage.EVIDENCE: Phrase("tips.pilihan.ubah-bukti"),
    Stage.KNOWN: Phrase("tips.pilihan.ubah-cara-tahu"),
}
WHY = {
    Element.WHAT: Phrase("tips.kurang.apa"),
    Element.WHO: Phrase("tips.kurang.siapa"),
    Element.WHEN: Phrase("tips.kurang.kapan"),
    Element.WHERE: Phrase("tips.kurang.di-mana"),
    Element.EVIDENCE: Phrase("tips.kurang.bukti"),
}

_STORY_SHOWN = 300


def review(step: Step, kept: DraftKept, *, said: str = "") -> Turn:
    """Show the whole tip, what it lacks, and the choice to send it."""
    draft = kept.draft
    lines = [LINES[stage] for stage in LINES if stage is not Stage.OFFICE or draft.account.office]
    shown = [step.say(line, isi=text) for line, text in zip(lines, _texts(step, kept), strict=True)]
    text = step.say(REVIEW, isi="\n".join(shown))
    replies = [Reply(part) for part in (said, text) if part]
    last = Reply("\n\n".join(_advice(step, kept)), _choices(step))
    return step.turn(*replies, last, effects=(kept,), asked="", awaiting=awaited(Stage.REVIEW))


def offer_changes(step: Step, draft: Draft) -> Turn:
    """Offer every element to be changed."""
    changes = [
        step.choice(f"tip:{Stage.CHANGE}:{each}", label) for each, label in TO_ELEMENT.items()
    ]
    reply = Reply(step.say(CHANGE), ways(step, Stage.CHANGE, *changes))
    return step.turn(reply, effects=(DraftKept(draft),), awaiting=awaited(Stage.CHANGE))


def _choices(step: Step) -> tuple[Choice, ...]:
    """Return what can be done with a whole tip."""
    return ways(
        step,
        Stage.REVIEW,
        step.choice(f"tip:{Stage.REVIEW}:send", TO_SEND),
        step.choice(f"tip:{Stage.REVIEW}:change", TO_CHANGE),
    )


def _texts(step: Step, kept: DraftKept) -> Iterator[str]:
    """Yield what is known of each element, in the order of LINES."""
    account = kept.draft.account
    nothing = step.say(NOT_TOLD)
    story = account.story
    yield story if len(story) <= _STORY_SHOWN else f"{story[:_STORY_SHOWN].rstrip()}…"
    yield account.who or nothing
    yield _when(step, account) or nothing
    yield account.where or nothing
    if account.office:
        yield _office(step, account.office)
    yield step.say(FILES, berkas=counted(step, kept)[0], tautan=len(account.links))
    known = step.say(KNOWN_WAYS[account.known]) if account.known else ""
    yield "; ".join(filter(None, (known, account.witnesses))) or nothing


def _when(step: Step, account: Account) -> str:
    """Return the sender's words for the day, and the day."""
    if account.day is None:
        return account.when
    return step.say(DAY, kata=account.when, tanggal=f"{account.day:%d/%m/%Y}")


def _office(step: Step, code: str) -> str:
    """Return the name of the office *code*."""
    offices = step.guide.library.offices
    return next((each.name for each in offices if each.code == code), code)


def _advice(step: Step, kept: DraftKept) -> Iterator[str]:
    """Yield what is missing, why it matters, what happens without it, and the deadline."""
    count, waiting = counted(step, kept)
    if waiting:
        yield step.say(STILL_FETCHED, jumlah=waiting)
    whole = completeness(kept.draft.account, files=count, today=step.today)
    if whole.is_whole:
        yield step.say(WHOLE)
    else:
        yield step.say(MISSING, isi="\n".join(step.say(WHY[each]) for each in whole.missing))
    yield _deadline(step, whole)


def _deadline(step: Step, whole: Completeness) -> str:
    """Return how long an official report is still possible."""
    if whole.days_left is None:
        return step.say(NO_DAY)
    last = f"{whole.last_day:%d/%m/%Y}"
    if whole.days_left < 0:
        return step.say(TOO_LATE, tanggal=last)
    if whole.days_left == 0:
        return step.say(LAST_DAY)
    return step.say(DAYS_LEFT, jumlah=whole.days_left, tanggal=last)
