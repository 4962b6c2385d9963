"""Aduan: the desk of tips. Its key is unlocked for a session; until then there are only counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.responses import Response

from bot.errors import KeyFileError, Refused, TipUnknown, UnsealError, WrongPassphrase
from bot.staff import console_words
from bot.staff.refusal import Reason
from bot.tips import words
from bot.tips.acting import Acting
from bot.tips.completeness import deadline, missing
from bot.tips.counting import standing
from bot.tips.desk import Desk
from bot.tips.listing import Line, Wanted
from bot.tips.printout import Printout, safe
from bot.tips.redaction import FIELDS
from bot.tips.tip import CLOSED, Account, Status
from bot.wiring import Services
from webhooks.console.errors import error_page
from webhooks.console.forms import Form
from webhooks.console.tip_deliveries import timeline
from webhooks.console.visit import Visit

_PAGE = 25
_OPEN = "terbuka"
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Sought:
    """What the queue is asked for: *state* is a status, "" for all, or all that are open."""

    state: str
    district: str
    mine: bool
    answered: bool
    text: str
    page: int

    @classmethod
    def of(cls, query: QueryParams) -> "Sought":
        """Return what an address asks for; what it cannot mean asks for nothing."""
        state, page = query.get("status", _OPEN), query.get("hal", "1")
        return cls(
            state if state in {"", *Status} else _OPEN,
            query.get("kecamatan", "")[:100],
            query.get("petugas") == "saya",
            query.get("jawaban") == "ada",
            query.get("cari", "")[:200].strip(),
            int(page) if page.isascii() and page.isdecimal() and len(page) <= _DIGITS else 1,
        )

    def takes(self, line: Line, name: str) -> bool:
        """Tell whether *line* is asked for by the account *name*."""
        status = Status(self.state) if self.state in set(Status) else None
        wanted = Wanted(status, self.district, assigned=name if self.mine else None)
        hidden = self.state == _OPEN and line.tip.status in CLOSED
        return wanted.takes(line) and not hidden and (line.answered or not self.answered)


class TipPages:
    """Answer what is asked of tips."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._desks = services.tipping.desks

    async def queue(self, visit: Visit) -> Response:
        """List tips, the oldest first; those of one's own office are not there."""
        desk = self._desk(visit)
        if desk is None:
            return await self._locked(visit, status=200)
        sought = Sought.of(visit.request.query_params)
        found = await (desk.search(sought.text) if sought.text else desk.listed())
        lines = [each for each in found if sought.takes(each, visit.actor.account.name)]
        last = max(1, -(-len(lines) // _PAGE))
        page = min(max(1, sought.page), last)
        return visit.show(
            "tips/queue.html",
            lines=lines[(page - 1) * _PAGE : page * _PAGE],
            total=len(lines),
            sought=sought,
            page=page,
            last=last,
            statuses={each: visit.say(words.STATUSES[each]) for each in Status},
            districts=[
                each.name for each in self._services.guide.current.library.regions.districts
            ],
            printout=Printout(visit.say),
        )

    async def unlock(self, visit: Visit) -> Response:
        """Unlock the desk for this session."""
        try:
            await self._desks.unlock(visit.actor, visit.field("desk_password"))
        except WrongPassphrase:
            return await self._locked(visit, visit.say(console_words.DESK_WRONG))
        except KeyFileError:
            return await self._locked(visit, visit.say(console_words.DESK_KEYLESS))
        except Refused as error:
            if error.reason != Reason.SLOW:
                raise
            return await self._locked(visit, str(error), status=429)
        return visit.go(visit.next if visit.next.startswith("/aduan") else "/aduan")

    async def lock(self, visit: Visit) -> Response:
        """Lock the desk of this session."""
        self._desks.lock(visit.actor.session.id)
        return visit.go("/aduan", notice="kunci-ditutup")

    async def case(self, visit: Visit) -> Response:
        """Show a tip; one that is hidden is not there."""
        desk = self._desk(visit)
        if desk is None:
            return await self._locked(visit, status=423)
        try:
            opened = await desk.open(visit.request.path_params["tip"])
        except Refused as error:
            if error.reason != Reason.OFFICE:
                raise
            raise TipUnknown("A hidden tip is told from none that is not there") from None
        except UnsealError as error:
            return error_page(visit, 422, text=str(error))
        account = opened.case.account
        lacking = missing(account, files=len(opened.case.evidence))
        return visit.show(
            "tips/case.html",
            opened=opened,
            case=opened.case,
            timeline=await timeline(visit, opened.case),
            deadline=deadline(account),
            told=_told(visit, account),
            lacking=[visit.say(words.MISSING[each]) for each in lacking],
            printout=Printout(visit.say),
            plain=safe,
            voices={each: visit.say(phrase) for each, phrase in words.VOICES.items()},
        )

    def _desk(self, visit: Visit) -> Desk | None:
        """Return the desk of this session, None while it is locked."""
        found = self._desks.find(visit.actor.session.id)
        if found is None:
            return None
        acting = Acting(self._services.tipping.desk, found.ring, actor=visit.actor)
        return Desk(acting, found.index)

    async def _locked(self, visit: Visit, error: str = "", *, status: int = 422) -> Response:
        """Ask for the passphrase, with what can be told without it."""
        services, offices = self._services, visit.actor.account.offices
        counts = await standing(services.database, today=services.clock.today(), but=offices)
        return visit.show(
            "tips/locked.html",
            form=Form({}, {"desk_password": error} if error else {}),
            status=status,
            counts=counts,
            statuses={each: visit.say(words.STATUSES[each]) for each in Status},
            next=visit.next if visit.request.method == "POST" else visit.path,
        )


def _told(visit: Visit, account: Account) -> Iterator[tuple[str, str]]:
    """Yield what the sender told, each element by its name."""
    for name, field in FIELDS.items():
        value = getattr(account, field)
        text = "\n".join(value) if isinstance(value, tuple) else str(value or "")
        if field == "known" and value:
            text = visit.say(words.KNOWN[value])
        yield visit.say(words.ELEMENTS[name]), safe(text) or visit.say(words.UNTOLD)
