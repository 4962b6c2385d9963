"""From candidates to answer, question, refusal or another way: the safety rules live here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.library import Library
from knowledge.manner import ELSEWHERE, POLITICAL
from knowledge.matching import Candidate, Match
from knowledge.rule import Intent, Rule, Verdict

_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """How sure one must be of a verdict before saying it, and which rivals forbid to say it.

    *alone* is the probability asked of the best candidate; *agreed* is asked of it when all
    rivals have the same verdict, and *mass* of them together; *rival* is the probability from
    which a candidate with another verdict is a rival.
    """

    alone: float
    agreed: float
    mass: float
    rival: float


# "Boleh" is the dearest to get wrong, so it has the highest bar.
_BARS: dict[Verdict | None, Bar] = {
    Verdict.FORBIDDEN: Bar(0.5, 0.4, 0.7, 0.2),
    Verdict.CONDITIONAL: Bar(0.55, 0.45, 0.75, 0.15),
    Verdict.ALLOWED: Bar(0.7, 0.6, 0.85, 0.08),
    None: Bar(0.3, 0.25, 0.4, 0.45),
}
_STRICTER = 0.15  # added to every bar where the message may be of something else
_DOUBT = 0.12  # below this no candidate is worth a question
_SURE_TIP = 0.65
_WITNESSED_TIP = 0.5  # is enough where somebody says to have seen it, or wants it reported
_SURE_ROUTE = 0.45
_OUT = 0.25
_PERHAPS_OUT = 0.1
_ROUTED = frozenset({Intent.STATUS, Intent.SUBSCRIBE, Intent.HUMAN, Intent.SMALLTALK})

# A message that names one of these is not told "boleh" by a rule that never speaks of it.
_DANGER = frozenset(
    {
        *("CALON", "CALON_KADES", "PETAHANA", "PARTAI", "TIM", "KAMPANYE", "DEKLARASI", "APK"),
        *("ATRIBUT", "DUKUNG", "SERANG", "AJAK", "ARAHKAN", "SUMBANG", "BAGI_BARANG", "YEL"),
        *("JADI_TIM", "GRUP_PEMENANGAN", "STIKER_WA", "POSE", "TAGAR", "SAKSI", "UMUMKAN_PILIHAN"),
        *("FASILITAS", "KENDARAAN_DINAS", "SERAGAM_ASN", "LIKE", "KOMENTAR", "SHARE", "FOLLOW"),
        "MASIH_AKTIF",
    }
)

# Nor "boleh dengan syarat" by one that never speaks of these: its condition may not hold.
_ACTS_FOR_SOMEBODY = frozenset(
    {"SHARE", "AJAK", "BAGI_BARANG", "YEL", "JADI_TIM", "ARAHKAN", "SUMBANG"}
)
_DANGERS: dict[Verdict | None, frozenset[str]] = {
    Verdict.ALLOWED: _DANGER,
    Verdict.CONDITIONAL: _ACTS_FOR_SOMEBODY,
}


class Action(StrEnum):
    """What to do with a message."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DECLINE = "decline"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, about which entry or with which choices, how surely and why."""

    intent: Intent
    action: Action
    entry: str | None = None
    options: tuple[str, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()


def decide(match: Match, library: Library) -> Decision:
    """Return what to do with the message of *match*."""
    return _elsewhere(match) or _guide(match, library)


def _elsewhere(match: Match) -> Decision | None:
    """Return where a message goes that asks for no rule; None for one that may."""
    intent = max(match.intents, key=lambda each: match.intents[each])
    sure = match.intents[intent]
    reason = f"{intent} {sure:.2f}"
    witnessed = "LIHAT_KEJADIAN" in match.reading.named
    if intent is Intent.TIP and sure >= (_WITNESSED_TIP if witnessed else _SURE_TIP):
        return Decision(intent, Action.ROUTE, score=sure, reasons=(reason,))
    if intent in _ROUTED and sure >= _SURE_ROUTE:
        return Decision(intent, Action.ROUTE, score=sure, reasons=(reason,))
    out = match.intents[Intent.OUT_OF_SCOPE]
    if out >= _OUT:
        reason = f"out of scope {out:.2f}"
        return Decision(Intent.OUT_OF_SCOPE, Action.DECLINE, score=out, reasons=(reason,))
    return None


def _guide(match: Match, library: Library) -> Decision:
    """Answer with the best candidate, ask which is meant, or decline."""
    if not match.candidates or match.candidates[0].probability < _DOUBT:
        return Decision(Intent.OUT_OF_SCOPE, Action.DECLINE, reasons=("no entry fits",))
    best = match.candidates[0]
    intent = Intent.GUIDANCE if best.entry in library.rules else Intent.PROCEDURE
    against = _objection(match, library)
    if against is None:
        reason = f"{best.entry} {best.probability:.2f}"
        return Decision(intent, Action.ANSWER, best.entry, (), best.probability, (reason,))
    options = _options(match.candidates, library)
    return Decision(intent, Action.CLARIFY, None, options, best.probability, (against,))


def _objection(match: Match, library: Library) -> str | None:
    """Return what speaks against answering with the best candidate; None when nothing does."""
    best = match.candidates[0]
    verdict = _verdict(library, best.entry)
    bar = _BARS[verdict]
    extra = _STRICTER if _may_be_of_something_else(match) and verdict is not None else 0.0
    others = [each for each in match.candidates if _verdict(library, each.entry) != verdict]
    rival = next((each for each in others if each.probability >= bar.rival), None)
    if rival is not None:
        return f"{rival.entry} {rival.probability:.2f} says otherwise than {best.entry}"
    danger = sorted(_DANGERS.get(verdict, frozenset()) & set(best.strange))
    if danger:
        return f"{best.entry} says nothing of {', '.join(danger)}"
    same = sum(each.probability for each in match.candidates if each not in others)
    agreed = best.probability >= bar.agreed + extra and same >= bar.mass + extra
    if best.probability >= bar.alone + extra or agreed:
        return None
    return f"{best.entry} {best.probability:.2f} is below the bar {bar.alone + extra:.2f}"


def _may_be_of_something_else(match: Match) -> bool:
    """Tell whether the message may be out of scope."""
    named = match.reading.named
    strange = bool(named & ELSEWHERE) or not named & POLITICAL
    return strange or match.intents[Intent.OUT_OF_SCOPE] >= _PERHAPS_OUT


def _options(candidates: Sequence[Candidate], library: Library) -> tuple[str, ...]:
    """Return the choices of a question: the likeliest, and one of another verdict if there is."""
    first = [each.entry for each in candidates[:_OFFERED]]
    verdicts = {_verdict(library, each) for each in first}
    if verdicts == {Verdict.ALLOWED}:
        stricter = [
            each.entry
            for each in candidates[_OFFERED:]
            if _verdict(library, each.entry) is not Verdict.ALLOWED
        ]
        first = [*first[:-1], *stricter[:1]] if stricter else first
    return tuple(first)


def _verdict(library: Library, entry_id: str) -> Verdict | None:
    """Return the verdict of an entry; information has none."""
    entry = library.entry(entry_id)
    return entry.verdict if isinstance(entry, Rule) else None
