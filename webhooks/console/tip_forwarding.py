"""Forwarding: to whom, why, and exactly what; done once, however often the button is pressed."""

from pydantic import BaseModel, Field
from starlette.responses import Response

from bot.errors import DeskClosed, TargetUnknown, TipUnknown, WrongMove
from bot.staff import leaving_words as words
from bot.tips.acting import Acting
from bot.tips.backends.register import Register
from bot.tips.case import Case
from bot.tips.dispatch import Dispatch
from bot.tips.previewing import fingerprint, is_decided
from bot.tips.tip import MOVES, Status
from bot.wiring import Services
from webhooks.console.errors import error_page
from webhooks.console.forms import Form, Incomplete
from webhooks.console.tip_desk import case_of
from webhooks.console.tip_leaving import leaving_of
from webhooks.console.visit import Visit

_LONGEST = 2_000


class Wanted(BaseModel):
    """To whom a tip goes and why, after what had been *dilihat*."""

    tujuan: str
    alasan: str = Field(min_length=10, max_length=_LONGEST)
    dilihat: str


class Reference(BaseModel):
    """What a receiver calls what arrived."""

    rujukan: str


class ForwardingPages:
    """Forward tips, and decide about those that have not arrived."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._settling = services.settling

    async def page(self, visit: Visit, acting: Acting) -> Response:
        """Show what would leave, and to whom it can go."""
        return self._shown(visit, await case_of(visit, acting))

    async def forward(self, visit: Visit, acting: Acting) -> Response:
        """Hand a tip over, unless that was done or something else would leave by now."""
        case = await case_of(visit, acting)
        try:
            wanted = visit.read(Wanted)
            await Dispatch(acting).forward(
                case.tip.id, wanted.tujuan, reason=wanted.alasan, seen=wanted.dilihat
            )
        except Incomplete as error:
            return self._shown(visit, case, form=error.form)
        except (WrongMove, TargetUnknown, DeskClosed) as error:
            now = await case_of(visit, acting)
            if now.tip.status is Status.FORWARDED:
                return visit.go(f"/aduan/{case.tip.id}", notice="sudah-diteruskan")
            return self._shown(visit, now, form=Form(visit.fields), refusal=str(error))
        return visit.go(f"/aduan/{case.tip.id}", notice="aduan-diteruskan")

    async def retry(self, visit: Visit, acting: Acting) -> Response:
        """Have it sent again."""
        tip, forwarding = await self._stopped(visit, acting)
        await self._settling.retry(visit.actor, forwarding)
        self._services.forwarder.kick()
        return visit.go(f"/aduan/{tip}", notice="kiriman-diulang")

    async def give_up(self, visit: Visit, acting: Acting) -> Response:
        """Bring the tip back to the desk."""
        tip, forwarding = await self._stopped(visit, acting)
        await self._settling.give_up(visit.actor, forwarding)
        return visit.go(f"/aduan/{tip}", notice="kiriman-dibatalkan")

    async def settle(self, visit: Visit, acting: Acting) -> Response:
        """Write down that it arrived, as somebody found out."""
        tip, forwarding = await self._stopped(visit, acting)
        reference = visit.read(Reference).rujukan.strip()
        await self._settling.settle(visit.actor, forwarding, reference=reference)
        return visit.go(f"/aduan/{tip}", notice="kiriman-sampai")

    async def _stopped(self, visit: Visit, acting: Acting) -> tuple[str, str]:
        """Return the tip and the forwarding that the address names, if it is one of that tip."""
        case = await case_of(visit, acting)
        name = str(visit.request.path_params["forwarding"])
        found = await self._settling.of_tip(visit.actor, case.tip.id)
        if name not in {each.forwarding.id for each in found}:
            raise TipUnknown("This tip has no such forwarding")
        return case.tip.id, name

    def _shown(
        self, visit: Visit, case: Case, *, form: Form | None = None, refusal: str = ""
    ) -> Response:
        """Return the page; without the way there, it says why."""
        if case.tip.status is Status.NEW:
            return error_page(visit, 422, text=visit.say(words.NOT_STARTED))
        library, today = self._services.guide.current.library, self._services.clock.today()
        event = case.account.day
        return visit.show(
            "tips/forwarding.html",
            form=form or visit.form,
            status=422 if refusal or (form and form.errors) else 200,
            refusal=refusal,
            case=case,
            leads=Status.FORWARDED in MOVES[case.tip.status],
            targets=library.targets_on(today, event=event),
            unfit={
                each.name: visit.say(words.UNFIT[reason])
                for each, reason in library.unfit_on(today, event=event).items()
            },
            leaving=leaving_of(visit, case),
            seen=fingerprint(case),
            is_decided=is_decided(case),
            longest=_LONGEST,
            by_hand=self._services.settings.reporting_backend == Register.name,
        )
