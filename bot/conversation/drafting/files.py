"""What can be said of the files of a draft."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.holding import READY, REFUSED, WAITING, DraftKept, Found
from bot.conversation.step import Step
from bot.messages import SentFile
from bot.tips.tip import Draft, Piece
from knowledge.phrasebook import Phrase

MOST = 5
LARGEST = 16 * 1024 * 1024

FETCHED = Phrase("tips.berkas.diterima", ("jumlah", "batas"))
FETCHING = Phrase("tips.berkas.diambil", ("jumlah",))
LINKS = Phrase("tips.berkas.tautan", ("jumlah",))
TOO_MANY = Phrase("tips.berkas.terlalu-banyak", ("batas",))
TOO_LARGE = Phrase("tips.berkas.terlalu-besar")
UNREADABLE = Phrase("tips.berkas.tidak-terbaca")
REFUSED_OTHERWISE = Phrase("tips.berkas.ditolak")
REFUSALS = {
    "program": Phrase("tips.berkas.ditolak-program"),
    "arsip": Phrase("tips.berkas.ditolak-arsip"),
    "dokumen-kantor": Phrase("tips.berkas.ditolak-dokumen"),
    "halaman-web": Phrase("tips.berkas.ditolak-halaman"),
    "kosong": Phrase("tips.berkas.ditolak-kosong"),
    "terlalu-besar": TOO_LARGE,
    "tidak-terambil": Phrase("tips.berkas.ditolak-tidak-terambil"),
}


def file_lines(step: Step, kept: DraftKept) -> list[str]:
    """Return what there is of files and links with those of this message, a line each."""
    count, waiting = counted(step, kept)
    links = len(kept.draft.account.links)
    lines = [step.say(FETCHED, jumlah=count, batas=MOST)] if count else []
    lines += [step.say(FETCHING, jumlah=waiting)] if waiting else []
    return lines + ([step.say(LINKS, jumlah=links)] if links else [])


def counted(step: Step, kept: DraftKept) -> tuple[int, int]:
    """Return how many files there are, and how many of them are still on their way."""
    fresh = len(kept.files)
    return len(kept.draft.pieces) + fresh, len(in_state(step, kept.draft, WAITING)) + fresh


def in_state(step: Step, draft: Draft, state: str) -> tuple[Found, ...]:
    """Return those pieces of *draft* that are in *state*."""
    found = step.hand.found if step.hand else ()
    return tuple(each for each in found if each.state == state and each.piece in draft.pieces)


def uncleaned(step: Step, draft: Draft) -> tuple[Found, ...]:
    """Return the files that are there and cannot be cleaned."""
    return tuple(each for each in in_state(step, draft, READY) if not each.cleaned)


def added(step: Step, draft: Draft) -> tuple[DraftKept, list[str]]:
    """Return *draft* with the files of this message, and why some are not among them."""
    fitting = [each for each in step.files if each.size <= LARGEST]
    taken: Sequence[SentFile] = fitting[: max(MOST - len(draft.pieces), 0)]
    said = [step.say(TOO_LARGE)] if len(fitting) < len(step.files) else []
    said += [step.say(TOO_MANY, batas=MOST)] if len(taken) < len(fitting) else []
    said += [step.say(UNREADABLE)] if step.media and not step.files else []
    fresh = replace(draft, keep_uncleaned=None) if taken else draft
    return DraftKept(fresh, files=tuple(taken)), said


def sorted_out(step: Step, draft: Draft) -> tuple[DraftKept, list[str]]:
    """Return *draft* without the files that were refused, and the reasons."""
    refused = in_state(step, draft, REFUSED)
    reasons = [step.say(REFUSALS.get(each.refusal or "", REFUSED_OTHERWISE)) for each in refused]
    return dropped(draft, [each.piece for each in refused]), list(dict.fromkeys(reasons))


def dropped(draft: Draft, pieces: Sequence[Piece]) -> DraftKept:
    """Return *draft* without *pieces*."""
    rest = tuple(each for each in draft.pieces if each not in pieces)
    return DraftKept(replace(draft, pieces=rest), dropped=tuple(pieces))
