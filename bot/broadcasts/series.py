"""From the reminders that jurists wrote to drafts: one, or the whole series of an election."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.broadcasts import terminal_words
from bot.broadcasts.broadcast import Broadcast, Content
from bot.broadcasts.timing import at, evening
from bot.broadcasts.words import STOP_LINE, TO_MORE, TO_STOP, Say, day_name
from bot.contacts.contact import Audience, Category, Group
from bot.errors import JagaNetralError
from bot.messages import Choice, Template
from knowledge.broadcast import Broadcast as Reminder
from knowledge.broadcast import Word, fingerprint
from knowledge.calendar import Election
from knowledge.library import Library
from knowledge.scheduling import Anchor, UndatedError, dates

LONGEST_BODY = 1024  # of a template at WhatsApp
USEFUL_FOR = timedelta(hours=8)  # a text by an admin who did not say until when
_DATES = {
    Word.ELECTION_DAY: Anchor.ELECTION_DAY,
    Word.CAMPAIGN_START: Anchor.CAMPAIGN,
    Word.CAMPAIGN_END: Anchor.CAMPAIGN_END,
    Word.QUIET_START: Anchor.QUIET,
}


class Undrafted(JagaNetralError):
    """Report what cannot be drafted, and what to do."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """What a draft is made of: the knowledge, the words and the city's clock."""

    library: Library
    say: Say
    zone: ZoneInfo

    def election(self, name: str) -> Election:
        """Return the election that is called *name*; raises Undrafted with those there are."""
        known = {each.id: each for each in self.library.calendar.elections}
        if name not in known:
            told = self.say(terminal_words.NO_ELECTION, nama=name, dikenal=", ".join(known))
            raise Undrafted(told)
        return known[name]

    def reminder(self, name: str, election: Election) -> Broadcast:
        """Return the draft of one reminder for *election*; raises Undrafted."""
        found = self.library.broadcasts.get(name)
        if found is None:
            known = ", ".join(self.library.broadcasts)
            raise Undrafted(self.say(terminal_words.NO_REMINDER, nama=name, dikenal=known))
        try:
            return self._made(found, election)
        except (UndatedError, KeyError):
            told = self.say(terminal_words.UNDATED, judul=found.title, pemilihan=election.name)
            raise Undrafted(told) from None

    def series(self, election: Election) -> Iterator[Broadcast | Undrafted]:
        """Yield a draft, or why there is none, for each reminder of *election*'s kind."""
        for each in self.library.broadcasts.values():
            if election.kind in each.elections:
                try:
                    yield self.reminder(each.id, election)
                except Undrafted as error:
                    yield error

    def origin(self, broadcast: Broadcast) -> Broadcast | None:
        """Return the draft of the reminder that *broadcast* was made from.

        Of the drafts for each election the nearest one is meant. None where it is a text by an
        admin, or where the knowledge has that reminder no more.
        """
        name, made = broadcast.content.reminder, []
        for each in self.library.calendar.elections:
            with suppress(Undrafted):
                made += [self.reminder(name, each)] if name else []
        return min(made, key=lambda each: _distance(each, broadcast), default=None)

    def free(self, title: str, text: str, *, audience: Audience, starts_at: datetime) -> Broadcast:
        """Return the draft of a text by an admin, of use for eight hours or until the evening."""
        ends_at = starts_at + USEFUL_FOR
        night = evening(starts_at, self.zone)
        if starts_at < night < ends_at:
            ends_at = night
        content = self._content(text)
        if len(content.text) <= LONGEST_BODY:
            content = replace(content, template=_own(content.text))
        return Broadcast("", title, content, audience, starts_at, ends_at)

    def body(self, content: Content) -> str:
        """Return the text of *content* as it was written, without the way out below it."""
        return content.text.removesuffix(f"\n\n{self.say(STOP_LINE)}")

    def _made(self, reminder: Reminder, election: Election) -> Broadcast:
        """Return the draft of *reminder*; raises UndatedError, KeyError."""
        words = self._words(election)
        values = tuple(reminder.variables(words).values())
        written = reminder.template
        content = self._content(
            reminder.filled(words),
            entry=reminder.entry,
            template=Template(written.version, values, written.body),
            reminder=reminder.id,
        )
        groups = frozenset(Group(str(each)) for each in reminder.audiences)
        return Broadcast(
            id="",
            title=reminder.title,
            content=content,
            audience=Audience(Category(str(reminder.category)), groups),
            starts_at=at(reminder.send, election, zone=self.zone),
            ends_at=at(reminder.latest, election, zone=self.zone),
        )

    def _content(
        self,
        text: str,
        *,
        entry: str = "",
        template: Template | None = None,
        reminder: str = "",
    ) -> Content:
        """Return *text* with the way out below it."""
        more = (Choice(f"ask:{entry}", self.say(TO_MORE)),) if entry else ()
        choices = (*more, Choice("stop:", self.say(TO_STOP)))
        return Content(f"{text}\n\n{self.say(STOP_LINE)}", choices, template, reminder)

    def _words(self, election: Election) -> dict[Word, str]:
        """Return what fills the placeholders, as far as *election* has dates."""
        known = dates(election)
        days: dict[Word, date] = {
            word: known[anchor] for word, anchor in _DATES.items() if anchor in known
        }
        told = {word: day_name(self.say, day) for word, day in days.items()}
        return {
            Word.ELECTION: election.name,
            Word.CITY: self.library.regions.name,
            **told,
        }


def _distance(draft: Broadcast, broadcast: Broadcast) -> tuple[bool, timedelta]:
    """Return how far *draft* is from *broadcast*: by its text, then by its day."""
    differs = draft.content.text != broadcast.content.text
    return differs, abs(draft.starts_at - broadcast.starts_at)


def _own(text: str) -> Template:
    """Return the template of a text by an admin, which has no variables."""
    return Template(f"siaran_{fingerprint(text)}", (), text)
