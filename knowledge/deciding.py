"""From candidates to answer, question, refusal or another way: the safety rules live here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.library import Library
from knowledge.matching import Candidate, Match
from knowledge.rule import Intent, Rule, Verdict

# How sure one must be before a verdict is said; "boleh" is the dearest to get wrong.
_BARS: dict[Verdict | None, float] = {
    Verdict.FORBIDDEN: 0.35,
    Verdict.CONDITIONAL: 0.4,
    Verdict.ALLOWED: 0.6,
    None: 0.35,
}
_MARGIN = 0.5  # a candidate with this share of the best one is a rival
_DOUBT = 0.04  # below this nothing fits
_OFFERED = 3
_ROUTED = frozenset({Intent.STATUS, Intent.SUBSCRIBE, Intent.HUMAN, Intent.SMALLTALK})
_SURE_TIP = 0.5
_SURE_ROUTE = 0.45
_SURE_OUT = 0.4


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
    intent = max(match.intents, key=lambda each: match.intents[each])
    sure = match.intents[intent]
    if intent is Intent.TIP and sure >= _SURE_TIP:
        return _route(match, intent)
    if intent in _ROUTED and sure >= _SURE_ROUTE:
        return _route(match, intent)
    if intent is Intent.OUT_OF_SCOPE and sure >= _SURE_OUT:
        return Decision(intent, Action.DECLINE, score=sure, reasons=("out of scope",))
    return _guide(match, library)


def _route(match: Match, intent: Intent) -> Decision:
    """Send the message to where *intent* is served."""
    reason = f"{intent} {match.intents[intent]:.2f}"
    return Decision(intent, Action.ROUTE, score=match.intents[intent], reasons=(reason,))


def _guide(match: Match, library: Library) -> Decision:
    """Answer with the best candidate, ask which is meant, or decline."""
    if not match.candidates or match.candidates[0].probability < _DOUBT:
        return Decision(Intent.OUT_OF_SCOPE, Action.DECLINE, reasons=("nothing fits",))
    best = match.candidates[0]
    rivals = _rivals(match.candidates)
    verdicts = {_verdict(library, each.entry) for each in rivals}
    verdict = _verdict(library, best.entry)
    sure = sum(each.probability for each in rivals) if len(verdicts) == 1 else best.probability
    intent = Intent.GUIDANCE if best.entry in library.rules else Intent.PROCEDURE
    reason = f"{best.probability:.2f} for {best.entry}, bar {_BARS[verdict]:.2f}"
    if sure >= _BARS[verdict] and len(verdicts) == 1:
        return Decision(intent, Action.ANSWER, best.entry, (), best.probability, (reason,))
    options = tuple(each.entry for each in match.candidates[:_OFFERED])
    return Decision(intent, Action.CLARIFY, None, options, best.probability, (reason,))


def _rivals(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the best candidate and those that come near it."""
    best = candidates[0].probability
    return tuple(each for each in candidates if each.probability >= best * _MARGIN)


def _verdict(library: Library, entry_id: str) -> Verdict | None:
    """Return the verdict of an entry; information has none."""
    entry = library.entry(entry_id)
    return entry.verdict if isinstance(entry, Rule) else None
