"""Where tips can be forwarded to: which authority is there on a day, for which kind of election."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendar import ElectionKind

NATIONWIDE = "nasional"


class Unfit(StrEnum):
    """Why an authority cannot be forwarded to."""

    GONE = "sudah-bubar"
    NOT_YET = "belum-ada"
    ELSEWHERE = "kota-lain"
    OTHER_KIND = "bukan-tahapannya"


@dataclass(frozen=True, slots=True)
class Target:
    """An authority; *since* and *until* are its first and last day, None where they are open.

    *kinds* are the elections during which it is responsible; without any it always is. *area* is
    the slug of its city, or NATIONWIDE.
    """

    id: str
    name: str
    use: str
    area: str
    kinds: tuple[ElectionKind, ...] = ()
    since: date | None = None
    until: date | None = None

    def stands_on(self, day: date) -> bool:
        """Tell whether the authority exists on *day*.

        >>> Target("kasn", "KASN", "", "nasional", until=date(2024, 8, 23)).stands_on(
        ...     date(2026, 1, 1)
        ... )
        False
        """
        return (self.since or day) <= day <= (self.until or day)

    def why_not(self, day: date, *, kind: ElectionKind | None, city: str) -> Unfit | None:
        """Return why nothing is forwarded to it on *day*, None when something is.

        >>> Target("kasn", "KASN", "", "nasional", until=date(2024, 8, 23)).why_not(
        ...     date(2026, 1, 1), kind=None, city="kota-depok"
        ... )
        <Unfit.GONE: 'sudah-bubar'>
        """
        if self.until and day > self.until:
            return Unfit.GONE
        if self.since and day < self.since:
            return Unfit.NOT_YET
        if self.area not in {NATIONWIDE, city}:
            return Unfit.ELSEWHERE
        return None if self.takes(kind, city=city) else Unfit.OTHER_KIND

    def takes(self, kind: ElectionKind | None, *, city: str) -> bool:
        """Tell whether it is responsible in *city* during an election of *kind*, None for none."""
        return self.area in {NATIONWIDE, city} and (not self.kinds or kind in self.kinds)


def targets_for(
    targets: Iterable[Target], day: date, *, kind: ElectionKind | None, city: str
) -> tuple[Target, ...]:
    """Return those of *targets* that a tip can be forwarded to on *day*, in their order."""
    return tuple(each for each in targets if each.stands_on(day) and each.takes(kind, city=city))
