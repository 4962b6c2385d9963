"""What staff should know: a broadcast stopped itself, one waits for approval, a day has none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import results, store
from bot.broadcasts.broadcast import Broadcast, State
from bot.broadcasts.failing import refusals
from bot.broadcasts.timing import at
from bot.broadcasts.verbs import Surroundings
from bot.broadcasts.words import Say, day_name
from bot.database.engine import Database
from bot.staff.finding import Finding, Kind
from knowledge.broadcast import Broadcast as Reminder
from knowledge.calendar import Election
from knowledge.phrasebook import Phrase
from knowledge.scheduling import UndatedError

STOPPED_ITSELF = Phrase(
    "steering.kabar.berhenti-sendiri", ("judul", "nomor", "jumlah", "orang", "saluran")
)
TO_APPROVE = Phrase("steering.kabar.menunggu-persetujuan", ("judul", "nomor", "jam"))
UNCOVERED = Phrase("steering.kabar.tanggal-tanpa-siaran", ("kapan", "hari", "pemilihan", "isi"))
TOMORROW = Phrase("steering.kabar.besok")
IN_DAYS = Phrase("steering.kabar.hari-lagi", ("jumlah",))

_COVERING = frozenset({State.APPROVED, State.RUNNING, State.PAUSED, State.DONE})


class Watch:
    """Look for what staff should know; *days* before a reminder's day it must be approved."""

    def __init__(self, database: Database, *, around: Surroundings, days: int) -> None:
        self._database = database
        self._around = around
        self._days = days

    async def findings(self) -> list[Finding]:
        """Return what is so now, told before or not."""
        async with self._database.reading() as connection:
            known = await store.in_state(connection)
            paused = [await self._stopped(connection, each) for each in known]
        found = [each for each in paused if each]
        return [*found, *self._waiting(known), *self._uncovered(known)]

    async def _stopped(self, connection: AsyncConnection, broadcast: Broadcast) -> Finding | None:
        """Return that *broadcast* paused itself, None when it did not."""
        if broadcast.state is not State.PAUSED:
            return None
        counted = await results.counts(connection, broadcast.id)
        refused, tried = refusals(counted)
        if not refused.is_too_many(tried):
            return None
        text = self._around.say(
            STOPPED_ITSELF,
            judul=broadcast.title,
            nomor=broadcast.id,
            jumlah=refused.people,
            orang=tried,
            saluran=", ".join(refused.channels),
        )
        name = f"{broadcast.id}:{tried}"
        return Finding(Kind.PAUSED, name, text, broadcast.id, broadcast.author, urgent=True)

    def _waiting(self, known: Iterable[Broadcast]) -> Iterator[Finding]:
        """Yield the broadcasts that somebody is to approve, while they are of use."""
        for each in known:
            if each.state is State.SUBMITTED and self._around.clock.now() < each.ends_at:
                when = each.starts_at.astimezone(self._around.zone)
                text = self._around.say(
                    TO_APPROVE, judul=each.title, nomor=each.id, jam=f"{when:%d-%m-%Y %H.%M %Z}"
                )
                name, urgent = f"{each.id}:{each.fingerprint}", bool(each.content.urgent)
                yield Finding(Kind.APPROVAL, name, text, each.id, each.author, urgent=urgent)

    def _uncovered(self, known: Sequence[Broadcast]) -> Iterator[Finding]:
        """Yield the next days that have a reminder of ours, and no approved broadcast for it."""
        library, today = self._around.library(), self._today(self._around.clock.now())
        for election in library.calendar.local():
            missing: defaultdict[date, list[str]] = defaultdict(list)
            for each in library.broadcasts.values():
                day = self._day(each, election)
                if day and today < day <= today + timedelta(days=self._days):
                    covered = any(self._covers(one, each, day) for one in known)
                    missing[day] += [] if covered else [each.title]
            for day, titles in sorted(missing.items()):
                if titles:
                    yield self._told(election, day, titles, left=(day - today).days)

    def _told(self, election: Election, day: date, titles: Sequence[str], *, left: int) -> Finding:
        """Return that on *day* of *election* nothing would go out."""
        say: Say = self._around.say
        text = say(
            UNCOVERED,
            kapan=say(TOMORROW) if left == 1 else say(IN_DAYS, jumlah=left),
            hari=day_name(say, day),
            pemilihan=election.name,
            isi="; ".join(titles),
        )
        return Finding(Kind.UNCOVERED, f"{election.id}:{day}", text)

    def _day(self, reminder: Reminder, election: Election) -> date | None:
        """Return the city's day of *reminder* in *election*, None where it has none."""
        if election.kind not in reminder.elections:
            return None
        try:
            return self._today(at(reminder.send, election, zone=self._around.zone))
        except UndatedError:
            return None

    def _covers(self, broadcast: Broadcast, reminder: Reminder, day: date) -> bool:
        """Tell whether *broadcast* is approved and says on *day* what *reminder* would say.

        A text by an admin does, when it goes to everybody who would get the reminder.
        """
        starts = self._today(broadcast.starts_at)
        if broadcast.state not in _COVERING or starts != day:
            return False
        if broadcast.content.reminder:
            return broadcast.content.reminder == reminder.id
        audience = broadcast.audience
        missed = {str(each) for each in reminder.audiences} - {
            str(each) for each in audience.groups
        }
        narrow = audience.districts or audience.offices or audience.channels
        same = str(audience.category) == str(reminder.category)
        return same and not narrow and not (audience.groups and missed)

    def _today(self, moment: datetime) -> date:
        """Return the city's day at *moment*."""
        return moment.astimezone(self._around.zone).date()
