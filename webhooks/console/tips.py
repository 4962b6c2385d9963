"""Aduan: the desk of tips. Its key is unlocked for a session; until then there are only counts."""

from collections.abc import Sequence

from starlette.responses import Response

from bot.errors import KeyFileError, Refused, TipUnknown, UnsealError, WrongPassphrase
from bot.staff import console_words
from bot.staff.refusal import Reason
from bot.tips import words
from bot.tips.acting import Acting
from bot.tips.counting import standing
from bot.tips.desk import Desk, Opened
from bot.tips.listing import Line
from bot.tips.tip import Status
from bot.tips.unlocking import OpenDesk
from bot.wiring import Services
from webhooks.console import drafts, entrance
from webhooks.console.drafts import Draft
from webhooks.console.errors import error_page
from webhooks.console.forms import EMPTY, Form, typed_of
from webhooks.console.tip_case import choices, told
from webhooks.console.tip_deliveries import timeline
from webhooks.console.tip_due import Dues
from webhooks.console.tip_queue import Sought, found, tip_age
from webhooks.console.visit import Visit

_CARRIED = "_tulisan"


class TipPages:
    """Answer what is asked of tips."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._desks = services.tipping.desks

    async def queue(self, visit: Visit) -> Response:
        """List tips; those of one's own office are not there, and none is read by being listed."""
        open_desk = self._unlocked(visit)
        if open_desk is None:
            return await self.locked(visit, status=200)
        desk, sought = self._sitting(visit, open_desk), Sought.of(visit.request.query_params)
        open_desk.queue = sought.query
        lines = await _lines(desk, sought)
        library = self._services.guide.current.library
        return visit.show(
            "tips/queue.html",
            found=found(lines, sought, visit.actor.account.name),
            has_any=bool(lines),
            sought=sought,
            statuses=_statuses(visit),
            districts=[each.name for each in library.regions.districts],
            offices={each.code: each.name for each in library.offices},
            due=Dues(visit).of,
        )

    async def unlock(self, visit: Visit) -> Response:
        """Unlock the desk for this session, and lead on or back to a form that was filled in."""
        try:
            await self._desks.unlock(visit.actor, visit.field("desk_password"))
        except WrongPassphrase:
            return await self.locked(visit, visit.say(console_words.DESK_WRONG))
        except KeyFileError:
            return await self.locked(visit, visit.say(console_words.DESK_KEYLESS))
        except Refused as error:
            if error.reason != Reason.SLOW:
                raise
            return await self.locked(visit, str(error), status=429)
        owner, kept = visit.actor.account.id, visit.field(_CARRIED)
        if kept and (draft := drafts.opened(self._services.key, kept, owner=owner)):
            return await entrance.again(visit, draft)
        return visit.go(visit.next if visit.next.startswith("/aduan") else "/aduan")

    async def lock(self, visit: Visit) -> Response:
        """Lock the desk of this session."""
        self._desks.lock(visit.actor.session.id)
        return visit.go("/aduan", notice="kunci-ditutup")

    async def case(self, visit: Visit) -> Response:
        """Show a tip; one that is hidden is not there."""
        return await self.shown(visit)

    async def shown(
        self, visit: Visit, *, form: Form | None = None, alert: str = "", status: int = 0
    ) -> Response:
        """Show a tip, with an *alert* of what was just not done and what was typed for it."""
        open_desk = self._unlocked(visit)
        if open_desk is None:
            return await self.locked(visit, status=423)
        desk = self._sitting(visit, open_desk)
        try:
            opened = await self.opened(visit, desk)
        except UnsealError as error:
            return error_page(visit, 422, text=str(error))
        return visit.show(
            "tips/case.html",
            form=form,
            status=status,
            alert=alert,
            opened=opened,
            case=opened.case,
            timeline=await timeline(visit, opened.case),
            queue=open_desk.queue,
            told=told(visit, opened.case.account),
            due=Dues(visit).case(opened),
            dues=Dues(visit).of,
            **choices(visit, opened, await desk.colleagues(opened.case)),
        )

    async def opened(self, visit: Visit, desk: Desk) -> Opened:
        """Return the tip that the address names; a hidden one is told from none that is there."""
        try:
            return await desk.open(tip_in(visit))
        except Refused as error:
            if error.reason != Reason.OFFICE:
                raise
            raise TipUnknown("A hidden tip is told from none that is not there") from None

    def desk(self, visit: Visit, *, seen: str = "") -> Desk | None:
        """Return the desk of this session, None while it is locked; *seen* as Acting has it."""
        open_desk = self._unlocked(visit)
        return self._sitting(visit, open_desk, seen=seen) if open_desk else None

    async def locked(self, visit: Visit, error: str = "", *, status: int = 422) -> Response:
        """Ask for the passphrase, with what can be told without it; carry along what is typed."""
        services, offices = self._services, visit.actor.account.offices
        counts = await standing(services.database, today=services.clock.today(), but=offices)
        unlocking = visit.path == "/aduan/buka"
        return visit.show(
            "tips/locked.html",
            form=Form({}, {"desk_password": error} if error else {}),
            status=status,
            counts=counts,
            statuses=_statuses(visit),
            next=visit.next if unlocking else visit.path,
            carried=visit.field(_CARRIED) if unlocking else self._carried(visit),
        )

    def _carried(self, visit: Visit) -> str:
        """Return what was typed into a form when the desk was locked, sealed for its author."""
        typed = typed_of(visit.fields) or (visit.form.typed if visit.form is not EMPTY else {})
        if not typed:
            return ""
        page = visit.page if visit.request.method == "POST" else visit.path
        return drafts.sealed(
            self._services.key,
            Draft(visit.path, page, typed),
            owner=visit.actor.account.id,
        )

    def _unlocked(self, visit: Visit) -> OpenDesk | None:
        """Return what this session has unlocked."""
        return self._desks.find(visit.actor.session.id)

    def _sitting(self, visit: Visit, open_desk: OpenDesk, *, seen: str = "") -> Desk:
        """Return the desk for one visit."""
        room, ring = self._services.tipping.desk, open_desk.ring
        acting = Acting(room, ring, actor=visit.actor, seen=seen)
        return Desk(acting, open_desk.shelf.index, shelf=open_desk.shelf)


async def _lines(desk: Desk, sought: Sought) -> Sequence[Line]:
    """Return the tips in the order that is sought."""
    key = sought.key
    if not sought.cari:
        return await desk.in_order(key or tip_age)
    lines = await desk.search(sought.cari)
    return sorted(lines, key=key) if key else lines


def tip_in(visit: Visit) -> str:
    """Return the number of the tip that the address names."""
    return str(visit.request.path_params["tip"])


def _statuses(visit: Visit) -> dict[Status, str]:
    """Return how the statuses are called."""
    return {each: visit.say(words.STATUSES[each]) for each in Status}
