"""What a tip still lacks, and how long it may become an official report."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.tips.tip import Account

DEADLINE = timedelta(days=7)  # Perbawaslu 7/2022 Pasal 8 (3), UU 10/2016 Pasal 134 (4)
ENOUGH = 40  # letters below which a story says too little to be looked into


class Element(StrEnum):
    """What a report needs; staff read it, so the words are Indonesian."""

    WHAT = "apa"
    WHO = "siapa"
    WHEN = "kapan"
    WHERE = "di-mana"
    EVIDENCE = "bukti"


@dataclass(frozen=True, slots=True)
class Completeness:
    """Which elements are *missing*, and how many days are left, below zero when it is too late.

    The law counts from the day on which the event was known; as that is never before the event,
    the days are counted from the event, which is safe. None while its day is not known.
    """

    missing: tuple[Element, ...]
    days_left: int | None
    last_day: date | None

    @property
    def is_whole(self) -> bool:
        """Tell whether every element is there."""
        return not self.missing


def deadline(account: Account) -> date | None:
    """Return the last day on which this may be reported, None while its day is not known."""
    return account.day + DEADLINE if account.day else None


def days_left(account: Account, today: date) -> int | None:
    """Return how many days are left to report it, below zero when it is too late."""
    last = deadline(account)
    return (last - today).days if last else None


def missing(account: Account, *, files: int) -> tuple[Element, ...]:
    """Return the elements of a report that *account* lacks together with its *files*."""
    told = {
        Element.WHAT: len(account.story.strip()) >= ENOUGH,
        Element.WHO: account.who.strip() or account.office,
        Element.WHEN: account.day or account.when.strip(),
        Element.WHERE: account.where.strip() or account.district or account.village,
        Element.EVIDENCE: files or account.links or account.witnesses.strip(),
    }
    return tuple(each for each, there in told.items() if not there)


def completeness(account: Account, *, files: int, today: date) -> Completeness:
    """Return how complete *account* is together with its *files*."""
    return Completeness(missing(account, files=files), days_left(account, today), deadline(account))
