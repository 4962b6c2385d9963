"""The way to what may leave of a tip: the desk of the session is open, and the tip one's to see."""

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import DeskClosed, Refused, TargetUnknown, TipUnknown, UnsealError, WrongMove
from bot.staff.refusal import Reason
from bot.tips.acting import Acting
from bot.tips.case import Case
from bot.tips.dispatch import Dispatch
from bot.wiring import Services
from webhooks.console.errors import error_page
from webhooks.console.guard import Handler
from webhooks.console.tips import TipPages
from webhooks.console.visit import Visit

Seated = Callable[[Visit, Acting], Awaitable[Response]]

_DIGITS = 3


class TipDesk:
    """Lead visits to the desk that their session has unlocked."""

    def __init__(self, services: Services, pages: TipPages) -> None:
        self._services = services
        self._pages = pages

    def before(self, handler: Seated) -> Handler:
        """Return what answers with *handler* at an open desk, and asks for its key before."""

        async def answer(visit: Visit) -> Response:
            tipping = self._services.tipping
            found = tipping.desks.find(visit.actor.session.id)
            if found is None:
                whole_list = not visit.request.path_params
                return await self._pages.locked(visit, status=200 if whole_list else 423)
            try:
                return await handler(visit, Acting(tipping.desk, found.ring, actor=visit.actor))
            except Refused as error:
                if error.reason != Reason.OFFICE:
                    raise
                raise TipUnknown("A hidden tip is told from none that is not there") from None
            except (WrongMove, TargetUnknown, DeskClosed, UnsealError) as error:
                return error_page(visit, 422, text=str(error))

        return answer


async def case_of(visit: Visit, acting: Acting) -> Case:
    """Return the tip that the address names; its number is whole there."""
    name = str(visit.request.path_params["tip"])
    case = await Dispatch(acting).case(name)
    if case.tip.id != name:
        raise HTTPException(404)
    return case


def number_in(visit: Visit) -> int:
    """Return the number of the file that the address names; raises HTTPException."""
    text = str(visit.request.path_params["number"])
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise HTTPException(404)
    return int(text)
