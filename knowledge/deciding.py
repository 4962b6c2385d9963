"""From candidates to answer, question, refusal or another way: the safety rules live here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.library import Library
from knowledge.manner import ELSEWHERE, POLITICAL, tells_of_others
from knowledge.matching import Candidate, Match
from knowledge.rule import Info, Intent, Rule, Verdict
from knowledge.thresholds import BARS, STRICTER, WANTED, Bar, Doubt

_OFFERED = 3
_ROUTED = frozenset({Intent.STATUS, Intent.SUBSCRIBE, Intent.HUMAN, Intent.SMALLTALK})

# A message that names one of these is not told "boleh" by a rule that never speaks of it.
_DANGER = frozenset(
    {
        *("CALON", "CALON_KADES", "PETAHANA", "PARTAI", "TIM", "KAMPANYE", "DEKLARASI", "APK"),
        *("ATRIBUT", "DUKUNG", "SERANG", "AJAK", "ARAHKAN", "SUMBANG", "BAGI_BARANG", "YEL"),
        *("JADI_TIM", "GRUP_PEMENANGAN", "STIKER_WA", "POSE", "TAGAR", "SAKSI", "UMUMKAN_PILIHAN"),
        *("FASILITAS", "KENDARAAN_DINAS", "SERAGAM_ASN", "LIKE", "KOMENTAR", "SHARE", "FOLLOW"),
        *("MASIH_AKTIF", "GABUNG", "PENDEKATAN"),
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
    found = replace(match, candidates=_merged(match.candidates, library))
    return _elsewhere(found, library) or _guide(found, library)


def _merged(candidates: Sequence[Candidate], library: Library) -> tuple[Candidate, ...]:
    """Return *candidates* with information that a rule says too counted for that rule."""
    found: dict[str, Candidate] = {}
    for each in candidates:
        name = _told_by(library, each.entry)
        before = found.get(name, Candidate(name, 0.0, each.strange))
        strange = before.strange if each.entry != name else each.strange
        found[name] = Candidate(name, before.probability + each.probability, strange)
    return tuple(sorted(found.values(), key=lambda each: -each.probability))


def _told_by(library: Library, entry_id: str) -> str:
    """Return the rule that says what the information says, else the entry itself."""
    entry = library.entry(entry_id)
    twin = entry.rule if isinstance(entry, Info) else ""
    return twin if twin in library.rules else entry_id


def _elsewhere(match: Match, library: Library) -> Decision | None:
    """Return where a message goes that asks for no rule; None for one that may."""
    intent = max(match.intents, key=lambda each: match.intents[each])
    sure = match.intents[intent]
    best = match.candidates[0].probability if match.candidates else 0.0
    tip = match.intents[Intent.TIP]
    if _told(match) or (intent is Intent.TIP and tip >= Doubt.PERHAPS_TIP):
        return _tip(match, library, sure=tip)
    needed = Doubt.ROUTE_THOUGH_FITTING if best >= Doubt.FITTING else Doubt.ROUTE
    if intent in _ROUTED and sure >= needed:
        return Decision(intent, Action.ROUTE, score=sure, reasons=(f"{intent} {sure:.2f}",))
    out = match.intents[Intent.OUT_OF_SCOPE]
    if out >= _out(match, library):
        reason = f"out of scope {out:.2f}"
        return Decision(Intent.OUT_OF_SCOPE, Action.DECLINE, score=out, reasons=(reason,))
    return None


def _told(match: Match) -> bool:
    """Tell whether an act of somebody else is told that may be meant as a report."""
    named = match.reading.named
    witnessed = "LIHAT_KEJADIAN" in named and "PROSEDUR" not in named
    needed = Doubt.ASKED_TIP if witnessed else Doubt.TOLD_TIP
    return match.intents[Intent.TIP] >= needed and tells_of_others(match.reading)


def _out(match: Match, library: Library) -> float:
    """Return from which probability a message is declined as out of scope."""
    best = match.candidates[0] if match.candidates else None
    if best and best.probability >= Doubt.FITTING:
        return Doubt.OUT_THOUGH_FITTING
    return Doubt.OUT_OF_INFORMATION if best and best.entry in library.infos else Doubt.OUT


def _tip(match: Match, library: Library, *, sure: float) -> Decision:
    """Return the offer to report; in doubt whether a rule was meant, with the rules to choose."""
    options = _options(match.candidates, library)
    witnessed = "LIHAT_KEJADIAN" in match.reading.named
    plain = sure >= (Doubt.WITNESSED_TIP if witnessed else Doubt.SURE_TIP)
    action = Action.ROUTE if plain or not options else Action.CLARIFY
    return Decision(Intent.TIP, action, None, options, sure, (f"tip {sure:.2f}",))


def _guide(match: Match, library: Library) -> Decision:
    """Answer with the best candidate, ask which is meant, or decline."""
    if not match.candidates or match.candidates[0].probability < Doubt.NOTHING_FITS:
        return Decision(Intent.OUT_OF_SCOPE, Action.DECLINE, reasons=("no entry fits",))
    best = match.candidates[0]
    intent = Intent.GUIDANCE if best.entry in library.rules else Intent.PROCEDURE
    against = _objection(match, library)
    if against is None:
        reason = f"{best.entry} {best.probability:.2f}"
        return Decision(intent, Action.ANSWER, best.entry, (), best.probability, (reason,))
    if match.intents[Intent.TIP] >= Doubt.ASKED_TIP and "HIPOTESIS" not in match.reading.named:
        intent = Intent.TIP  # a question back costs no more with the offer to report beside it
    options = _options(match.candidates, library)
    return Decision(intent, Action.CLARIFY, None, options, best.probability, (against,))


def _objection(match: Match, library: Library) -> str | None:
    """Return what speaks against answering with the best candidate; None when nothing does."""
    best = match.candidates[0]
    return _strange(match, library) or _rivalled(match, library) or _unsure(match, library, best)


def _strange(match: Match, library: Library) -> str | None:
    """Return why the message may be none that the best candidate speaks of."""
    best = match.candidates[0]
    rule = library.rules.get(best.entry)
    if rule is None:
        return None
    out = match.intents[Intent.OUT_OF_SCOPE]
    if out >= Doubt.OUT:
        return f"out of scope {out:.2f}"
    danger = sorted(_DANGERS.get(rule.verdict, frozenset()) & set(best.strange))
    if danger:
        return f"{rule.id} says nothing of {', '.join(danger)}"
    if rule.needed and not rule.needed & match.reading.named:
        return f"{rule.id} needs one of {', '.join(sorted(rule.needed))}"
    return None


def _rivalled(match: Match, library: Library) -> str | None:
    """Return which likely candidate has another verdict than the best."""
    best = match.candidates[0]
    bar = _bar(match, library, best.entry)
    for each in _others(match, library):
        if each.probability >= bar.rival:
            return f"{each.entry} {each.probability:.2f} says otherwise than {best.entry}"
    return None


def _others(match: Match, library: Library) -> list[Candidate]:
    """Return the candidates whose verdict is not that of the best."""
    verdict = _verdict(library, match.candidates[0].entry)
    return [each for each in match.candidates if _verdict(library, each.entry) != verdict]


def _unsure(match: Match, library: Library, best: Candidate) -> str | None:
    """Return by how much *best* misses its bar."""
    bar = _bar(match, library, best.entry)
    shaky = best.entry in library.rules and _may_be_of_something_else(match)
    extra = STRICTER if shaky else 0.0
    others = _others(match, library)
    same = sum(each.probability for each in match.candidates if each not in others)
    agreed = best.probability >= bar.agreed + extra and same >= bar.mass + extra
    if best.probability >= bar.alone + extra or agreed:
        return None
    return f"{best.entry} {best.probability:.2f} is below the bar {bar.alone + extra:.2f}"


def _bar(match: Match, library: Library, entry_id: str) -> Bar:
    """Return the bar of an entry; a rule that tells what information tells has its low one.

    Not so where hardly any information is asked for: there the rule's verdict is what is heard.
    """
    twins = {each.rule for each in library.infos.values() if each.rule}
    asked = match.intents[Intent.PROCEDURE]
    informs = entry_id in twins and asked >= Doubt.PERHAPS_PROCEDURE
    verdict = None if informs else _verdict(library, entry_id)
    wanted = asked >= Doubt.PROCEDURE
    return WANTED if verdict is None and wanted else BARS[verdict]


def _may_be_of_something_else(match: Match) -> bool:
    """Tell whether the message may be out of scope."""
    named = match.reading.named
    strange = bool(named & ELSEWHERE) or not named & POLITICAL
    return strange or match.intents[Intent.OUT_OF_SCOPE] >= Doubt.PERHAPS_OUT


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
