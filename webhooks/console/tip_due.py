"""How long a tip may still be reported, in words and in a tone that the page colours."""

from dataclasses import dataclass
from datetime import date

from bot.tips import words
from bot.tips.completeness import deadline
from bot.tips.desk import Opened
from bot.tips.listing import Line
from bot.tips.tip import Status, may_vanish
from webhooks.console.visit import Visit

_SOON = 2  # days


@dataclass(frozen=True, slots=True)
class Due:
    """What is said of a deadline; *tone* is "late", "soon", "fine", "unknown" or "over"."""

    tone: str
    words: str


class Dues:
    """Tell the deadlines of tips in the words of the phrasebook."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def of(self, line: Line) -> Due:
        """Return the deadline of a tip in the list."""
        return self._due(line.tip.status, line.deadline, line.left)

    def case(self, opened: Opened) -> Due:
        """Return the deadline of a tip that is open."""
        return self._due(opened.case.tip.status, deadline(opened.case.account), opened.left)

    def _due(self, status: Status, last: date | None, left: int | None) -> Due:
        """Return the deadline; what is forwarded or closed presses no more."""
        say = self._visit.say
        if last is None or left is None:
            return Due("unknown", say(words.NO_DEADLINE))
        if left == 0:
            told, tone = say(words.LAST_DAY), "soon"
        else:
            phrase = words.LEFT if left > 0 else words.TOO_LATE
            told = say(phrase, hari=abs(left), tanggal=self._visit.day(last))
            tone = "late" if left < 0 else "soon" if left <= _SOON else "fine"
        return Due(tone if may_vanish(status) else "over", told)
