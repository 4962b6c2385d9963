"""What the sender decides before a tip is shown or sent: traces of oneself, unclean files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation.drafting.files import in_state, sorted_out, uncleaned
from bot.conversation.drafting.review import review
from bot.conversation.drafting.stage import Stage, awaited
from bot.conversation.holding import READY, WAITING, DraftKept
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Reply
from bot.tips.scrubbing import Finding, Trace, find_clues, without
from bot.tips.tip import Draft
from knowledge.phrasebook import Phrase

TRACE = Phrase("tips.jejak.tanya", ("jenis", "isi"))
TRACES = {
    Trace.NAME: Phrase("tips.jejak.nama"),
    Trace.NUMBER: Phrase("tips.jejak.nomor-induk"),
    Trace.PHONE: Phrase("tips.jejak.telepon"),
    Trace.HANDLE: Phrase("tips.jejak.akun"),
    Trace.EMAIL: Phrase("tips.jejak.surel"),
    Trace.ONLY: Phrase("tips.jejak.satu-satunya"),
    Trace.PLACE: Phrase("tips.jejak.tempat-kerja"),
    Trace.SUPERIOR: Phrase("tips.jejak.atasan"),
    Trace.STANDPOINT: Phrase("tips.jejak.diri"),
}
UNCLEANED = Phrase("tips.berkas.tidak-bersih", ("jumlah",))
ORIGINALS = Phrase("tips.berkas.asli")
ORIGINALS_LOCATED = Phrase("tips.berkas.asli-berlokasi")
FETCHING = Phrase("tips.berkas.tunggu", ("jumlah",))
TO_TAKE_OUT = Phrase("tips.pilihan.hapus-bagian")
TO_LEAVE = Phrase("tips.pilihan.biarkan")
TO_KEEP_FILES = Phrase("tips.pilihan.tetap-kirim")
TO_DROP_FILES = Phrase("tips.pilihan.buang")
TO_NO_ORIGINALS = Phrase("tips.pilihan.tidak")
TO_ORIGINALS = Phrase("tips.pilihan.simpan-asli")
TO_LOOK_AGAIN = Phrase("tips.pilihan.cek-lagi")
TO_GO_WITHOUT = Phrase("tips.pilihan.tanpa-itu")
TO_CANCEL = Phrase("tips.pilihan.batal")


@dataclass(frozen=True, slots=True)
class _Question:
    """Something to decide at a *stage*, and the *ways* to decide it."""

    stage: Stage
    text: str
    ways: Mapping[str, Phrase]


_FIELDS = ("story", "who", "where", "witnesses")
_PASSAGE_SHOWN = 200


def on_to_review(step: Step, kept: DraftKept, *, said: str = "") -> Turn:
    """Ask what is still to be decided, one thing at a time, then show the tip."""
    return undecided(step, kept, said=said) or review(step, kept, said=said)


def undecided(step: Step, kept: DraftKept, *, said: str = "") -> Turn | None:
    """Return the question about the first thing that is to be decided, None when all is."""
    cleared, reasons = sorted_out(step, kept.draft)
    kept = replace(kept, draft=cleared.draft, dropped=(*kept.dropped, *cleared.dropped))
    said = "\n".join(filter(None, (said, *reasons)))
    if trace := next(open_traces(kept.draft), None):
        text = step.say(
            TRACE, jenis=step.say(TRACES[trace.trace]), isi=trace.passage[:_PASSAGE_SHOWN]
        )
        ways = {"out": TO_TAKE_OUT, "keep": TO_LEAVE}
        return _asked(step, kept, _Question(Stage.TRACE, text, ways), said=said)
    return _about_files(step, kept, said) or (review(step, kept, said=said) if reasons else None)


def open_traces(draft: Draft) -> Iterator[Finding]:
    """Yield the passages that may tell who writes and were not decided on."""
    for name in _FIELDS:
        for each in find_clues(getattr(draft.account, name)):
            if each.passage not in draft.kept:
                yield each


def took_out(draft: Draft) -> Draft:
    """Return *draft* without the first open passage."""
    trace = next(open_traces(draft), None)
    if trace is None:
        return draft
    cleaned: dict[str, Any] = {
        name: without(getattr(draft.account, name), trace.passage) for name in _FIELDS
    }
    return replace(draft, account=replace(draft.account, **cleaned))


def left(draft: Draft) -> Draft:
    """Return *draft* with the first open passage decided to stay."""
    trace = next(open_traces(draft), None)
    return replace(draft, kept=(*draft.kept, trace.passage)) if trace else draft


def still_fetched(step: Step, draft: Draft) -> Turn | None:
    """Say that files are still on their way, None when none is."""
    waiting = in_state(step, draft, WAITING)
    if not waiting:
        return None
    text = step.say(FETCHING, jumlah=len(waiting))
    ways = {"again": TO_LOOK_AGAIN, "without": TO_GO_WITHOUT}
    return _asked(step, DraftKept(draft), _Question(Stage.FETCHING, text, ways))


def _about_files(step: Step, kept: DraftKept, said: str) -> Turn | None:
    """Return the question about files that cannot be cleaned, or about those as they came."""
    draft = kept.draft
    if (unclean := uncleaned(step, draft)) and draft.keep_uncleaned is None:
        text = step.say(UNCLEANED, jumlah=len(unclean))
        ways = {"keep": TO_KEEP_FILES, "drop": TO_DROP_FILES}
        return _asked(step, kept, _Question(Stage.UNCLEANED, text, ways), said=said)
    clean = [each for each in in_state(step, draft, READY) if each.cleaned]
    if clean and draft.keep_originals is None:
        located = any(each.has_location for each in clean)
        text = step.say(ORIGINALS_LOCATED if located else ORIGINALS)
        ways = {"no": TO_NO_ORIGINALS, "yes": TO_ORIGINALS}
        return _asked(step, kept, _Question(Stage.ORIGINALS, text, ways), said=said)
    return None


def _asked(step: Step, kept: DraftKept, question: _Question, *, said: str = "") -> Turn:
    """Ask *question* after what is *said*, with its answers and the way out."""
    stage = question.stage
    choices = [step.choice(f"tip:{stage}:{verb}", label) for verb, label in question.ways.items()]
    reply = Reply(question.text, (*choices, step.choice("tip:cancel", TO_CANCEL)))
    replies = [Reply(said)] if said else []
    return step.turn(*replies, reply, effects=(kept,), awaiting=awaited(stage))
