"""What leaves of a tip, exactly as its receiver gets it, and what stays behind."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.tips import words
from bot.tips.backends import words as printed
from bot.tips.backends.report import file_name
from bot.tips.case import Case
from bot.tips.completeness import missing
from bot.tips.previewing import still_told
from bot.tips.printout import safe
from bot.tips.redaction import leaving
from bot.tips.tip import Account, Evidence
from webhooks.console.tip_passages import kept_back
from webhooks.console.visit import Visit


@dataclass(frozen=True, slots=True)
class File:
    """A file that leaves, under the *name* that it gets."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a page shows of it."""

    told: Sequence[tuple[str, str]]
    missing: Sequence[str]
    files: Sequence[File]
    behind: Sequence[str]
    still: Sequence[str]

    @property
    def uncleaned(self) -> Sequence[str]:
        """Return the names of files that may tell who made them."""
        return [each.name for each in self.files if not each.evidence.cleaned]


def leaving_of(visit: Visit, case: Case) -> Leaving:
    """Return what leaves of *case*."""
    content = leaving(case)
    lacking = missing(content.account, files=len(content.evidence))
    return Leaving(
        list(_told(visit, content.account)),
        [visit.say(words.MISSING[each]) for each in lacking],
        [File(file_name(each, number), each) for number, each in enumerate(content.evidence, 1)],
        list(kept_back(case, visit.say)),
        [safe(each) for each in still_told(case)],
    )


def _told(visit: Visit, account: Account) -> list[tuple[str, str]]:
    """Return each element with its label, in the order of the printed report."""
    say = visit.say
    offices = {each.code: each.name for each in visit.services.guide.current.library.offices}
    region = ", ".join(each for each in (account.district, account.village) if each)
    office = offices.get(account.office, account.office)
    found = (
        (printed.STORY, account.story),
        (printed.WHO, account.who),
        (printed.WHEN, account.when),
        (printed.EVENT_DAY, visit.day(account.day) if account.day else ""),
        (printed.WHERE, account.where),
        (printed.REGION, region),
        (printed.OFFICE, office),
        (printed.KNOWN, say(printed.KNOWN_NAMES[account.known]) if account.known else ""),
        (printed.WITNESSES, account.witnesses),
        (printed.LINKS, "\n".join(account.links)),
    )
    return [(say(label), safe(text) or say(printed.UNTOLD)) for label, text in found]
