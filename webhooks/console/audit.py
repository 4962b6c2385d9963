"""Pengaturan, the audit trail: look, verify, take along."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

from starlette.responses import Response, StreamingResponse

from bot.staff.account import Act
from bot.staff.audit import Verdict, Wanted
from bot.staff.refusal import SENTENCES, Reason
from bot.staff.reviewing import Review, cells, guarded, note
from bot.staff.words import ACT_NAMES, EMPTY, FLAWS, HEADINGS, SOUND
from bot.wiring import Services
from webhooks.console.visit import Visit

_FIELDS = ("tindakan", "akun", "sejak", "sampai")


class AuditPages:
    """Answer those who look at the trail."""

    def __init__(self, services: Services) -> None:
        self._review = Review(services.staffing.room)
        self._zone = services.settings.timezone

    async def trail(self, visit: Visit) -> Response:
        """Show the newest rows that are asked for, a page at a time."""
        return await self._shown(visit)

    async def verify(self, visit: Visit) -> Response:
        """Say whether every row is as it was written."""
        found = await self._review.verify(visit.actor)
        return await self._shown(visit, verdict=_told(visit, found), sound=found.flaw is None)

    async def export(self, visit: Visit) -> Response:
        """Hand the rows over as CSV that a spreadsheet shows and never runs."""
        await note(visit.actor, "export")
        asked = {name: visit.field(name) for name in _FIELDS}
        name = f"jejak-{visit.services.clock.today()}.csv"
        return StreamingResponse(
            self._lines(visit, self._wanted(asked)),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def _lines(self, visit: Visit, wanted: Wanted) -> AsyncIterator[str]:
        """Yield the lines of the export."""
        yield _line(visit.say(HEADINGS).split(","))
        async for row in self._review.rows(wanted):
            found = cells(row, visit.say, zone=self._zone)
            yield _line([guarded(each) for each in found])

    async def _shown(self, visit: Visit, *, verdict: str = "", sound: bool = True) -> Response:
        """Show rows, and the *verdict* on the trail if one was asked for."""
        query = visit.request.query_params
        asked = {name: query.get(name, "")[:64] for name in _FIELDS}
        number = query.get("nomor", "")
        below = int(number) if number.isdecimal() and len(number) < len(str(2**63)) else 0
        page = await self._review.page(visit.actor, self._wanted(asked), below=below)
        return visit.show(
            "staff/audit.html",
            page=page,
            asked=asked,
            verdict=verdict,
            sound=sound,
            acts={act: visit.say(ACT_NAMES[act]) for act in Act},
            reasons=_reasons(visit),
            is_later=bool(below),
        )

    def _wanted(self, asked: dict[str, str]) -> Wanted:
        """Return which rows *asked* means; a day is one of the city's."""
        since, until = self._midnight(asked["sejak"]), self._midnight(asked["sampai"], days=1)
        return Wanted(since, asked["akun"], act=asked["tindakan"], until=until)

    def _midnight(self, typed: str, *, days: int = 0) -> datetime | None:
        """Return when the *typed* day begins, or *days* after; None for what is no day."""
        try:
            day = date.fromisoformat(typed) + timedelta(days=days)
            return datetime.combine(day, time(), self._zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def _told(visit: Visit, found: Verdict) -> str:
    """Return what was found, in words."""
    if found.flaw:
        return visit.say(FLAWS[found.flaw], nomor=found.number)
    if found.head is None:
        return visit.say(EMPTY)
    return visit.say(SOUND, jumlah=found.sound, nomor=found.head.number, mac=found.head.mac)


def _reasons(visit: Visit) -> dict[str, str]:
    """Return the sentences of those reasons that need no more to be told."""
    plain = (reason for reason in Reason if not SENTENCES[reason].words)
    return {reason: visit.say(SENTENCES[reason]) for reason in plain}


def _line(found: list[str]) -> str:
    """Return a line of CSV."""
    text = io.StringIO()
    csv.writer(text).writerow(found)
    return text.getvalue()
