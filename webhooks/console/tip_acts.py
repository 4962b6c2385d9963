"""What staff do with a tip: write, ask, give away, mark, hold, and close."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from bot.errors import Overtaken, Refused, TipUnknown, WrongMove
from bot.staff import console_words as words
from bot.staff.refusal import Reason
from bot.tips import words as tip_words
from bot.tips.case import Case
from bot.tips.desk import Desk
from bot.tips.printout import Printout, safe
from bot.tips.tip import Status
from bot.wiring import Services
from knowledge.phrasebook import Phrase
from webhooks.console.forms import Form, Incomplete, typed_of
from webhooks.console.tip_case import code_names
from webhooks.console.tip_forms import Asked, Closed, Given, Hidden, Noted, Stepped
from webhooks.console.tip_previews import closing_preview, question_preview
from webhooks.console.tips import TipPages, tip_in
from webhooks.console.visit import Visit

Act = Callable[[Desk], Awaitable[object]]

_WRITTEN = ("catatan", "pertanyaan", "alasan", "keterangan")


class TipActs:
    """Do what was asked, or show the tip again with what stands against it and what was typed."""

    def __init__(self, services: Services, pages: TipPages) -> None:
        self._services = services
        self._pages = pages

    async def note(self, visit: Visit) -> Response:
        """Write a note; it fits whatever colleagues did meanwhile."""

        async def act(desk: Desk) -> None:
            await desk.note(tip_in(visit), visit.read(Noted).catatan)

        return await self._done(visit, act, notice="catatan-disimpan", whatever=True)

    async def ask(self, visit: Visit) -> Response:
        """Show how the sender will read a question, then ask it."""
        if visit.field("tahap") == "ubah":
            return await self._again(visit)
        if visit.field("tahap") != "kirim":
            return await self._checked(visit, question_preview)

        async def act(desk: Desk) -> None:
            await desk.ask(tip_in(visit), visit.read(Asked).pertanyaan)

        return await self._done(visit, act, notice="pertanyaan-dikirim")

    async def assign(self, visit: Visit) -> Response:
        """Give a tip to a colleague."""

        async def act(desk: Desk) -> None:
            try:
                await desk.assign(tip_in(visit), visit.read(Given).petugas)
            except Refused as error:
                if error.reason != Reason.ACCOUNT_UNKNOWN:
                    raise
                raise self._wrong(visit, "petugas", words.COLLEAGUE_UNKNOWN) from None

        return await self._done(visit, act, notice="aduan-ditugaskan")

    async def take_back(self, visit: Visit) -> Response:
        """Let a tip be nobody's again."""
        return await self._done(
            visit, lambda desk: desk.take_back(tip_in(visit)), notice="aduan-diambil-kembali"
        )

    async def mark_serious(self, visit: Visit) -> Response:
        """Tell a prank apart, or take that back."""
        serious = visit.field("serius") == "ya"
        return await self._done(
            visit,
            lambda desk: desk.mark_serious(tip_in(visit), serious=serious),
            notice="aduan-serius" if serious else "aduan-tidak-serius",
        )

    async def mark_office(self, visit: Visit) -> Response:
        """Hide a tip from an office; if that is one's own, it is gone from here."""
        own = visit.field("perangkat") in visit.actor.account.offices

        async def act(desk: Desk) -> None:
            await desk.mark_office(tip_in(visit), self._office(visit))

        notice = "aduan-tersembunyi" if own else "aduan-disembunyikan"
        return await self._done(visit, act, notice=notice, leaving=own)

    async def unmark_office(self, visit: Visit) -> Response:
        """Show a tip to an office again that a colleague marked."""
        return await self._done(
            visit,
            lambda desk: desk.unmark_office(tip_in(visit), visit.read(Hidden).perangkat),
            notice="aduan-tampak-lagi",
        )

    async def hold(self, visit: Visit) -> Response:
        """Keep a tip from being erased, or let it go."""
        held = visit.field("tahan") == "ya"
        return await self._done(
            visit,
            lambda desk: desk.hold(tip_in(visit), held=held),
            notice="aduan-ditahan" if held else "aduan-dilepas",
        )

    async def step(self, visit: Visit) -> Response:
        """Write down what a tip came to."""

        async def act(desk: Desk) -> None:
            wanted = visit.read(Stepped)
            status = Status(wanted.langkah_status)
            await desk.step(tip_in(visit), status, reason=wanted.keterangan)

        return await self._done(visit, act, notice="aduan-melangkah")

    async def close(self, visit: Visit) -> Response:
        """Show what the sender will read, then close."""
        if visit.field("tahap") == "ubah":
            return await self._again(visit)
        if visit.field("tahap") != "kirim":
            return await self._checked(visit, closing_preview)

        async def act(desk: Desk) -> None:
            wanted = visit.read(Closed)
            await desk.close(tip_in(visit), Status(wanted.hasil), reason=wanted.alasan)

        return await self._done(visit, act, notice="aduan-ditutup")

    async def _done(
        self,
        visit: Visit,
        act: Act,
        *,
        notice: str,
        whatever: bool = False,
        leaving: bool = False,
    ) -> Response:
        """Return the way on after *act*, *leaving* the tip; or the tip with why it was not done.

        Unless it is done *whatever* happened, the tip has to be as the form saw it.
        """
        desk = self._pages.desk(visit, seen="" if whatever else visit.field("dilihat") or "-")
        if desk is None:
            return await self._pages.locked(visit, status=423)
        try:
            await act(desk)
        except Incomplete as error:
            return await self._pages.shown(visit, form=error.form)
        except (Overtaken, WrongMove) as error:
            return await self._late(visit, error)
        except TipUnknown:
            return self._gone(visit)
        except Refused as error:
            if error.reason != Reason.OFFICE:
                raise
            return self._gone(visit)
        return visit.go("/aduan" if leaving else f"/aduan/{tip_in(visit)}", notice=notice)

    async def _checked(self, visit: Visit, page: Callable[[Visit, Case], Response]) -> Response:
        """Return a *page* on which an act is looked at before it is done."""
        desk = self._pages.desk(visit)
        if desk is None:
            return await self._pages.locked(visit, status=423)
        try:
            opened = await self._pages.opened(visit, desk)
            return page(visit, opened.case)
        except Incomplete as error:
            return await self._pages.shown(visit, form=error.form)
        except TipUnknown:
            return self._gone(visit)

    async def _again(self, visit: Visit) -> Response:
        """Show the tip with what was typed, to go on writing."""
        return await self._pages.shown(visit, form=Form(typed_of(visit.fields)), status=200)

    async def _late(self, visit: Visit, error: Overtaken | WrongMove) -> Response:
        """Show the tip as it is now, with what was typed and why it was not done."""
        desk = self._pages.desk(visit)
        if desk is None:
            return await self._pages.locked(visit, status=423)
        try:
            case = (await self._pages.opened(visit, desk)).case
        except TipUnknown:
            return self._gone(visit)
        alert = visit.say(words.OVERTAKEN, terakhir=_last(visit, case))
        if isinstance(error, WrongMove):
            status = visit.say(tip_words.STATUSES[case.tip.status])
            alert = visit.say(words.NOT_FROM_HERE, status=status)
        form = Form(typed_of(visit.fields))
        return await self._pages.shown(visit, form=form, alert=alert, status=409)

    def _gone(self, visit: Visit) -> Response:
        """Say that there is no such tip, the same for a hidden one, and keep what was typed."""
        typed = typed_of(visit.fields)
        texts = [typed[name][-1] for name in _WRITTEN if typed.get(name, ("",))[-1].strip()]
        return visit.show("tips/gone.html", status=404, texts=texts)

    def _office(self, visit: Visit) -> str:
        """Return the office that was chosen; raises Incomplete for one that is not listed."""
        code = visit.read(Hidden).perangkat
        if code not in {each.code for each in self._services.guide.current.library.offices}:
            raise self._wrong(visit, "perangkat", words.OFFICE_UNKNOWN)
        return code

    def _wrong(self, visit: Visit, name: str, phrase: Phrase) -> Incomplete:
        """Return what has the form shown again, with *phrase* beside the field *name*."""
        return Incomplete(Form(typed_of(visit.fields), {name: visit.say(phrase)}))


def _last(visit: Visit, case: Case) -> str:
    """Return the last line of the history, "" where there is none."""
    if not case.history:
        return ""
    note = case.history[-1]
    said = Printout(visit.say, names=code_names(visit)).told(note)
    return visit.say(words.OVERTAKEN_LAST, siapa=note.author, apa=safe(said))
