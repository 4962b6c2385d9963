"""What became of a broadcast, for those who sent it: numbers, a table, and settling doubts."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from bot.broadcasts import results, store
from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.results import Count
from bot.broadcasts.tallying import Tally
from bot.broadcasts.words import Rule, Say, refused
from bot.database.engine import Database
from bot.staff.account import Act
from bot.staff.actor import Actor

COLUMNS = ("saluran", "hasil", "alasan", "jumlah")

_SETTLED = (Outcome.SENT, Outcome.NOT_SENT)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast has come."""

    state: State | None
    counts: tuple[Count, ...]

    @property
    def people(self) -> int:
        """Return how many recipients there are."""
        return sum(each.people for each in self.counts)

    @property
    def left(self) -> int:
        """Return how many still wait."""
        return self.of(Outcome.WAITING) + self.of(Outcome.CLAIMED)

    def of(self, outcome: Outcome) -> int:
        """Return how many came to *outcome*."""
        return sum(each.people for each in self.counts if each.outcome is outcome)

    @property
    def failures(self) -> dict[str, int]:
        """Return how many were not sent, by reason."""
        found: Counter[str] = Counter()
        for each in self.counts:
            if each.outcome is Outcome.NOT_SENT:
                found[each.reason] += each.people
        return dict(found.most_common())


class Reporting:
    """Read what the ledger says; nothing here names a recipient."""

    def __init__(self, database: Database, *, say: Say) -> None:
        self._database = database
        self._say = say
        self.tally = Tally()

    async def progress(self, name: str) -> Progress:
        """Return how far the broadcast *name* has come; a large ledger is counted now and then."""
        async with self._database.reading() as connection:
            state = await store.state(connection, name)
            return Progress(state, await self.tally.counts(connection, name, state))

    async def settle(self, actor: Actor, name: str, *, outcome: Outcome, channel: str = "") -> int:
        """Write *outcome* on all recipients in doubt and return how many they were.

        With a *channel*, on those there only.
        WAITING writes to them once more, and so perhaps twice; it needs a broadcast that goes on.
        """
        async with actor.doing(Act.SETTLE_BROADCASTS, subject=name) as connection:
            found = await store.find(connection, name)
            if found is None:
                raise refused(self._say, Rule.UNKNOWN, nomor=name)
            open_states = (State.RUNNING, State.PAUSED)
            if outcome not in _SETTLED and found.state not in open_states:
                allowed = ", ".join(open_states)
                raise refused(self._say, Rule.STATE, keadaan=found.state, boleh=allowed)
            settled = await results.settle(connection, name, outcome=outcome, channel=channel)
        self.tally.forget(name)
        return settled


def table(counts: Sequence[Count]) -> str:
    """Return *counts* as CSV."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((each.channel, each.outcome, each.reason, each.people) for each in counts)
    return file.getvalue()
