"""Writing broadcasts: a text of one's own, one of ours, or the whole series of an election."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from pydantic import BaseModel
from starlette.responses import Response

from bot.broadcasts.broadcast import Broadcast, Content
from bot.broadcasts.checking import LONGEST_TEXT, LONGEST_TITLE
from bot.broadcasts.series import Drafting, Undrafted
from bot.broadcasts.words import Rule
from bot.contacts.contact import Audience, Category, Group
from bot.errors import Refused
from bot.staff import console_words as words
from bot.wiring import Services
from knowledge.calendar import Election
from knowledge.scheduling import Anchor
from webhooks.console.broadcast_calendar import Month, bands, month, month_of
from webhooks.console.broadcast_form import Writer
from webhooks.console.broadcast_phones import phones
from webhooks.console.broadcasts import OPEN, BroadcastPages
from webhooks.console.forms import EMPTY, Form, Incomplete, typed_of
from webhooks.console.visit import Visit

_RULES = frozenset(Rule)
_PLACEHOLDER_TIME = datetime(2000, 1, 1, 1, tzinfo=UTC)  # a preview shows no time
_ANCHORS = tuple(Anchor)


class Chosen(BaseModel):
    """A text of ours, and the election it is for."""

    naskah: str
    pemilihan: str


class Series(BaseModel):
    """The election whose whole series is wanted."""

    seri: str


class WritingPages:
    """Answer who writes broadcasts."""

    def __init__(self, services: Services, pages: BroadcastPages) -> None:
        self._services = services
        self._verbs = services.broadcasting.verbs
        self._pages = pages

    async def new(self, visit: Visit) -> Response:
        """Show the empty form."""
        return await self.form(visit)

    async def edit(self, visit: Visit) -> Response:
        """Show the form of a broadcast that is there."""
        return await self.form(visit, found=await self._pages.found(visit))

    async def create(self, visit: Visit) -> Response:
        """Keep a new draft, or only show what it would look like."""
        if visit.field("langkah"):
            return await self.form(visit, form=self._stepped(visit))
        try:
            whole = self._writer(visit).written()
            kept = await self._verbs.planning.draft(visit.actor, whole)
        except Incomplete as error:
            return await self.form(visit, form=error.form)
        except Refused as error:
            return await self.form(visit, form=_beside(visit, error))
        # A picture needs a draft that is kept, so it is put there next.
        then = "/ubah" if visit.field("lalu") == "gambar" else ""
        return visit.go(f"/siaran/{kept.id}{then}", notice="siaran-disimpan")

    async def change(self, visit: Visit) -> Response:
        """Keep what was changed; this voids an approval."""
        found = await self._pages.found(visit)
        if visit.field("langkah"):
            return await self.form(visit, found=found, form=self._stepped(visit))
        try:
            whole = self._writer(visit).written(found)
            seen = visit.field("dilihat")
            await self._verbs.planning.change(visit.actor, whole, seen=seen)
        except Incomplete as error:
            return await self.form(visit, found=found, form=error.form)
        except Refused as error:
            if error.reason == Rule.OVERTAKEN:
                return await self._overtaken(visit, error)
            return await self.form(visit, found=found, form=_beside(visit, error))
        return visit.go(f"/siaran/{found.id}", notice="siaran-disimpan")

    async def _overtaken(self, visit: Visit, error: Refused) -> Response:
        """Show the form as it was typed, beside what is there by now; what is sent next is kept."""
        found = await self._pages.found(visit)
        form = Form({**typed_of(visit.fields), "dilihat": (found.version,)})
        return await self.form(visit, found=found, form=form, refusal=str(error))

    async def texts(self, visit: Visit) -> Response:
        """Show the texts of ours, and how each stands with WhatsApp."""
        return await self._texts(visit)

    async def take(self, visit: Visit) -> Response:
        """Draft one text of ours."""
        try:
            wanted = visit.read(Chosen)
            whole = self._reminder(visit, wanted)
            kept = await self._verbs.planning.draft(visit.actor, whole)
        except Incomplete as error:
            return await self._texts(visit, form=error.form)
        except Refused as error:
            return await self._texts(visit, form=_beside(visit, error))
        return visit.go(f"/siaran/{kept.id}", notice="siaran-disimpan")

    async def series(self, visit: Visit) -> Response:
        """Draft every text of ours for an election, and tell what became of each."""
        drafting = self._verbs.drafting()
        try:
            election = drafting.election(visit.read(Series).seri)
        except (Incomplete, Undrafted):
            sentence = visit.say(words.ELECTION_WANTED)
            return await self._texts(visit, form=Form(typed_of(visit.fields), {"seri": sentence}))
        made: list[Broadcast] = []
        left: list[str] = []
        for each in drafting.series(election):
            if isinstance(each, Undrafted):
                left.append(str(each))
                continue
            try:
                made.append(await self._verbs.planning.draft(visit.actor, each))
            except Refused as error:
                if error.reason not in _RULES:
                    raise
                left.append(f"{each.title}: {error}")
        return visit.show("broadcasts/series.html", election=election, made=made, left=left)

    def _reminder(self, visit: Visit, wanted: Chosen) -> Broadcast:
        """Return the draft of a text of ours; raises Incomplete."""
        drafting, typed = self._verbs.drafting(), typed_of(visit.fields)
        if wanted.naskah not in drafting.library.broadcasts:
            raise Incomplete(Form(typed, {"naskah": visit.say(words.TEXT_UNKNOWN)}))
        try:
            return drafting.reminder(wanted.naskah, drafting.election(wanted.pemilihan))
        except Undrafted:
            raise Incomplete(Form(typed, {"pemilihan": visit.say(words.UNDATED)})) from None

    def _writer(self, visit: Visit) -> Writer:
        """Return what makes broadcasts of what was typed."""
        return Writer(visit, self._verbs.drafting(), self._verbs.planning)

    def _stepped(self, visit: Visit) -> Form:
        """Return what was typed, after a step that keeps nothing: a day was picked, or a look."""
        typed = dict(typed_of(visit.fields))
        step, _, value = typed.pop("langkah")[-1].partition(":")
        if step == "hari":
            typed |= {"tanggal": (value,), "cara": ("tanggal",)}
        if step == "bulan":
            typed["bulan"] = (value,)
        return Form(typed)

    async def form(
        self,
        visit: Visit,
        *,
        found: Broadcast | None = None,
        form: Form = EMPTY,
        refusal: str = "",
    ) -> Response:
        """Show the form with the calendar and, where there is a text, the phones."""
        drafting = self._verbs.drafting()
        form = form if form.typed or form.errors else visit.form
        library = drafting.library
        return visit.show(
            "broadcasts/write.html",
            form=form,
            status=409 if refusal else 0,
            refusal=refusal,
            found=found,
            body=drafting.body(found.content) if found else "",
            begin=found.starts_at.astimezone(drafting.zone) if found else None,
            end=_own_end(found, drafting) if found else "",
            month=await self._month(form, found),
            bands=bands,
            phones=list(phones(content)) if (content := _content(form, found, drafting)) else [],
            categories=Category,
            groups=Group,
            districts=[each.name for each in library.regions.districts],
            offices=library.offices,
            elections=self._elections(),
            anchors=_ANCHORS,
            longest_title=LONGEST_TITLE,
            longest_text=LONGEST_TEXT,
        )

    async def _month(self, form: Form, found: Broadcast | None) -> Month:
        """Return the month that is looked at: the one chosen, or that of the day typed."""
        verbs, today = self._verbs, self._services.clock.today()
        begin = found.starts_at.astimezone(verbs.zone).date() if found else today
        typed = month_of(form.value("tanggal")[:7], otherwise=begin)
        first = month_of(form.value("bulan"), otherwise=typed)
        known = await verbs.planning.all(*OPEN)
        calendar = self._services.guide.current.library.calendar
        return month(first, calendar, known, zone=verbs.zone)

    async def _texts(self, visit: Visit, *, form: Form = EMPTY) -> Response:
        """Show the texts of ours."""
        library = self._services.guide.current.library
        means = await self._verbs.means()
        return visit.show(
            "broadcasts/texts.html",
            form=form if form.typed or form.errors else visit.form,
            texts=library.broadcasts.values(),
            standings=means.standings,
            has_whatsapp=self._services.whatsapp is not None,
            elections=self._elections(),
            coming=self._pages.coming(),
        )

    def _elections(self) -> Sequence[Election]:
        """Return the elections that concern the city, the latest first."""
        calendar = self._services.guide.current.library.calendar
        return sorted(calendar.local(), key=_last_day, reverse=True)


def _last_day(election: Election) -> date:
    """Return when *election* is over."""
    return max(each.end for each in election.spans)


def _beside(visit: Visit, error: Refused) -> Form:
    """Return the form again with *error* above it, when it is a rule of broadcasts; else raise."""
    if error.reason not in _RULES:
        raise error
    return Form(typed_of(visit.fields), {"naskah": str(error)})


def _own_end(found: Broadcast, drafting: Drafting) -> str:
    """Return until when *found* is of use where somebody chose that, as a field takes it."""
    made = drafting.free("", "-", audience=found.audience, starts_at=found.starts_at)
    if made.ends_at == found.ends_at and not found.content.reminder:
        return ""
    return f"{found.ends_at.astimezone(drafting.zone):%Y-%m-%dT%H:%M}"


def _content(form: Form, found: Broadcast | None, drafting: Drafting) -> Content | None:
    """Return what the phones show: what is typed, else what is kept, else nothing."""
    if found and (found.content.reminder or not form.typed):
        return found.content
    text = form.value("naskah").strip()
    if not text:
        return None
    everybody = Audience(Category.REMINDERS)
    made = drafting.free("", text, audience=everybody, starts_at=_PLACEHOLDER_TIME)
    shown = found.content.illustration if found else None
    return replace(made.content, illustration=shown)
