"""Check that what one entry says agrees with itself, and what one election says."""

from collections.abc import Iterator

from knowledge.broadcast import Broadcast
from knowledge.calendar import Calendar, Election, PhaseSpan
from knowledge.reading import Problem
from knowledge.rule import Certainty, Role, Sanction, SanctionKind, Verdict
from knowledge.scheduling import UndatedError, Zone
from knowledge.shelf import Shelf
from knowledge.targets import NATIONWIDE

_FEWEST_EXAMPLES = 6
# The officials whom rules mean are PNS; a sanction for teachers says itself whom of them it binds.
_PNS_ROLES = {Role.PNS, Role.CPNS, Role.OFFICIAL, Role.TEACHER}
_PNS_LAWS = {
    "pp-42-2004": {SanctionKind.ETHICS, SanctionKind.ADMINISTRATIVE},
    "pp-94-2021": {
        SanctionKind.DISCIPLINE,
        SanctionKind.LIGHT,
        SanctionKind.MEDIUM,
        SanctionKind.HEAVY,
        SanctionKind.DISMISSAL,
    },
}


def nobody_to_ask(shelf: Shelf) -> Iterator[Problem]:
    """Yield rules of low certainty that name nobody to ask."""
    for placed in shelf.rules:
        if placed.value.certainty is Certainty.LOW and not placed.value.ask:
            text = "kepastian rendah needs somebody to ask: add tanya: [bkpsdm]"
            yield placed.part.problem(text, "kepastian")


def condition_and_verdict(shelf: Shelf) -> Iterator[Problem]:
    """Yield rules that are conditional without a condition, or have one without being so."""
    for placed in shelf.rules:
        conditional = placed.value.verdict is Verdict.CONDITIONAL
        if conditional and not placed.value.condition:
            text = "putusan bersyarat needs syarat: write what must be true"
            yield placed.part.problem(text, "putusan")
        if placed.value.condition and not conditional:
            text = f"syarat is for bersyarat, not {placed.value.verdict}: leave one of them out"
            yield placed.part.problem(text, "syarat")


def few_examples(shelf: Shelf) -> Iterator[Problem]:
    """Yield entries with too few examples to be found by."""
    for placed in shelf.entries():
        count = len(placed.value.examples)
        if count < _FEWEST_EXAMPLES:
            text = f"{count} examples are too few: write at least {_FEWEST_EXAMPLES}"
            yield placed.part.problem(text, "contoh")


def sanctioned_roles(shelf: Shelf) -> Iterator[Problem]:
    """Yield sanctions for people whom their rule is not for."""
    for placed in shelf.rules:
        for number, sanction in enumerate(placed.value.sanctions):
            strangers = [role for role in sanction.roles if role not in placed.value.roles]
            if strangers:
                text = f"the rule is not for {', '.join(strangers)}: leave them out, or add them"
                yield placed.part.problem(f"{text} to the rule", "sanksi", number, "untuk")


def pns_sanctions(shelf: Shelf) -> Iterator[Problem]:
    """Yield sanctions of laws for PNS that would be shown to others, or are of another kind."""
    for placed in shelf.rules:
        for number, sanction in enumerate(placed.value.sanctions):
            law = sanction.citation.law if sanction.citation else ""
            if law in _PNS_LAWS:
                for key, text in _misplaced(sanction, placed.value.roles, law=law):
                    yield placed.part.problem(f"{law} {text}", "sanksi", number, key)


def _misplaced(
    sanction: Sanction, roles: tuple[Role, ...], *, law: str
) -> Iterator[tuple[str, str]]:
    """Yield key and text of what a sanction of a *law* for PNS says beyond it."""
    others = [role for role in sanction.roles or roles if role not in _PNS_ROLES]
    if others:
        yield "untuk", f"binds PNS only, not {', '.join(others)}: write untuk: [pns, cpns]"
    kinds = _PNS_LAWS[law]
    if sanction.kind not in kinds:
        yield "jenis", f"has no sanction '{sanction.kind}': write one of {', '.join(sorted(kinds))}"


def spans_of_elections(shelf: Shelf) -> Iterator[Problem]:
    """Yield phases that end before they start, or overlap within one election."""
    if calendar := shelf.calendar:
        for which, election in enumerate(calendar.value.elections):
            for number, text in _misdated(election):
                yield calendar.part.problem(text, "pemilihan", which, "tahapan", number)


def days_of_targets(shelf: Shelf) -> Iterator[Problem]:
    """Yield targets that end before they begin, and those of another city or of none."""
    for placed in shelf.targets:
        target = placed.value
        if target.since and target.until and target.until < target.since:
            text = "ends before it begins: swap ada_sejak and ada_sampai"
            yield placed.part.problem(text, "ada_sampai")
        if shelf.city and target.area not in {NATIONWIDE, shelf.city.value.slug}:
            advice = f"write {NATIONWIDE} or {shelf.city.value.slug}"
            yield placed.part.problem(f"'{target.area}' is not served here: {advice}", "wilayah")


def target_on_every_day(shelf: Shelf) -> Iterator[Problem]:
    """Yield that no target is there outside of elections: then nothing could be forwarded."""
    always = [each for each in shelf.targets if not each.value.kinds and not each.value.until]
    if shelf.targets and not always:
        advice = "leave jenis and ada_sampai out of one target at least"
        yield shelf.targets[0].part.problem(f"nobody is there outside of elections: {advice}")


def _misdated(election: Election) -> Iterator[tuple[int, str]]:
    """Yield the number of each phase whose days cannot be, and what to mend."""
    last: PhaseSpan | None = None
    for number, span in sorted(enumerate(election.spans), key=lambda each: each[1].start):
        if span.end < span.start:
            yield number, f"{span.phase} ends before it starts: swap mulai and selesai"
        if last and span.start <= last.end:
            until = f"{span.phase} begins before {last.phase} ends on {last.end}"
            yield number, f"{until}: mend mulai or selesai"
        if last is None or span.end > last.end:
            last = span


def late_broadcasts(shelf: Shelf) -> Iterator[Problem]:
    """Yield broadcasts that would be of no use any more when they are due."""
    for placed in shelf.broadcasts:
        if not _in_time(placed.value, shelf.calendar.value if shelf.calendar else None):
            text = f"paling_lambat is not after jadwal ({placed.value.send}): write a later one"
            yield placed.part.problem(text, "paling_lambat")


def _in_time(broadcast: Broadcast, calendar: Calendar | None) -> bool:
    """Return whether *broadcast* is due before it is of no use, in every dated election."""
    send, latest = broadcast.send, broadcast.latest
    if send.anchor is latest.anchor:
        return (send.days, send.time) < (latest.days, latest.time)
    elections = calendar.elections if calendar else ()
    return all(_is_due(broadcast, each) for each in elections if each.kind in broadcast.elections)


def _is_due(broadcast: Broadcast, election: Election) -> bool:
    """Return whether *broadcast* is due in time in *election*, or cannot be for want of days."""
    try:
        return broadcast.send.moment(election, Zone.WIB) < broadcast.latest.moment(
            election, Zone.WIB
        )
    except UndatedError:
        return True
