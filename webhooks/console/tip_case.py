"""What the page of a case shows of a tip, and what it offers to do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from bot.conversation.handlers import receipts
from bot.retention import TIPS, erased_on
from bot.staff.account import Account as Colleague
from bot.tips import words
from bot.tips.completeness import Element, missing
from bot.tips.desk import Opened
from bot.tips.printout import Printout, safe
from bot.tips.redaction import FIELDS
from bot.tips.tip import BY_HAND, CLOSED, MOVES, Account, Status
from webhooks.console.visit import Visit


def told(visit: Visit, account: Account) -> Iterator[tuple[str, str]]:
    """Yield what the sender told, each element by its name."""
    for name, field in FIELDS.items():
        value = getattr(account, field)
        text = "\n".join(value) if isinstance(value, tuple) else str(value or "")
        if field == "known" and value:
            text = visit.say(words.KNOWN[value])
        if field == "day" and value:
            text = visit.day(value)
        if field == "office" and value:
            text = office_names(visit).get(value, value)
        yield visit.say(words.ELEMENTS[name]), safe(text)


def choices(visit: Visit, opened: Opened, colleagues: Sequence[Colleague]) -> Mapping[str, object]:
    """Return by the names of the template what can be done with a tip, and what it needs to say."""
    case = opened.case
    lacking = missing(case.account, files=len(case.evidence))
    here = case.tip.status
    return {
        "elements": {each: visit.say(words.MISSING[each]) for each in Element},
        "lacking": lacking,
        "statuses": {each: visit.say(words.STATUSES[each]) for each in Status},
        "voices": {each: visit.say(phrase) for each, phrase in words.VOICES.items()},
        "printout": Printout(visit.say, names=code_names(visit)),
        "plain": safe,
        "colleagues": colleagues,
        "names": {each.name: each.display_name for each in colleagues},
        "offices": office_names(visit),
        "steps": [each for each in Status if each in BY_HAND.get(here, ())],
        "endings": [each for each in Status if each in CLOSED & MOVES[here]],
        "may_ask": here in {Status.READ, Status.NEEDS_INFO},
        "as_sender_reads": lambda status: as_sender_reads(visit, status),
        "goes_on": visit.day(erased_on(case.closed)) if case.closed else "",
        "kept_days": TIPS // timedelta(days=1),
    }


def as_sender_reads(visit: Visit, status: Status) -> str:
    """Return what whoever has the receipt reads of a tip at *status*; chats make the stars bold."""
    return visit.say(receipts.STATUSES[status]).replace("*", "")


def code_names(visit: Visit) -> dict[str, str]:
    """Return the names of offices and targets by their codes."""
    targets = visit.services.guide.current.library.targets
    return office_names(visit) | {each.id: each.name for each in targets}


def office_names(visit: Visit) -> dict[str, str]:
    """Return the names of offices by their codes."""
    return {each.code: each.name for each in visit.services.guide.current.library.offices}
