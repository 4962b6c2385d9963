"""Who waits for an answer, in numbers, as staff see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.questions.inquiries.store import Row

KEPT_FOR = timedelta(days=14)
_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many askers wait for staff, how many of them are erased soon, and whose answer waits."""

    open: int = 0
    expiring: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """The inquiries there are, without what is sealed: question, owner, day, whether answered."""

    rows: Sequence[tuple[str, str, date, bool]] = field(repr=False)

    @classmethod
    def of_rows(cls, rows: Sequence[Row]) -> "Waiting":
        """Return what staff may see of *rows*."""
        return cls([(e.question, e.owner, e.day, e.answer is not None) for e in rows])

    def tally(self, today: date, questions: Collection[str] | None = None) -> Tally:
        """Count the askers of *questions*, without them all; who asked twice counts once."""
        wanted = None if questions is None else set(questions)
        mine = [each for each in self.rows if wanted is None or each[0] in wanted]
        soon = today + _SOON - KEPT_FOR
        return Tally(
            len({owner for _, owner, _, answered in mine if not answered}),
            len({owner for _, owner, day, answered in mine if not answered and day <= soon}),
            len({owner for _, owner, _, answered in mine if answered}),
        )

    def asked(self, questions: Sequence[str]) -> list[str]:
        """Return those of *questions* that somebody waits for."""
        waited = {question for question, _, _, answered in self.rows if not answered}
        return [each for each in questions if each in waited]
