"""Progress as it comes: a stream of server-sent events, for as long as somebody may see it."""

from collections import Counter
from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from bot.broadcasts.broadcast import Broadcast, State
from bot.broadcasts.reporting import Progress
from bot.staff.account import Act
from bot.wiring import Services
from webhooks.console.broadcast_progress import follow
from webhooks.console.broadcasts import BroadcastPages
from webhooks.console.rendering import render
from webhooks.console.visit import Visit

MOST = 4  # streams of one session: a browser opens six connections to a server at most
_TICKS = 450  # of two seconds; then the browser comes again, and is asked who it is
_CHECKED = 5  # ticks from one look at the session to the next
_GOES_ON = (State.RUNNING, State.PAUSED)
_BEGINNING = "retry: 3000\n\n"
_ALIVE = ":\n\n"
_END = "event: selesai\ndata:\n\n"


class ProgressStream:
    """Answer who watches; nothing here keeps a session alive."""

    def __init__(self, services: Services, pages: BroadcastPages) -> None:
        self._services = services
        self._following = services.broadcasting.following
        self._pages = pages
        self._open: Counter[str] = Counter()

    async def events(self, visit: Visit) -> Response:
        """Send how far a broadcast has come whenever that changes."""
        whole = await self._pages.found(visit)
        if self._open[visit.actor.session.id] >= MOST:
            raise HTTPException(429)
        # A proxy that gathers what it passes on would hold back what should be seen now.
        headers = {"X-Accel-Buffering": "no"}
        events = self._counted(visit, whole)
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    async def _counted(self, visit: Visit, whole: Broadcast) -> AsyncIterator[str]:
        """Yield what is sent, while the session has one stream more."""
        session = visit.actor.session.id
        self._open[session] += 1
        try:
            yield _BEGINNING
            async for each in self._events(visit, whole):
                yield each
        finally:
            self._open[session] -= 1
            self._open += Counter()  # forget those that have none

    async def _events(self, visit: Visit, whole: Broadcast) -> AsyncIterator[str]:
        """Yield the part of the page anew whenever it changes, until the end."""
        seen: Progress | None = None
        for tick in range(1, _TICKS + 1):
            progress = await self._following.next(whole.id)
            if progress is None:
                return
            if tick % _CHECKED == 0 and not await self._may_go_on(visit):
                yield _END
                return
            yield _ALIVE if progress == seen else self._event(visit, whole, progress)
            seen = progress
            if progress.state not in _GOES_ON:
                yield _END
                return

    async def _may_go_on(self, visit: Visit) -> bool:
        """Tell whether the session still stands, and its account may still see this."""
        return await self._services.staffing.gate.stands(visit.token, Act.READ_BROADCASTS)

    def _event(self, visit: Visit, whole: Broadcast, progress: Progress) -> str:
        """Return the part of the page as an event."""
        course = follow(progress, visit.request.query_params, now=self._services.clock.now())
        part = render("broadcasts/live.html", visit=visit, broadcast=whole, progress=course)
        lines = "\n".join(f"data: {each}" for each in part.splitlines())
        return f"event: kemajuan\n{lines}\n\n"
