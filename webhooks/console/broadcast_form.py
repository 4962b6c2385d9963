"""The form of a broadcast: what was filled in, and the broadcast that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from pydantic import BaseModel, Field

from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.checking import LONGEST_TITLE
from bot.broadcasts.planning import Planning
from bot.broadcasts.series import Drafting, Undrafted
from bot.broadcasts.timing import NotATime, moment_of
from bot.broadcasts.words import Rule
from bot.contacts.contact import Audience, Category, Group
from bot.errors import Refused
from bot.staff import console_words as words
from knowledge.phrasebook import Phrase
from knowledge.scheduling import Anchor, Schedule
from webhooks.console.forms import Form, Incomplete, typed_of
from webhooks.console.visit import Visit

_LONGEST_REASON = 300
_FIELDS: Mapping[str, str] = {
    Rule.TITLE: "judul",
    Rule.EMPTY: "naskah",
    Rule.LONG: "naskah",
    Rule.STRONG: "naskah",
    Rule.PLACEHOLDER: "naskah",
    Rule.CAPTION: "naskah",
    Rule.QUIET: "mendesak",
    Rule.ORDER: "sampai",
    Rule.LATE: "sampai",
}


class Writing(BaseModel):
    """What is filled in; *hari* counts from *patokan*, times are those of the city's clocks."""

    judul: str = Field(max_length=LONGEST_TITLE)
    naskah: str = ""
    kategori: Category
    untuk: frozenset[Group] = frozenset()
    kecamatan: frozenset[str] = frozenset()
    kantor: frozenset[str] = frozenset()
    cara: Literal["tanggal", "tahapan"] = "tanggal"
    tanggal: date | None = None
    jam: time
    pemilihan: str = ""
    patokan: Anchor = Anchor.ELECTION_DAY
    hari: int = Field(0, ge=-999, le=999)
    sampai: datetime | None = None
    mendesak: str = Field("", max_length=_LONGEST_REASON)


@dataclass(frozen=True, slots=True)
class Writer:
    """Make broadcasts of what a visitor typed."""

    visit: Visit
    drafting: Drafting
    planning: Planning

    def written(self, found: Broadcast | None = None) -> Broadcast:
        """Return the broadcast that was typed, in the place of *found* if there is one.

        Raises Incomplete with what is wrong beside each field.
        """
        wanted = self.visit.read(Writing)
        begin = self._begin(wanted)
        whole = self._made(wanted, found, begin=begin)
        if wanted.sampai:
            whole = replace(whole, ends_at=wanted.sampai.replace(tzinfo=self.drafting.zone))
        whole = replace(whole, content=replace(whole.content, urgent=wanted.mendesak.strip()))
        wrong = {_FIELDS.get(each.reason, "naskah"): str(each) for each in self._wrong(whole)}
        if wrong:
            raise Incomplete(Form(typed_of(self.visit.fields), wrong))
        return whole

    def _wrong(self, whole: Broadcast) -> list[Refused]:
        """Return the rules that *whole* breaks."""
        return self.planning.problems(whole)

    def _made(self, wanted: Writing, found: Broadcast | None, *, begin: datetime) -> Broadcast:
        """Return the broadcast with what its time means for its end; a text of ours stays."""
        audience = self._audience(wanted)
        title = wanted.judul.strip()
        if found and found.content.reminder:
            end = found.ends_at
            if begin >= end:
                end = begin + (found.ends_at - found.starts_at)
            return replace(found, title=title, audience=audience, starts_at=begin, ends_at=end)
        text = wanted.naskah.strip()
        if not text:
            raise self.wrong("naskah", words.FIELD_WANTED)
        made = self.drafting.free(title, text, audience=audience, starts_at=begin)
        if found is None:
            return made
        content = replace(made.content, illustration=found.content.illustration)
        return replace(made, id=found.id, content=content)

    def _audience(self, wanted: Writing) -> Audience:
        """Return whom it is for; raises Incomplete for a place that is not known."""
        library = self.drafting.library
        districts = {each.name for each in library.regions.districts}
        offices = {each.code for each in library.offices}
        for name, chosen, known in (
            ("kecamatan", wanted.kecamatan, districts),
            ("kantor", wanted.kantor, offices),
        ):
            if chosen - known:
                raise self.wrong(name, words.PLACE_UNKNOWN)
        return Audience(wanted.kategori, wanted.untuk, wanted.kecamatan, wanted.kantor)

    def _begin(self, wanted: Writing) -> datetime:
        """Return when it goes out; raises Incomplete beside the field that does not tell."""
        zone = self.drafting.zone
        if wanted.cara == "tanggal":
            if wanted.tanggal is None:
                raise self.wrong("tanggal", words.DAY_WANTED)
            return moment_of(f"{wanted.tanggal} {wanted.jam:%H:%M}", zone=zone)
        told = Schedule(wanted.patokan, wanted.jam, days=wanted.hari, local=True)
        try:
            election = self.drafting.election(wanted.pemilihan)
            return moment_of(str(told), zone=zone, election=election)
        except Undrafted:
            raise self.wrong("pemilihan", words.ELECTION_WANTED) from None
        except (NotATime, OverflowError):
            raise self.wrong("patokan", words.UNDATED) from None

    def wrong(self, name: str, phrase: Phrase) -> Incomplete:
        """Return what shows the form again with *phrase* beside the field *name*."""
        return Incomplete(Form(typed_of(self.visit.fields), {name: self.visit.say(phrase)}))
