"""Where tips can be forwarded to: which authority is there on a day, for which kind of election."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.calendar import ElectionKind

NATIONWIDE = "nasional"


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

    def takes(self, kind: ElectionKind | None, *, city: str) -> bool:
        """Tell whether it is responsible in *city* during an election of *kind*, None for none."""
        return self.area in {NATIONWIDE, city} and (not self.kinds or kind in self.kinds)


def targets_for(
    targets: Iterable[Target], day: date, *, kind: ElectionKind | None, city: str
) -> tuple[Target, ...]:
    """Return those of *targets* that a tip can be forwarded to on *day*, in their order."""
    return tuple(each for each in targets if each.stands_on(day) and each.takes(kind, city=city))
